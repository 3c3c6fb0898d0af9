//! Archives as they lie on disk.

use crate::error::CliError;
use linkspan_core::archive;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

/// Whether a name ends like a bundle's archive.
pub(super) fn is_archive(path: &Path) -> bool {
    let name = path.to_string_lossy().to_ascii_lowercase();
    [".tar.gz", ".tgz", ".zip"].iter().any(|end| name.ends_with(end))
}

/// Every file of an archive; `core` keeps hostile paths and sizes out.
pub(super) fn open(path: &Path) -> Result<BTreeMap<String, Vec<u8>>, CliError> {
    let bytes = File::open(path)
        .and_then(super::file::bytes)
        .map_err(|cause| CliError::Read { path: path.to_owned(), cause })?;
    archive::open(&bytes).map_err(|error| {
        let text = error.to_string();
        let (what, help) = text.rsplit_once(": ").unwrap_or((&text, ""));
        CliError::Usage(
            format!("cannot open `{}`: {what}", crate::error::shown(path)),
            help.to_owned(),
        )
    })
}
