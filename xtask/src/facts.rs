//! Kubernetes' own tables and test data, which tests compare ours with.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use linkspan_machine::go_module::folder;
use linkspan_machine::project::Project;
use linkspan_machine::tool::Tool;
use linkspan_machine::tree;

/// The module that pins those that tests compare ours with, from the project's root.
const FACTS: &str = "tests/facts";
/// Those modules.
const MODULES: [&str; 2] = ["k8s.io/api", "k8s.io/pod-security-admission"];

/// What tests compare our tables with. A test is told the folders; it does not look for them.
pub(crate) fn get(project: &Project) -> Result<Tool> {
    ensure!(tree::on_path("go").is_some(), "they are Go modules and `go` is not on PATH");
    let here = project.root.join(FACTS);
    let folders = MODULES.map(|module| folder(&here, module));
    let folders = folders.into_iter().collect::<Result<Vec<PathBuf>>>()?;
    let how = format!("pinned by `{FACTS}/go.mod`");
    let env = vec![("LINKSPAN_FACTS", std::env::join_paths(folders)?)];
    Ok(Tool { how, env, ..Tool::default() })
}
