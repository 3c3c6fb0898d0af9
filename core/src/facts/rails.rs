//! Rails and Ruby versions that Linkspan writes files for.
//!
//! Sources: the maintenance policies of rubyonrails.org and ruby-lang.org and the gemspecs of each
//! release, read 2026-11-23. Rails 8.1 is supported until 2027-10; 8.0 ended 2026-11-07, 7.2 ended
//! 2026-08-09, 7.1 ended 2025-10-01. Pool and pid file: the templates of `rails new` in each release,
//! read the same day; 8.1 still reads `pool`. Rails 7.0 and 6.1, read 2026-11-30: the maintenance policy (security fixes until
//! 2025-04-01 and 2024-10-01; other faults, by the policy of that time, until the next version came out), and the change logs of Railties 7.1, which brought `SECRET_KEY_BASE_DUMMY`, `rails/health#show`,
//! `assume_ssl`, a server that sends the files of `public` unasked, and a log on standard output.

use super::version::{Program, Version};

/// A Rails version and what Linkspan has to know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rails {
    /// As people write it.
    pub name: &'static str,
    /// The same as numbers.
    pub line: (u32, u32),
    /// When upstream's security fixes ended; empty while they go on.
    pub ended: &'static str,
    /// The last day on which faults were mended that are no security holes; empty while they are.
    pub mended_until: &'static str,
    /// The oldest Ruby that its gemspec accepts.
    pub oldest_ruby: (u32, u32),
    /// The key of database.yml that sizes the connection pool.
    pub pool: &'static str,
    /// Whether the server writes tmp/pids/server.pid unless it is told another place.
    pub pid_file: bool,
    /// Whether `rails new` puts cache, jobs and Action Cable into databases of their own.
    pub solid: bool,
    /// Whether it builds without a key by SECRET_KEY_BASE_DUMMY, answers health checks, knows `assume_ssl`, and sends files
    /// of `public` and its log to standard output without being told: all of it came with 7.1.
    pub deploys_itself: bool,
}

/// Every version that Linkspan knows, oldest first.
pub const RAILS: [Rails; 6] = [
    Rails {
        name: "6.1",
        line: (6, 1),
        ended: "2024-10-01",
        mended_until: "2021-12-15",
        oldest_ruby: (2, 5),
        pool: "pool",
        pid_file: true,
        solid: false,
        deploys_itself: false,
    },
    Rails {
        name: "7.0",
        line: (7, 0),
        ended: "2025-04-01",
        mended_until: "2023-10-05",
        oldest_ruby: (2, 7),
        pool: "pool",
        pid_file: true,
        solid: false,
        deploys_itself: false,
    },
    Rails {
        name: "7.1",
        line: (7, 1),
        ended: "2025-10-01",
        mended_until: "2024-10-01",
        oldest_ruby: (2, 7),
        pool: "pool",
        pid_file: true,
        solid: false,
        deploys_itself: true,
    },
    Rails {
        name: "7.2",
        line: (7, 2),
        ended: "2026-08-09",
        mended_until: "2025-08-09",
        oldest_ruby: (3, 1),
        pool: "pool",
        pid_file: false,
        solid: false,
        deploys_itself: true,
    },
    Rails {
        name: "8.0",
        line: (8, 0),
        ended: "2026-11-07",
        mended_until: "2026-05-07",
        oldest_ruby: (3, 2),
        pool: "pool",
        pid_file: false,
        solid: true,
        deploys_itself: true,
    },
    Rails {
        name: "8.1",
        line: (8, 1),
        ended: "",
        mended_until: "",
        oldest_ruby: (3, 2),
        pool: "max_connections",
        pid_file: false,
        solid: true,
        deploys_itself: true,
    },
];

/// What is known of a version of Rails, however exactly it is written: of one that is older than all of these, or newer,
/// what holds for the nearest.
#[must_use]
pub fn rails(name: &str) -> Option<Rails> {
    let line = Version::parse(Program::Rails, name)?.line();
    let known = RAILS.into_iter().rev().find(|version| version.line <= line);
    known.or_else(|| RAILS.first().copied())
}

/// A branch of Ruby that is still mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ruby {
    /// Its first two numbers.
    pub minor: (u32, u32),
    /// The day of its first release.
    pub born: &'static str,
    /// The last day of security fixes.
    pub ends: &'static str,
    /// Whether that day is near: only security fixes are made.
    pub ends_soon: bool,
}

/// Every branch of Ruby that is mended, oldest first. Sources: the branches page of ruby-lang.org, read 2026-11-23, and
/// `products/ruby.md` of endoflife.date, read 2026-11-27, which has the same days; those of 3.4 and 4.0 are planned.
pub const RUBY: [Ruby; 3] = [
    Ruby { minor: (3, 3), born: "2023-12-25", ends: "2027-03-31", ends_soon: true },
    Ruby { minor: (3, 4), born: "2024-12-25", ends: "2028-03-31", ends_soon: false },
    Ruby { minor: (4, 0), born: "2025-12-25", ends: "2029-03-31", ends_soon: false },
];

/// The oldest bootsnap that reads its cache from a read-only image whatever the locale. Source: its
/// change log, read 2026-11-23: 1.24.0 had a fault with encodings.
pub const BOOTSNAP: &str = "1.24.1";

/// Connections of a process to each database where RAILS_MAX_THREADS is not set: the database.yml that `rails
/// new` writes.
pub const DEFAULT_POOL: i64 = 5;

/// Port that Thruster listens on where HTTP_PORT is not set, and that of the server behind it where TARGET_PORT
/// is not. Source: its README, 0.1.15, read 2026-11-23.
pub const THRUSTER_PORTS: (i64, i64) = (80, 3000);

/// The variable that Rails reads `config.relative_url_root` from (Rails' guide "Configuring", read 2026-11-30).
pub const RELATIVE_ROOT: &str = "RAILS_RELATIVE_URL_ROOT";
