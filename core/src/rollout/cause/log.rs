//! Last log lines that a Rails developer has seen before.

/// What is behind a known error of Rails; the newest line that says one decides.
#[must_use]
pub fn hint<'a>(lines: impl DoubleEndedIterator<Item = &'a str>) -> Option<&'static str> {
    lines.rev().find_map(|line| {
        KNOWN.iter().find(|(words, _)| line.contains(words)).map(|(_, help)| *help)
    })
}

const KNOWN: &[(&str, &str)] = &[
    (
        "MessageEncryptor::InvalidMessage",
        "RAILS_MASTER_KEY does not open this app's credentials: set the Secret's key again",
    ),
    ("Missing encryption key to decrypt", "the Secret needs the key RAILS_MASTER_KEY"),
    (
        "Missing `secret_key_base`",
        "Rails found no secret_key_base: set RAILS_MASTER_KEY or SECRET_KEY_BASE in the Secret",
    ),
    (
        "password authentication failed",
        "the database refuses user or password: set DATABASE_URL in the Secret again",
    ),
    (
        "Access denied for user",
        "the database refuses user or password: set DATABASE_URL in the Secret again",
    ),
    (
        "could not translate host name",
        "the host of DATABASE_URL cannot be found from inside the cluster",
    ),
    (
        "NoDatabaseError",
        "the database server has no such database: create it, or mend DATABASE_URL",
    ),
    (
        "ConnectionNotEstablished",
        "the database cannot be reached from the pods: look at DATABASE_URL and the database's firewall",
    ),
    (
        "PG::ConnectionBad",
        "the database cannot be reached from the pods: look at DATABASE_URL and the database's firewall",
    ),
    (
        "too many connections",
        "the database has no connection left: lower threads or replicas, or raise its limit",
    ),
    (
        "remaining connection slots",
        "the database has no connection left: lower threads or replicas, or raise its limit",
    ),
    ("PendingMigrationError", "a migration of this release has not run"),
    ("ConcurrentMigrationError", "another migration runs: wait for it, then deploy again"),
    ("CannotConnectError", "Redis cannot be reached from the pods: look at REDIS_URL"),
    ("NOAUTH", "Redis wants a password: put it into REDIS_URL"),
    ("WRONGPASS", "Redis refuses the password in REDIS_URL"),
    (
        "Read-only file system",
        "the app writes to its image, which is read-only: write to tmp, log or a volume",
    ),
    ("Blocked host", "Rails refuses the host: add it to `config.hosts`"),
    (
        "exec format error",
        "the image was built for another processor: build it for the cluster's, such as `PLATFORM=linux/amd64`",
    ),
    (
        "Could not find",
        "a gem is missing in the image: commit Gemfile.lock with the platform of the image and build again",
    ),
    ("cannot load such file", "a file or gem is missing in the image"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_errors_of_rails_are_explained() {
        for (lines, expect) in [
            (vec!["=> Booting Puma", "bad"], None),
            (
                vec!["ActiveSupport::MessageEncryptor::InvalidMessage (raise)", "/rails/config"],
                Some("RAILS_MASTER_KEY"),
            ),
            (
                vec![
                    "FATAL:  password authentication failed for user \"shop\" (PG::ConnectionBad)",
                ],
                Some("refuses user or password"),
            ),
            (vec!["Redis::CannotConnectError", "PG::ConnectionBad: x"], Some("DATABASE_URL")),
            (vec!["Errno::EROFS: Read-only file system @ dir_s_mkdir"], Some("read-only")),
        ] {
            let found = hint(lines.iter().copied());
            assert_eq!(found.is_some(), expect.is_some(), "{lines:?}");
            assert!(found.unwrap_or_default().contains(expect.unwrap_or_default()), "{found:?}");
        }
    }
}
