//! The spec that lies above a path.

use super::DEFAULT;
use std::env;
use std::path::{Path, PathBuf};

/// What the root of a repository holds: a folder, or a file in a work tree or a submodule.
const ROOT: &str = ".git";

/// The nearest spec in a folder above the path, up to the root of its repository.
pub(super) fn find(path: &Path) -> Option<PathBuf> {
    let path = path.canonicalize().ok()?;
    // What lies above a repository is somebody else's.
    let is_root = |folder: &Path| folder.join(ROOT).exists();
    let inside = if path.is_dir() && is_root(&path) { 0 } else { usize::MAX };
    for folder in path.ancestors().skip(1).take(inside) {
        let spec = folder.join(DEFAULT);
        if spec.is_file() {
            return Some(spec);
        }
        if is_root(folder) {
            return None;
        }
    }
    None
}

/// A spec's path as seen from the working folder: `linkspan.yml`, `../../linkspan.yml`; whole where it lies elsewhere.
pub(super) fn name(spec: &Path) -> String {
    let here = env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let folder = spec.parent().unwrap_or(spec);
    if let Ok(inner) = spec.strip_prefix(&here) {
        return super::name(inner);
    }
    match here.strip_prefix(folder) {
        Ok(down) => format!("{}{DEFAULT}", "../".repeat(down.components().count())),
        Err(_) => super::name(spec),
    }
}
