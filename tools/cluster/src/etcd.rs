//! etcd, which keeps what the API server knows: from PATH, else Debian's package, unpacked in a folder of our own, so that
//! no service is started and nothing is installed.

use std::path::PathBuf;

use anyhow::{Context, Result};
use linkspan_machine::apt::{self, Lists};
use linkspan_machine::project::Project;
use linkspan_machine::say;
use linkspan_machine::tree::{self, Scratch};
use linkspan_machine::version::Version;

/// Debian's package.
const PACKAGE: &str = "etcd-server";
/// The oldest that serves every release in question.
const OLDEST: &str = "3.4";

/// Its program.
pub(super) fn get(project: &Project) -> Result<PathBuf> {
    if let Some(path) = tree::on_path("etcd") {
        return Ok(path);
    }
    let place = project.tool("etcd", "debian");
    let program = place.join("usr/bin/etcd");
    if !program.is_file() {
        say::doing(&format!("unpacking Debian's `{PACKAGE}` for this folder only"));
        unpack(project, &place).context(
            "etcd is not on PATH and cannot be had from Debian: install etcd 3.4 or newer, or set KUBEBUILDER_ASSETS",
        )?;
    }
    Ok(program)
}

fn unpack(project: &Project, place: &std::path::Path) -> Result<()> {
    anyhow::ensure!(apt::present(), "this system has no apt");
    let oldest = Version::in_text(OLDEST).context("a version of etcd")?;
    let work = Scratch::beside(&project.tool("etcd", "packages"))?;
    let tree = Scratch::beside(place)?;
    let lists = Lists::with(PACKAGE, oldest, work.path())?;
    lists.unpack(&[PACKAGE.to_owned()], tree.path(), &work.path().join("package"))?;
    tree.put(place)
}
