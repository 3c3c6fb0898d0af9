//! The words of `cargo xtask cluster`.

use anyhow::{Context, Result, bail};

use super::release;

/// How much of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// etcd and the API server.
    Judge,
    /// All of it, with two nodes.
    Node,
}

impl Level {
    /// Its word.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Judge => "judge",
            Self::Node => "node",
        }
    }
}

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// Start it, and let it run.
    Up(Level, Option<&'static str>),
    /// End it.
    Down(Level),
    /// Say what runs.
    Status,
    /// Print the variables that lead to it.
    Env(Level),
    /// Run a program with it.
    Run {
        /// What it runs with.
        level: Level,
        /// The release, if one is named.
        kubernetes: Option<&'static str>,
        /// The program and its arguments.
        program: Vec<String>,
    },
}

/// Reads them; the level has to be said wherever something is started, ended or used.
pub(super) fn read(words: &[String]) -> Result<Words> {
    let (own, program) = match words.iter().position(|word| word == "--") {
        Some(at) => (words.get(..at).unwrap_or_default(), words.get(at + 1..)),
        None => (words, None),
    };
    let (command, options) =
        own.split_first().context("`cluster` needs one of up, down, status, env, run")?;
    let mut level = None;
    let mut kubernetes = None;
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match option.as_str() {
            "--judge" => level = Some(Level::Judge),
            "--node" => level = Some(Level::Node),
            "--kubernetes" => {
                let wanted = options.next().map_or("", String::as_str);
                kubernetes = Some(release::of(wanted)?);
            }
            other => bail!(
                "`{other}` is not an option of cluster; it has --judge, --node and --kubernetes"
            ),
        }
    }
    let starts = matches!(command.as_str(), "up" | "run");
    if kubernetes.is_some() && !(starts && level == Some(Level::Judge)) {
        bail!("`--kubernetes` is for up and run with --judge");
    }
    if program.is_some() && command != "run" {
        bail!("a program after `--` is for run");
    }
    let said = level.with_context(|| {
        format!("say which cluster: `cargo xtask cluster {command} --judge` or `--node`")
    });
    Ok(match command.as_str() {
        "up" => Words::Up(said?, kubernetes),
        "down" => Words::Down(said?),
        "status" => Words::Status,
        "env" => Words::Env(said?),
        "run" => {
            Words::Run { level: said?, kubernetes, program: program.unwrap_or_default().to_vec() }
        }
        other => bail!("`{other}` is not one of up, down, status, env, run"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expect: Result<Words, &str>) {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let found = read(&words).map_err(|error| error.to_string());
        match (found, expect) {
            (Ok(found), Ok(expect)) => assert_eq!(found, expect, "{line}"),
            (Err(found), Err(expect)) => assert!(found.contains(expect), "{line}: {found}"),
            (found, expect) => panic!("{line}: {found:?}, not {expect:?}"),
        }
    }

    #[test]
    fn words_are_read_or_refused() {
        check("up --judge", Ok(Words::Up(Level::Judge, None)));
        check("up --node", Ok(Words::Up(Level::Node, None)));
        check("up --judge --kubernetes 1.36", Ok(Words::Up(Level::Judge, Some("1.36.2"))));
        check("down --judge", Ok(Words::Down(Level::Judge)));
        check("status", Ok(Words::Status));
        check("env --judge", Ok(Words::Env(Level::Judge)));
        let program = vec!["kubectl".to_owned(), "--judge".to_owned()];
        check(
            "run --node -- kubectl --judge",
            Ok(Words::Run { level: Level::Node, kubernetes: None, program }),
        );
        check("", Err("needs one of"));
        check("up", Err("say which cluster"));
        check("up --nodes", Err("`--nodes` is not an option"));
        check("up --node --kubernetes 1.36", Err("with --judge"));
        check("up --judge --kubernetes 1.2", Err("1.33, 1.34"));
        check("up --judge --kubernetes", Err("1.33, 1.34"));
        check("down --judge --kubernetes 1.36", Err("for up and run with"));
        check("up --judge -- ls", Err("for run"));
        check("start --judge", Err("not one of"));
    }
}
