//! Why an archive is not opened.

use thiserror::Error;

/// Why an archive is not opened: what is wrong, then what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ArchiveError {
    /// More than [`super::MAX_BYTES`].
    #[error("the file is larger than 8 MiB: pack only the app's manifests")]
    TooLarge,
    /// More than [`super::MAX_UNPACKED`] when unpacked.
    #[error("the archive unpacks to more than 16 MiB: pack only the app's manifests")]
    TooMuch,
    /// More than [`super::MAX_FILES`].
    #[error("the archive holds more than 2,000 files: pack only the app's manifests")]
    TooMany,
    /// Not an archive at all, or one of another kind.
    #[error("this is neither a .tar.gz, .tar or .zip archive nor text: choose another file")]
    Unknown,
    /// No regular file in it.
    #[error("the archive holds no files: choose another one")]
    Empty,
    /// Cut off, or changed on its way.
    #[error("the archive is damaged, {0}: download it or pack it again")]
    Damaged(&'static str),
    /// Packed in a way that is not read here.
    #[error("the archive uses {0}: pack it again as a plain .zip or .tar.gz")]
    Unsupported(&'static str),
    /// A path that is absolute, holds `..` or control characters; shortened and escaped.
    #[error("`{0}` leads out of the archive's folder: pack it again with plain relative paths")]
    UnsafePath(String),
    /// No `linkspan.yml` in the archive.
    #[error("there is no `linkspan.yml` in the archive: choose one that Linkspan wrote")]
    NoSpec,
    /// A `linkspan.yml` that is not UTF-8.
    #[error("`linkspan.yml` is not UTF-8 text: save it as UTF-8")]
    NotText,
}
