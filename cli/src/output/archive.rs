//! Which archive a name asks for.

use crate::error::{CliError, shown};
use linkspan_core::archive;
use linkspan_core::bundle::Bundle;
use std::path::Path;

/// A form of archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    TarGz,
    Zip,
}

/// The form that a name ends with.
pub(crate) fn format(path: &Path) -> Result<Format, CliError> {
    let name = path.to_string_lossy().to_ascii_lowercase();
    if name.ends_with(".tar.gz") || name.ends_with(".tgz") {
        Ok(Format::TarGz)
    } else if name.ends_with(".zip") {
        Ok(Format::Zip)
    } else {
        Err(CliError::Usage(
            format!("`{}` does not say which kind of archive it is", shown(path)),
            "end its name with .tar.gz, .tgz or .zip".to_owned(),
        ))
    }
}

impl Format {
    /// The archive of a bundle.
    pub(crate) fn pack(self, bundle: &Bundle) -> Vec<u8> {
        match self {
            Self::TarGz => archive::tar_gz(bundle),
            Self::Zip => archive::zip(bundle),
        }
    }
}
