//! The sample app on a whole cluster: `tests/tests/node/`, in the room where the cluster runs.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::cluster;
use crate::go_tool;
use crate::process::Call;
use crate::project::Project;

/// How many requests each part under load makes when figures are wanted.
const REQUESTS: &str = "10000";
/// How long all parts may take.
const LIMIT: Duration = Duration::from_secs(90 * 60);

/// `cargo xtask live [WORD]...`: all parts, or those whose names contain a word, with figures.
pub(crate) fn live(project: &Project, words: &[String]) -> Result<ExitCode> {
    let count = std::env::var("LINKSPAN_REQUESTS").unwrap_or_else(|_| REQUESTS.to_owned());
    let metrics = go_tool::get(project, &go_tool::METRICS_SERVER)?;
    let env =
        vec![("LINKSPAN_REQUESTS", count.into()), ("LINKSPAN_METRICS_SERVER", metrics.into())];
    run(project, words, env)?;
    Ok(ExitCode::SUCCESS)
}

/// Builds the test outside, where crates can be had, and runs it inside.
pub(crate) fn run(
    project: &Project,
    words: &[String],
    mut env: Vec<(&'static str, OsString)>,
) -> Result<()> {
    let linkspan = built(project, &["build", "--locked", "--package", "linkspan"], "linkspan")?;
    let test = ["test", "--locked", "--no-run", "--package", "linkspan-tests", "--test", "node"];
    let test = built(project, &test, "node")?;
    env.push(("LINKSPAN", linkspan.into_os_string()));
    cluster::in_room(project, &test, words, &env, LIMIT)
}

/// Builds a program, and says where it is.
fn built(project: &Project, words: &[&str], name: &str) -> Result<PathBuf> {
    let said = Call::new("cargo")
        .args(words)
        .args(["--message-format=json"])
        .dir(&project.root)
        .quiet()
        .with_context(|| format!("building `{name}`"))?;
    executable_in(&said, name).with_context(|| format!("cargo named no program `{name}`"))
}

/// The last program of this name in cargo's messages, each a line of JSON.
fn executable_in(said: &str, name: &str) -> Option<PathBuf> {
    let mut paths = said.lines().rev().filter_map(|line| {
        let (_, rest) = line.split_once("\"executable\":\"")?;
        Some(Path::new(rest.split_once('"')?.0))
    });
    let ours = |path: &&Path| {
        path.file_name().is_some_and(|file| {
            let file = file.to_string_lossy();
            file == name || file.strip_prefix(name).is_some_and(|rest| rest.starts_with('-'))
        })
    };
    paths.find(ours).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_among_messages() {
        let said = "{\"reason\":\"x\",\"executable\":null}\n\
                    {\"target\":{},\"executable\":\"/t/debug/deps/node-0f\",\"fresh\":true}\n\
                    {\"executable\":\"/t/debug/linkspan\"}\n{\"reason\":\"build-finished\"}\n";
        assert_eq!(executable_in(said, "node"), Some(PathBuf::from("/t/debug/deps/node-0f")));
        assert_eq!(executable_in(said, "linkspan"), Some(PathBuf::from("/t/debug/linkspan")));
        assert_eq!(executable_in(said, "no"), None);
    }
}
