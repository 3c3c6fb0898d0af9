//! Rails and Ruby versions that Linkspan writes files for.
//!
//! Sources: the maintenance policies of rubyonrails.org and ruby-lang.org and the gemspecs of each
//! release, read 2026-11-23. Rails 8.1 is supported until 2027-10; 8.0 ended 2026-11-07, 7.2 ended
//! 2026-08-09, 7.1 ended 2025-10-01. Ruby 3.3 has security fixes until 2027-03-31.

/// A Rails version and what Linkspan has to know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rails {
    /// As people write it.
    pub name: &'static str,
    /// When upstream's security fixes ended; empty while they go on.
    pub ended: &'static str,
    /// The oldest Ruby that its gemspec accepts.
    pub oldest_ruby: &'static str,
}

/// Every version that Linkspan knows, oldest first.
pub const RAILS: [Rails; 4] = [
    Rails { name: "7.1", ended: "2025-10-01", oldest_ruby: "2.7" },
    Rails { name: "7.2", ended: "2026-08-09", oldest_ruby: "3.1" },
    Rails { name: "8.0", ended: "2026-11-07", oldest_ruby: "3.2" },
    Rails { name: "8.1", ended: "", oldest_ruby: "3.2" },
];

/// The Rails version of that name.
#[must_use]
pub fn rails(name: &str) -> Option<Rails> {
    RAILS.into_iter().find(|version| version.name == name)
}
