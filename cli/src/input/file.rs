//! One file to text, within limits.

use crate::error::CliError;
use linkspan_core::internal::intake::{Left, text};
use linkspan_core::internal::yaml::MAX_BYTES;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Reads the text of a file that a person named; `name` is for findings.
pub(crate) fn read(path: &Path, name: &str) -> Result<Result<String, Left>, CliError> {
    named(path).map(|bytes| text(name, bytes))
}

/// What a file that a person named holds.
pub(super) fn named(path: &Path) -> Result<Vec<u8>, CliError> {
    let cause = |cause| CliError::Read { path: path.to_owned(), cause };
    let file = File::open(path).map_err(cause)?;
    if file.metadata().map_err(cause)?.is_dir() {
        return Err(cause(io::ErrorKind::IsADirectory.into()));
    }
    bytes(file).map_err(cause)
}

/// Everything that a reader gives, up to just above the limit.
pub(super) fn bytes(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
