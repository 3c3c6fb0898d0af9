//! The files below a folder, in order.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Folders deeper than this are not entered.
const DEEPEST: usize = 64;

/// Calls with each regular file below a folder, sorted by name. Hidden folders, those of manifests aside, and those of
/// packages and temporary files are not entered, nor are symbolic links to folders, so a loop of
/// links cannot catch us.
pub(super) fn walk(
    folder: &Path,
    found: &mut dyn FnMut(PathBuf),
    failed: &mut dyn FnMut(PathBuf, io::Error),
) {
    descend(folder, 0, found, failed);
}

fn descend(
    folder: &Path,
    depth: usize,
    found: &mut dyn FnMut(PathBuf),
    failed: &mut dyn FnMut(PathBuf, io::Error),
) {
    let entries: io::Result<Vec<fs::DirEntry>> =
        fs::read_dir(folder).and_then(|entries| entries.collect());
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => return failed(folder.to_owned(), error),
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            if depth < DEEPEST && !is_skipped(&entry.file_name().to_string_lossy()) {
                descend(&path, depth + 1, found, failed);
            }
        } else if kind.is_file() || kind.is_symlink() && path.is_file() {
            found(path);
        }
    }
}

fn is_skipped(name: &str) -> bool {
    // Hidden, and named for what they hold.
    const MANIFESTS: [&str; 4] = [".deploy", ".k8s", ".kubernetes", ".manifests"];
    name.starts_with('.') && !MANIFESTS.contains(&name)
        || matches!(name, "node_modules" | "vendor" | "tmp" | "log")
}
