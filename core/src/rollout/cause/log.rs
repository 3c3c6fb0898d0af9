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
    ("NoDatabaseError", "the database server has no such database: create it, or fix DATABASE_URL"),
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

/// Frames of a back trace that are shown of each run of them: those nearest to the error.
const FRAMES: usize = 2;

/// The end of a log, with back traces cut short: Ruby writes the error before a hundred frames, of
/// which the last lines alone would be full.
#[must_use]
pub fn excerpt(lines: &[String], limit: usize) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    let mut frames = 0;
    let cut = |frames: usize, kept: &mut Vec<String>| {
        if frames > FRAMES {
            kept.push(format!("    … {} more frames", frames - FRAMES));
        }
    };
    for line in lines {
        if is_frame(line) {
            frames += 1;
            if frames > FRAMES {
                continue;
            }
        } else {
            cut(std::mem::take(&mut frames), &mut kept);
        }
        kept.push(line.clone());
    }
    cut(frames, &mut kept);
    kept.split_off(kept.len().saturating_sub(limit))
}

/// `from /rails/config/boot.rb:3:in 'require'`. The error's own line goes on behind the quote.
fn is_frame(line: &str) -> bool {
    let line = line.trim();
    line.contains(":in ") && line.ends_with('\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_not_lost_behind_its_back_trace() {
        let mut lines = vec![
            "Puma starting in cluster mode...".to_owned(),
            "/rails/config/initializers/a.rb:1:in `<main>': does not boot (RuntimeError)"
                .to_owned(),
        ];
        lines.extend((0..40).map(|at| format!("\tfrom /usr/lib/ruby/tsort.rb:{at}:in `each'")));
        lines.push("bye".to_owned());
        let shown = excerpt(&lines, 5);
        assert_eq!(
            shown,
            [
                "/rails/config/initializers/a.rb:1:in `<main>': does not boot (RuntimeError)",
                "\tfrom /usr/lib/ruby/tsort.rb:0:in `each'",
                "\tfrom /usr/lib/ruby/tsort.rb:1:in `each'",
                "    … 38 more frames",
                "bye",
            ]
        );
        lines.pop();
        assert_eq!(excerpt(&lines, 25).len(), 5);
        assert_eq!(excerpt(&[], 25), Vec::<String>::new());
    }

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
