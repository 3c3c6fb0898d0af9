//! Outside judges: programs of others that read what we write. In CI a missing one is a failure;
//! elsewhere it is said loudly and passed over.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A judge by its program name: in the folder that `cargo xtask test` prepared
/// (`LINKSPAN_JUDGES`, for kubectl `LINKSPAN_KUBECTL`), else on the path.
///
/// # Panics
/// In CI, when the judge is missing.
#[must_use]
pub fn find(name: &str) -> Option<PathBuf> {
    let prepared = std::env::var_os("LINKSPAN_JUDGES").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let given = (name == "kubectl").then(|| std::env::var_os("LINKSPAN_KUBECTL")).flatten();
    let folders = prepared.into_iter().chain(std::env::split_paths(&path));
    let found = given
        .map(PathBuf::from)
        .into_iter()
        .chain(folders.map(|folder| folder.join(name)))
        .find(|candidate| candidate.is_file());
    if found.is_none() {
        assert!(!crate::is_ci(), "the judge {name} is missing; `cargo xtask test` installs it");
        eprintln!("SKIPPED: the judge {name} is missing; `cargo xtask test` installs it");
    }
    found
}

/// Runs a judge.
///
/// # Errors
/// When it cannot be started.
pub fn run<A: AsRef<OsStr>>(
    program: &PathBuf,
    args: impl IntoIterator<Item = A>,
) -> std::io::Result<Output> {
    Command::new(program).args(args).output()
}

/// What a judge printed, both streams.
#[must_use]
pub fn said(output: &Output) -> String {
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    text
}
