//! Programs in Go that a cluster or a test needs, or that do a like job or judge ours: built from their modules, once.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::process::Call;
use crate::project::Project;
use crate::say;
use crate::tree::{self, Scratch};

/// A program and where Go finds it.
pub struct GoTool {
    /// The program's name.
    pub program: &'static str,
    /// The package of its `main`.
    pub package: &'static str,
    /// The version of its module.
    pub version: &'static str,
}

/// The cached program, else built by `go install`, giving way to whatever else the machine does.
pub fn get(project: &Project, tool: &GoTool) -> Result<PathBuf> {
    let GoTool { program, package, version } = tool;
    let place = project.tool(program, version);
    let path = place.join(program);
    if path.is_file() {
        return Ok(path);
    }
    ensure!(tree::on_path("go").is_some(), "{program} has to be built and `go` is not on PATH");
    let start = Instant::now();
    say::doing(&format!("building {program} {version}, once; some minutes"));
    let scratch = Scratch::beside(&place)?;
    Call::new("nice")
        .args(["-n", "19", "go", "install", "-trimpath", "-ldflags", "-s -w"])
        .args([format!("{package}@{version}")])
        .env("GOBIN", scratch.path())
        .env("CGO_ENABLED", "0")
        .env("GOFLAGS", "")
        .env("GOWORK", "off")
        .dir(&project.cache)
        .limit(Duration::from_secs(30 * 60))
        .quiet()
        .with_context(|| format!("building {program}"))?;
    scratch.put(&place)?;
    say::done(&format!("built {program} {version}"), start.elapsed());
    Ok(path)
}
