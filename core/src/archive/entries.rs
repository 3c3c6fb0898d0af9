//! What is taken out of an archive: checked paths, counted bytes.

use super::{ArchiveError, MAX_FILES, MAX_UNPACKED};
use crate::diagnostic::in_backticks;
use crate::value::ordered;
use std::collections::BTreeMap;

/// The files taken out so far.
///
/// Invariant: every path is relative and free of `..`, and the limits on files and bytes hold.
#[derive(Default)]
pub(super) struct Entries {
    files: BTreeMap<String, Vec<u8>>,
    bytes: usize,
}

impl Entries {
    /// How many bytes may still come.
    pub(super) fn room(&self) -> usize {
        MAX_UNPACKED.saturating_sub(self.bytes)
    }

    /// Adds a regular file; of two with the same path the later one stays, as when unpacking.
    pub(super) fn add(&mut self, path: String, content: Vec<u8>) -> Result<(), ArchiveError> {
        if content.len() > self.room() {
            return Err(ArchiveError::TooMuch);
        }
        self.bytes += content.len();
        self.files.insert(path, content);
        if self.files.len() > MAX_FILES { Err(ArchiveError::TooMany) } else { Ok(()) }
    }

    /// The files, without the folder that holds them all.
    pub(super) fn finish(self) -> Result<BTreeMap<String, Vec<u8>>, ArchiveError> {
        let Some((first, _)) = self.files.first_key_value() else {
            return Err(ArchiveError::Empty);
        };
        let top = first.split_once('/').map(|(top, _)| format!("{top}/"));
        match top {
            Some(top) if self.files.keys().all(|path| path.starts_with(&top)) => {
                let stripped = self.files.into_iter().map(|(path, content)| {
                    let inner = path.strip_prefix(&top).unwrap_or(&path).to_owned();
                    (inner, content)
                });
                Ok(ordered(stripped))
            }
            _ => Ok(self.files),
        }
    }
}

/// The path of an entry with `/` between folders; `None` for what macOS adds beside the files.
/// Backslashes count as separators: some Windows programs write them.
pub(super) fn clean(name: &str) -> Result<Option<String>, ArchiveError> {
    let drive = name.as_bytes().get(1) == Some(&b':');
    let mut parts: Vec<&str> = name.split(['/', '\\']).collect();
    let absolute = parts.first() == Some(&"");
    if drive || absolute || parts.contains(&"..") || name.contains(char::is_control) {
        return Err(ArchiveError::UnsafePath(in_backticks(name)));
    }
    parts.retain(|part| !part.is_empty() && *part != ".");
    let resource =
        parts.contains(&"__MACOSX") || parts.last().is_none_or(|file| file.starts_with("._"));
    Ok(if resource { None } else { Some(parts.join("/")) })
}
