//! CoreDNS, which gives Services their names: built from its Go module, once.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::process::Call;
use crate::project::Project;
use crate::say;
use crate::tree::{self, Scratch};

/// The release.
const VERSION: &str = "1.14.7";

/// Its program.
pub(super) fn get(project: &Project) -> Result<PathBuf> {
    let place = project.tool("coredns", VERSION);
    let program = place.join("coredns");
    if program.is_file() {
        return Ok(program);
    }
    ensure!(tree::on_path("go").is_some(), "coredns has to be built and `go` is not on PATH");
    let start = Instant::now();
    say::doing(&format!("building coredns {VERSION}, once; some minutes"));
    let scratch = Scratch::beside(&place)?;
    Call::new("nice")
        .args(["-n", "19", "go", "install", "-trimpath", "-ldflags", "-s -w"])
        .args([format!("github.com/coredns/coredns@v{VERSION}")])
        .env("GOBIN", scratch.path())
        .env("CGO_ENABLED", "0")
        .env("GOFLAGS", "")
        .env("GOWORK", "off")
        .dir(&project.cache)
        .limit(Duration::from_secs(30 * 60))
        .quiet()
        .context("building coredns")?;
    scratch.put(&place)?;
    say::done(&format!("built coredns {VERSION}"), start.elapsed());
    Ok(program)
}
