//! Files of other tools that deploy: each key ends as carried, not needed or not carried.

use super::app::App;
use super::notes::Notes;

/// Whether a file of another tool is read.
pub(super) fn wants(_path: &str) -> bool {
    false
}

/// Whether such a file can lie in a folder.
pub(super) fn enters(_folder: &str) -> bool {
    false
}

/// Reads the files of other tools.
pub(super) fn read(_app: &App, _notes: &mut Notes) {}
