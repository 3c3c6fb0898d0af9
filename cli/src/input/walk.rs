//! What of a folder is wanted, in order.

use linkspan_core::internal::intake::{Layout, Wanted};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Folders deeper than this are not entered.
const DEEPEST: usize = 64;

/// What is met on the way.
pub(super) enum Met {
    /// A file, and what is wanted of it.
    File(PathBuf, Wanted),
    /// A folder that cannot be read.
    Closed,
}

/// Calls with what the layout wants of a folder, sorted by name, and the path of each below it. Symbolic links to folders
/// are not entered, so a loop of links cannot catch us.
pub(super) fn walk(folder: &Path, layout: Layout, met: &mut dyn FnMut(String, Met)) {
    descend(folder, layout, "", 0, met);
}

fn descend(
    folder: &Path,
    layout: Layout,
    below: &str,
    depth: usize,
    met: &mut dyn FnMut(String, Met),
) {
    let entries: io::Result<Vec<fs::DirEntry>> =
        fs::read_dir(folder).and_then(|entries| entries.collect());
    let Ok(mut entries) = entries else {
        return met(below.to_owned(), Met::Closed);
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        let inner = if below.is_empty() { name.into_owned() } else { format!("{below}/{name}") };
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            if depth < DEEPEST && layout.enters(&inner) {
                descend(&path, layout, &inner, depth + 1, met);
            }
        } else if let Some(wanted) = layout.wants(&inner)
            && (kind.is_file() || kind.is_symlink() && path.is_file())
        {
            met(inner, Met::File(path, wanted));
        }
    }
}
