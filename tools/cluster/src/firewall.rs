//! The firewall that enforces network policies: our program around kube-router's, in `tests/cluster/firewall/`, built once.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use linkspan_machine::process::Call;
use linkspan_machine::project::Project;
use linkspan_machine::say;
use linkspan_machine::tree::{self, Scratch};

use super::place::hash;

/// Where it lies.
const SOURCE: &str = "tests/cluster/firewall";
/// Its name.
const PROGRAM: &str = "firewall";

/// The cached program of these files, else a new one.
pub(super) fn get(project: &Project) -> Result<PathBuf> {
    let source = project.root.join(SOURCE);
    let mut all = Vec::new();
    for path in tree::files(&source)? {
        all.extend(std::fs::read(&path).with_context(|| format!("reading `{}`", path.display()))?);
    }
    let place = project.tool(PROGRAM, &format!("{:016x}", hash(&all)));
    let path = place.join(PROGRAM);
    if path.is_file() {
        return Ok(path);
    }
    ensure!(tree::on_path("go").is_some(), "the firewall has to be built and `go` is not on PATH");
    let start = Instant::now();
    say::doing("building the firewall for network policies, once; a minute");
    let scratch = Scratch::beside(&place)?;
    Call::new("nice")
        .args([
            "-n",
            "19",
            "go",
            "build",
            "-trimpath",
            "-buildvcs=false",
            "-ldflags",
            "-s -w",
            "-o",
        ])
        .args([scratch.path().join(PROGRAM)])
        .args(["."])
        .env("CGO_ENABLED", "0")
        .env("GOFLAGS", "")
        .env("GOWORK", "off")
        .dir(&source)
        .limit(Duration::from_secs(30 * 60))
        .quiet()?;
    scratch.put(&place)?;
    say::done("built the firewall", start.elapsed());
    Ok(path)
}
