//! How a tool is used.

use std::ffi::OsString;
use std::path::PathBuf;

/// How something is used once it is there.
#[derive(Debug, Default)]
pub struct Tool {
    /// Where it comes from, in words.
    pub how: String,
    /// Folders of programs, to be found before all others.
    pub path: Vec<PathBuf>,
    /// Variables to set.
    pub env: Vec<(&'static str, OsString)>,
}
