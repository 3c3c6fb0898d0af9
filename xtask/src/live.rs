//! The sample app on a whole cluster: `tests/tests/node/`, in the room where the cluster runs.

use std::ffi::OsString;
use std::time::Duration;

use anyhow::Result;
use linkspan_machine::go_tool::{self, GoTool};
use linkspan_machine::process::built;
use linkspan_machine::project::Project;

/// Tells an autoscaler what pods use.
const METRICS_SERVER: GoTool = GoTool {
    program: "metrics-server",
    package: "sigs.k8s.io/metrics-server/cmd/metrics-server",
    version: "v0.9.0",
};

/// How many requests each part under load makes when figures are wanted.
const REQUESTS: &str = "10000";
/// How long all parts may take.
const LIMIT: Duration = Duration::from_secs(90 * 60);

/// `cargo xtask live [WORD]...`: all parts, or those whose names contain a word, with figures.
pub(crate) fn live(project: &Project, words: &[String]) -> Result<()> {
    let count = std::env::var("LINKSPAN_REQUESTS").unwrap_or_else(|_| REQUESTS.to_owned());
    let metrics = go_tool::get(project, &METRICS_SERVER)?;
    let env =
        vec![("LINKSPAN_REQUESTS", count.into()), ("LINKSPAN_METRICS_SERVER", metrics.into())];
    run(project, words, env)
}

/// Builds the test outside, where crates can be had, and runs it inside.
pub(crate) fn run(
    project: &Project,
    words: &[String],
    mut env: Vec<(&'static str, OsString)>,
) -> Result<()> {
    let linkspan =
        built(&project.root, &["build", "--locked", "--package", "linkspan"], "linkspan")?;
    let test = ["test", "--locked", "--no-run", "--package", "linkspan-tests", "--test", "node"];
    let test = built(&project.root, &test, "node")?;
    env.push(("LINKSPAN", linkspan.into_os_string()));
    linkspan_cluster::in_room(project, &test, words, &env, LIMIT)
}
