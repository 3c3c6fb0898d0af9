//! How the checker agrees with five API servers about the labelled corpus beside the repository.
//! A test does the work and prints the figures; here it is only started.

use std::time::Duration;

use anyhow::{Result, ensure};
use linkspan_machine::process::Call;
use linkspan_machine::project::Project;

/// Where the corpus stands, from the project's root.
const CORPUS: &str = "../shared/corpus";
/// How long building and judging may take.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// `cargo xtask corpus`: a table by version and kind, and each disagreement with its reason.
pub(crate) fn corpus(project: &Project) -> Result<()> {
    ensure!(project.root.join(CORPUS).is_dir(), "there is no {CORPUS} beside the repository");
    let test = ["test", "--locked", "--package", "linkspan-tests", "--test", "corpus"];
    let call = Call::new("cargo").args(test).args(["--", "--nocapture"]).dir(&project.root);
    equip(project, call.limit(LIMIT)).run()
}

/// Lets a test find the corpus, where it is.
pub(crate) fn equip(project: &Project, call: Call) -> Call {
    let folder = project.root.join(CORPUS);
    if folder.is_dir() { call.env("LINKSPAN_CORPUS", folder) } else { call }
}
