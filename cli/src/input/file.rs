//! One file to text, within limits.

use crate::error::CliError;
use linkspan_core::check::catalog::file::{NOT_UTF8, TOO_LARGE};
use linkspan_core::diagnostic::{Diagnostic, Place};
use linkspan_core::internal::yaml::{MAX_BYTES, SPLIT};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// What a file holds.
pub(crate) enum Text {
    /// Text.
    Read(String),
    /// Something else: what to say about it, and what of it can be shown.
    Odd(Diagnostic, String),
}

/// Reads a file that a person named; `name` is for findings.
pub(crate) fn read(path: &Path, name: &str) -> Result<Text, CliError> {
    let cause = |cause| CliError::Read { path: path.to_owned(), cause };
    let file = File::open(path).map_err(cause)?;
    if file.metadata().map_err(cause)?.is_dir() {
        return Err(cause(io::ErrorKind::IsADirectory.into()));
    }
    bytes(file).map(|bytes| text(bytes, name)).map_err(cause)
}

/// Everything that a reader gives, up to just above the limit.
pub(super) fn bytes(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Bytes to text, or why not.
pub(super) fn text(bytes: Vec<u8>, name: &str) -> Text {
    if bytes.len() > MAX_BYTES {
        let limit = MAX_BYTES / 1024 / 1024;
        return Text::Odd(
            Diagnostic::new(&TOO_LARGE, format!("the file is larger than {limit} MiB"))
                .help(SPLIT)
                .file(name),
            String::new(),
        );
    }
    match String::from_utf8(bytes) {
        Ok(text) => Text::Read(text),
        Err(error) => {
            let is_utf16 = matches!(error.as_bytes(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
            let what = if is_utf16 {
                "the file is text in UTF-16, not in UTF-8"
            } else {
                "the file is not text in UTF-8"
            };
            let good = error.utf8_error().valid_up_to();
            let before = error.as_bytes().get(..good).unwrap_or_default();
            let before = String::from_utf8_lossy(before);
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            Text::Odd(
                Diagnostic::new(&NOT_UTF8, what)
                    .help("save it as UTF-8")
                    .file(name)
                    .at(Place { line, column }, 1),
                String::from_utf8_lossy(error.as_bytes()).into_owned(),
            )
        }
    }
}
