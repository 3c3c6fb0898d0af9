//! Rails and Ruby versions that Linkspan writes files for.
//!
//! Sources: the maintenance policies of rubyonrails.org and ruby-lang.org and the gemspecs of each
//! release, read 2026-11-23. Rails 8.1 is supported until 2027-10; 8.0 ended 2026-11-07, 7.2 ended
//! 2026-08-09, 7.1 ended 2025-10-01. Pool and pid file: the templates of `rails new` in each release,
//! read the same day; 8.1 still reads `pool`.

/// A Rails version and what Linkspan has to know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rails {
    /// As people write it.
    pub name: &'static str,
    /// When upstream's security fixes ended; empty while they go on.
    pub ended: &'static str,
    /// The last day on which faults were mended that are no security holes; empty while they are.
    pub mended_until: &'static str,
    /// The oldest Ruby that its gemspec accepts.
    pub oldest_ruby: &'static str,
    /// The key of database.yml that sizes the connection pool.
    pub pool: &'static str,
    /// Whether the server writes tmp/pids/server.pid unless it is told another place.
    pub pid_file: bool,
    /// Whether `rails new` puts cache, jobs and Action Cable into databases of their own.
    pub solid: bool,
}

/// Every version that Linkspan knows, oldest first.
pub const RAILS: [Rails; 4] = [
    Rails {
        name: "7.1",
        ended: "2025-10-01",
        mended_until: "2024-10-01",
        oldest_ruby: "2.7",
        pool: "pool",
        pid_file: true,
        solid: false,
    },
    Rails {
        name: "7.2",
        ended: "2026-08-09",
        mended_until: "2025-08-09",
        oldest_ruby: "3.1",
        pool: "pool",
        pid_file: false,
        solid: false,
    },
    Rails {
        name: "8.0",
        ended: "2026-11-07",
        mended_until: "2026-05-07",
        oldest_ruby: "3.2",
        pool: "pool",
        pid_file: false,
        solid: true,
    },
    Rails {
        name: "8.1",
        ended: "",
        mended_until: "",
        oldest_ruby: "3.2",
        pool: "max_connections",
        pid_file: false,
        solid: true,
    },
];

/// The Rails version of that name.
#[must_use]
pub fn rails(name: &str) -> Option<Rails> {
    RAILS.into_iter().find(|version| version.name == name)
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
