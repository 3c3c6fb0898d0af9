//! How the checker agrees with five API servers about the labelled corpus beside the repository.
//! A test of the core does the work and prints the figures; here it is only started.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, ensure};

use crate::process::Call;
use crate::project::Project;

/// Where the corpus stands, from the project's root.
const CORPUS: &str = "../shared/corpus/labelled.jsonl.gz";
/// How long building and judging may take.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// `cargo xtask corpus`: a table by version and kind, and each disagreement with its reason.
pub(crate) fn corpus(project: &Project) -> Result<ExitCode> {
    ensure!(project.root.join(CORPUS).exists(), "there is no {CORPUS} beside the repository");
    Call::new("cargo")
        .args([
            "test",
            "--locked",
            "--package",
            "linkspan-core",
            "--lib",
            "check::corpus::the_checker",
        ])
        .args(["--", "--nocapture"])
        .dir(&project.root)
        .limit(LIMIT)
        .run()?;
    Ok(ExitCode::SUCCESS)
}
