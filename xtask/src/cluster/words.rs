//! The words of `cargo xtask cluster`.

use anyhow::{Context, Result, bail};

use super::release;

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// Start it, and let it run.
    Up {
        /// The release, if one is named.
        kubernetes: Option<&'static str>,
    },
    /// End it.
    Down,
    /// Say whether it runs.
    Status,
    /// Print the variables that lead to it.
    Env,
    /// Run a program with it.
    Run {
        /// The release, if one is named.
        kubernetes: Option<&'static str>,
        /// The program and its arguments.
        program: Vec<String>,
    },
}

/// Reads them; `--judge` is the level, and has to be said wherever something is started, ended or used.
pub(super) fn read(words: &[String]) -> Result<Words> {
    let (own, program) = match words.iter().position(|word| word == "--") {
        Some(at) => (words.get(..at).unwrap_or_default(), words.get(at + 1..)),
        None => (words, None),
    };
    let (command, options) =
        own.split_first().context("`cluster` needs one of up, down, status, env, run")?;
    let mut judge = false;
    let mut kubernetes = None;
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match option.as_str() {
            "--judge" => judge = true,
            "--kubernetes" => {
                let wanted = options.next().map_or("", String::as_str);
                kubernetes = Some(release::of(wanted)?);
            }
            other => {
                bail!("`{other}` is not an option of cluster; it has --judge and --kubernetes")
            }
        }
    }
    if !judge && command != "status" {
        bail!("say which cluster: `cargo xtask cluster {command} --judge`");
    }
    let starts = matches!(command.as_str(), "up" | "run");
    if kubernetes.is_some() && !starts {
        bail!("`--kubernetes` is for up and run");
    }
    if program.is_some() && command != "run" {
        bail!("a program after `--` is for run");
    }
    Ok(match command.as_str() {
        "up" => Words::Up { kubernetes },
        "down" => Words::Down,
        "status" => Words::Status,
        "env" => Words::Env,
        "run" => Words::Run { kubernetes, program: program.unwrap_or_default().to_vec() },
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
        check("up --judge", Ok(Words::Up { kubernetes: None }));
        check("up --judge --kubernetes 1.36", Ok(Words::Up { kubernetes: Some("1.36.2") }));
        check("down --judge", Ok(Words::Down));
        check("status", Ok(Words::Status));
        check("env --judge", Ok(Words::Env));
        let program = vec!["kubectl".to_owned(), "--judge".to_owned()];
        check("run --judge -- kubectl --judge", Ok(Words::Run { kubernetes: None, program }));
        check("", Err("needs one of"));
        check("up", Err("say which cluster"));
        check("up --node", Err("`--node` is not an option"));
        check("up --judge --kubernetes 1.2", Err("1.33, 1.34"));
        check("up --judge --kubernetes", Err("1.33, 1.34"));
        check("down --judge --kubernetes 1.36", Err("for up and run"));
        check("up --judge -- ls", Err("for run"));
        check("start --judge", Err("not one of"));
    }
}
