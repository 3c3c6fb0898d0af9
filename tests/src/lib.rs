//! What crosses crates: golden bundles, outside judges, properties of any spec.

pub mod api;
pub mod checkout;
pub mod clock;
pub mod document;
pub mod facts;
pub mod hostile;
pub mod judge;
pub mod score;
pub mod server;
pub mod sweep;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program for which no signal is ignored. One that was ignored when a program begins stays so, as INT and QUIT are for
/// whatever a shell runs beside itself, and HUP under nohup; a shell cannot even heed it.
#[must_use]
pub fn heeding(program: impl AsRef<OsStr>) -> Command {
    const HEED: &str = "$SIG{$_} = 'DEFAULT' for qw(HUP INT QUIT TERM); exec { $ARGV[0] } @ARGV";
    let mut command = Command::new("/usr/bin/perl");
    command.args(["-e", HEED, "--"]).arg(program);
    command
}

/// The folder of this crate, whatever folder the tests run in.
#[must_use]
pub fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The golden apps: every folder of `golden/` with its spec, by name.
///
/// # Errors
/// When a folder cannot be read.
pub fn apps() -> std::io::Result<Vec<(String, String)>> {
    let mut apps = Vec::new();
    for entry in std::fs::read_dir(here().join("golden"))? {
        let entry = entry?;
        let spec = entry.path().join("linkspan.yml");
        if spec.is_file() {
            let name = entry.file_name().to_string_lossy().into_owned();
            apps.push((name, std::fs::read_to_string(spec)?));
        }
    }
    apps.sort();
    Ok(apps)
}

/// The specs of public apps, by name.
///
/// # Errors
/// When the folder cannot be read.
pub fn real_apps() -> std::io::Result<Vec<(String, String)>> {
    let mut apps = Vec::new();
    for path in files_below(&here().join("real"))? {
        if let Some(name) = path.strip_suffix(".yml") {
            apps.push((name.to_owned(), std::fs::read_to_string(here().join("real").join(&path))?));
        }
    }
    Ok(apps)
}

/// The folders of manifests of a bundle: one, or one for each environment.
///
/// # Errors
/// When the folder cannot be read.
pub fn kube_folders(bundle: &Path) -> std::io::Result<Vec<PathBuf>> {
    let kube = bundle.join("config/kube");
    if kube.join("namespace.yml").is_file() {
        return Ok(vec![kube]);
    }
    let mut folders: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(kube)? {
        folders.push(entry?.path());
    }
    folders.sort();
    Ok(folders)
}

/// Every file below a folder, with its path relative to it, sorted.
///
/// # Errors
/// When a folder cannot be read.
pub fn files_below(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(relative) = path.strip_prefix(folder) {
                found.push(relative.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The text of each file below a folder whose path ends so, with its path relative to it, sorted.
///
/// # Errors
/// When one cannot be read.
pub fn texts_below(folder: &Path, end: &str) -> std::io::Result<Vec<(String, String)>> {
    let paths = files_below(folder)?.into_iter().filter(|path| path.ends_with(end));
    paths.map(|path| Ok((path.clone(), std::fs::read_to_string(folder.join(path))?))).collect()
}

/// Whether outside judges have to be there.
#[must_use]
pub fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true")
}
