//! Bundles as `.tar.gz` and `.zip`, out and in.
//!
//! Writers and readers are our own because the `tar`, `flate2` and `zip` crates would add 48 and
//! 62 KB (gzipped) to the page; deflate is `miniz_oxide`'s and the checksum `crc`'s. What is
//! written depends on the bundle alone: no clock, no user, no platform.

mod entries;
mod error;
mod gzip;
mod tar;
mod zip;

pub use error::ArchiveError;

use crate::bundle::{Bundle, Mode};
use crate::check::{Companion, companion};
use crate::spec;
use entries::Entries;
use std::collections::BTreeMap;

/// Larger archives are not opened.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// An archive that unpacks to more than this is not opened.
pub const MAX_UNPACKED: usize = 16 * 1024 * 1024;
/// An archive with more files than this is not opened.
pub const MAX_FILES: usize = 2_000;

/// The bundle as a `.tar.gz`: all files in path order in one folder named after the app, owned by
/// root, dated 1970-01-01, scripts executable. The same bundle gives the same bytes everywhere.
#[must_use]
pub fn tar_gz(bundle: &Bundle) -> Vec<u8> {
    gzip::wrap(&tar::write(bundle))
}

/// The bundle as a `.zip`: all files in path order in one folder named after the app, dated
/// 1980-01-01, scripts executable. The same bundle gives the same bytes everywhere.
#[must_use]
pub fn zip(bundle: &Bundle) -> Vec<u8> {
    zip::write(bundle)
}

/// Texts as a `.zip`: in the order and with the paths that they have. What [`crate::check::companion`] says is run is
/// executable.
#[must_use]
pub fn zip_texts<T: AsRef<str>>(texts: &BTreeMap<String, T>) -> Vec<u8> {
    let mode = |path: &str| match companion(path) {
        Some(Companion::DeployScript | Companion::Entrypoint) => Mode::Script,
        Some(Companion::Dockerfile | Companion::DockerIgnore) | None => Mode::Plain,
    };
    zip::pack(texts.iter().map(|(path, text)| (path.clone(), text, mode(path))))
}

/// The regular files of a `.tar.gz`, `.tar` or `.zip`, by path with `/` between folders. A folder
/// that holds everything is taken off the paths. Links, devices and the resource files that macOS
/// adds are left out.
///
/// # Errors
/// When the bytes are no such archive, are damaged, lead out of their folder, or exceed
/// [`MAX_BYTES`], [`MAX_UNPACKED`] or [`MAX_FILES`].
pub fn open(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, ArchiveError> {
    if bytes.len() > MAX_BYTES {
        return Err(ArchiveError::TooLarge);
    }
    let mut entries = Entries::default();
    match form(bytes) {
        Some(Form::Gzip) => tar::read(&gzip::unwrap(bytes)?, &mut entries)?,
        Some(Form::Tar) => tar::read(bytes, &mut entries)?,
        Some(Form::Zip) => zip::read(bytes, &mut entries)?,
        None => return Err(ArchiveError::Unknown),
    }
    entries.finish()
}

/// The text of `linkspan.yml`: out of an archive (the one nearest to the top), or the bytes
/// themselves when they are text.
///
/// # Errors
/// When the bytes are neither text nor an archive that [`open`] takes, or no `linkspan.yml` of
/// UTF-8 text is in it.
pub fn spec_text(bytes: &[u8]) -> Result<String, ArchiveError> {
    if bytes.len() > MAX_BYTES {
        return Err(ArchiveError::TooLarge);
    }
    if form(bytes).is_none() {
        return match str::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => Ok(text.to_owned()),
            _ => Err(ArchiveError::Unknown),
        };
    }
    let files = open(bytes)?;
    let (_, found) = files
        .into_iter()
        .filter(|(path, _)| path.rsplit('/').next() == Some(spec::FILE))
        .min_by_key(|(path, _)| path.matches('/').count())
        .ok_or(ArchiveError::NoSpec)?;
    String::from_utf8(found).map_err(|_| ArchiveError::NotText)
}

/// How an archive is packed.
enum Form {
    Gzip,
    Tar,
    Zip,
}

fn form(bytes: &[u8]) -> Option<Form> {
    if bytes.starts_with(&gzip::MAGIC) {
        Some(Form::Gzip)
    } else if zip::looks_like(bytes) {
        Some(Form::Zip)
    } else if tar::looks_like(bytes) {
        Some(Form::Tar)
    } else {
        None
    }
}

/// Where a file of a bundle stands in its archive.
fn inner_path(bundle: &Bundle, path: &str) -> String {
    if bundle.app.is_empty() { path.to_owned() } else { format!("{}/{path}", bundle.app) }
}

#[cfg(test)]
mod tests;
