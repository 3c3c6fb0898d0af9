//! Where a file of the bundle goes, never outside the folder.

use super::lock::is_inner;
use crate::error::CliError;
use std::fs;
use std::path::{Path, PathBuf};

/// The real path of a file below `root`, links inside `root` followed.
///
/// # Errors
/// A link that leads outside or to git's own folder, a folder or something odd where the file should be, a file
/// where a folder should be.
pub(super) fn place(root: &Path, path: &str) -> Result<PathBuf, CliError> {
    let whole = root.join(path);
    let way = |reason, help: &str| CliError::InTheWay {
        path: whole.clone(),
        reason,
        help: help.to_owned(),
    };
    if !is_inner(path) {
        return Err(way("it leads outside the folder", "choose another folder with `--out`"));
    }
    let Ok(real_root) = root.canonicalize() else { return Ok(whole) };
    let mut real = real_root.clone();
    let parts: Vec<&str> = path.split('/').collect();
    for (index, part) in parts.iter().enumerate() {
        real.push(part);
        let last = index + 1 == parts.len();
        let Ok(kind) = fs::symlink_metadata(&real).map(|meta| meta.file_type()) else { continue };
        if kind.is_symlink() {
            let outside = || {
                let help = "remove the link, or choose another folder with `--out`";
                way("it is a symbolic link that leads outside the folder or nowhere", help)
            };
            real = real.canonicalize().map_err(|_| outside())?;
            let Ok(inner) = real.strip_prefix(&real_root) else { return Err(outside()) };
            if inner.components().any(|part| part.as_os_str().eq_ignore_ascii_case(".git")) {
                let help = "remove the link: what git reads, it can also run";
                return Err(way("it is a symbolic link to the folder of git", help));
            }
        }
        let help = "move it away, or choose another folder with `--out`";
        match fs::metadata(&real) {
            Ok(meta) if last && meta.is_dir() => {
                return Err(way("it is a folder, and a file should be there", help));
            }
            Ok(meta) if last && !meta.is_file() => return Err(way("it is not a file", help)),
            Ok(meta) if !last && !meta.is_dir() => {
                return Err(way("a part of its path is a file, not a folder", help));
            }
            _ => {}
        }
    }
    Ok(real)
}
