//! Web servers for Ruby: how each is told to stop, and how many requests a process answers at a time.
//!
//! Read 2026-11-30: Unicorn's `SIGNALS` (QUIT ends after the running requests, INT and TERM at once), Pitchfork's
//! `docs/SIGNALS.md` (QUIT and TERM after the running requests, INT at once), Puma's `docs/signals.md` (TERM after the
//! running requests), Passenger's `CoreMain.cpp` (TERM: waits until all clients have disconnected), and
//! `releases.md` of async-container, which starts Falcon's processes (since 0.30.0 TERM is as gentle as INT; before, it
//! ended at once). Thruster hands TERM on to the server behind it (its README).

/// What a process of a server answers at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtATime {
    /// One request a thread.
    Threads,
    /// One request a fiber, as many as come; the pool of connections is what bounds them.
    Fibers,
    /// One request.
    One,
}

/// A web server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Server {
    /// As people call it.
    pub name: &'static str,
    /// The programs that start it.
    pub programs: &'static [&'static str],
    /// What a process answers at a time.
    pub at_a_time: AtATime,
    /// The signal after which it ends running requests first, where that is another one than TERM.
    pub stop: Option<&'static str>,
    /// How it learns its port and its number of processes; empty where it reads them by itself.
    pub setup: &'static str,
}

/// Puma, which Rails starts by itself.
pub const PUMA: Server = Server {
    name: "Puma",
    programs: &["puma", "rails"],
    at_a_time: AtATime::Threads,
    stop: None,
    setup: "",
};

/// Every one that is known.
pub const SERVERS: [Server; 5] = [
    PUMA,
    Server {
        name: "Falcon",
        programs: &["falcon", "falcon-host"],
        at_a_time: AtATime::Fibers,
        stop: None,
        setup: "Falcon has to listen at every address, `--bind \"http://0.0.0.0:3000\"`, and takes the number of its processes from `--count`; before async-container 0.30.0 it cuts requests off when it is told to stop.",
    },
    Server {
        name: "Unicorn",
        programs: &["unicorn", "unicorn_rails", "unicorn_launcher"],
        at_a_time: AtATime::One,
        stop: Some("QUIT"),
        setup: "Unicorn's file needs `worker_processes ENV.fetch(\"WEB_CONCURRENCY\").to_i` and `listen ENV.fetch(\"PORT\").to_i`.",
    },
    Server {
        name: "Pitchfork",
        programs: &["pitchfork"],
        at_a_time: AtATime::One,
        stop: None,
        setup: "Pitchfork's file needs `worker_processes ENV.fetch(\"WEB_CONCURRENCY\").to_i` and `listen ENV.fetch(\"PORT\").to_i`.",
    },
    Server {
        name: "Passenger",
        programs: &["passenger"],
        at_a_time: AtATime::One,
        stop: None,
        setup: "Passenger takes the number of its processes from `--max-pool-size` and its port from `--port`.",
    },
];

/// What stands before a server in its command, and starts it.
const BEFORE: [&str; 5] = ["bundle", "exec", "thrust", "ruby", "env"];

/// The server that a command starts, as far as its words tell.
#[must_use]
pub fn server(words: &[String]) -> Option<&'static Server> {
    let mut programs = words.iter().map(|word| word.rsplit('/').next().unwrap_or(word));
    let program = programs.find(|word| !BEFORE.contains(word) && !word.contains('='))?;
    SERVERS.iter().find(|server| server.programs.contains(&program))
}

/// Whether a command starts Thruster, with the server behind it.
#[must_use]
pub fn starts_thruster(words: &[String]) -> bool {
    words.iter().any(|word| word == "thrust" || word.ends_with("/thrust"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::split_command;

    #[test]
    fn a_command_tells_its_server() {
        for (line, name) in [
            ("bundle exec puma -C config/puma.rb", "Puma"),
            ("bin/rails server -b 0.0.0.0", "Puma"),
            ("bin/thrust bin/rails server", "Puma"),
            ("bundle exec falcon serve --bind http://0.0.0.0:3000", "Falcon"),
            ("unicorn -c config/unicorn.rb", "Unicorn"),
            ("bundle exec unicorn_rails", "Unicorn"),
            ("bundle exec pitchfork", "Pitchfork"),
            ("passenger start --port 3000", "Passenger"),
            ("bin/start-app", ""),
            ("bundle exec", ""),
        ] {
            let words = split_command(line).unwrap();
            assert_eq!(server(&words).map_or("", |server| server.name), name, "{line}");
            assert_eq!(starts_thruster(&words), line.contains("thrust"), "{line}");
        }
    }
}
