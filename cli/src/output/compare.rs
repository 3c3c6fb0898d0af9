//! A bundle beside a folder: what is there, what differs, and whose it is.

use super::diff::Diff;
use super::lock::{Lock, digest, read};
use super::place::place;
use crate::error::CliError;
use linkspan_core::bundle::{Bundle, Mode};
use linkspan_core::internal::rollout::{names_revision, released, with_revision};
use serde::Serialize;
use std::io;
use std::path::{Path, PathBuf};

/// How a file on disk stands to the bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    /// The same.
    Same,
    /// Not there.
    Missing,
    /// There, with other content or not executable.
    Different,
    /// There, written by an earlier run, and no longer part of the bundle.
    Stale,
}

/// Who wrote what is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Owner {
    /// Linkspan, and nobody touched it since.
    Linkspan,
    /// Linkspan, and somebody edited it since.
    Edited,
    /// Somebody else, as far as the lock knows.
    Foreign,
}

/// One file.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Path with `/`, below the folder.
    pub(crate) path: String,
    pub(crate) state: State,
    pub(crate) owner: Owner,
    pub(crate) diff: Diff,
    /// Where it is or goes.
    pub(crate) real: PathBuf,
    /// What is there.
    pub(crate) old: Option<Vec<u8>>,
    /// What should be there.
    pub(crate) new: Vec<u8>,
    /// What the lock says of it: the digest of what should be there before a release put its revision in.
    pub(crate) digest: String,
    pub(crate) mode: Mode,
    /// Whether a symbolic link leads there.
    pub(crate) is_linked: bool,
}

/// All files, by path, and the lock they were judged by.
pub(crate) struct Comparison {
    pub(crate) entries: Vec<Entry>,
    pub(crate) lock: Lock,
    /// The path and the digest of the spec, where it lies in the folder itself.
    pub(crate) spec: Option<(String, String)>,
}

/// Compares; `spec` is the file that the bundle came from and is left alone.
pub(crate) fn compare(bundle: &Bundle, root: &Path, spec: &Path) -> Result<Comparison, CliError> {
    let lock = Lock::load(root)?;
    let spec = spec.canonicalize().ok();
    let real_root = root.canonicalize().ok();
    let is_linked =
        |path: &str, real: &Path| real_root.as_ref().is_some_and(|root| root.join(path) != real);
    let (mut entries, mut own_spec) = (Vec::new(), None);
    for (path, file) in &bundle.files {
        let real = place(root, path)?;
        if spec.is_some() && real.canonicalize().ok() == spec {
            own_spec = existing(&real)?.map(|bytes| (path.clone(), digest(&bytes)));
            continue;
        }
        let old = existing(&real)?;
        let made = file.text();
        let digest = digest(made.as_bytes());
        let (new, own) = keep_revision(path, made, old.as_deref());
        let state = match &old {
            None => State::Missing,
            Some(old) if *old == new && mode_fits(&real, file.mode) => State::Same,
            Some(_) => State::Different,
        };
        let diff = old.as_ref().map_or_else(Diff::default, |old| Diff::of(old, &new));
        let owner = owner(&lock, path, own.as_deref().or(old.as_deref()));
        entries.push(Entry {
            path: path.clone(),
            state,
            owner,
            diff,
            is_linked: is_linked(path, &real),
            real,
            old,
            new,
            digest,
            mode: file.mode,
        });
    }
    for path in lock.files.keys().filter(|path| bundle.made(path).is_none()) {
        let Ok(real) = place(root, path) else { continue };
        let Some(old) = existing(&real)? else { continue };
        let own = keep_revision(path, String::new(), Some(&old)).1;
        entries.push(Entry {
            path: path.clone(),
            state: State::Stale,
            owner: owner(&lock, path, own.as_deref().or(Some(&old))),
            diff: Diff::default(),
            is_linked: is_linked(path, &real),
            real,
            old: Some(old),
            new: Vec::new(),
            digest: String::new(),
            mode: Mode::Plain,
        });
    }
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Comparison { entries, lock, spec: own_spec })
}

/// What should be there, with the revision that release.sh put there; and what is there without that, which is no
/// edit of a person.
fn keep_revision(path: &str, made: String, old: Option<&[u8]>) -> (Vec<u8>, Option<Vec<u8>>) {
    let old = old.filter(|_| names_revision(path)).and_then(|old| std::str::from_utf8(old).ok());
    // A version that the spec names is no revision that release.sh wrote.
    let old = old.filter(|_| released(&made).is_none());
    let Some((old, revision)) = old.and_then(|old| Some((old, released(old)?))) else {
        return (made.into_bytes(), None);
    };
    let new = with_revision(&made, Some(&revision));
    (new.into_bytes(), Some(with_revision(old, None).into_bytes()))
}

/// What a file of the bundle holds in a folder, if it is there.
pub(crate) fn found(root: &Path, path: &str) -> Result<Option<Vec<u8>>, CliError> {
    existing(&place(root, path)?)
}

fn existing(path: &Path) -> Result<Option<Vec<u8>>, CliError> {
    match read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(CliError::Read { path: path.to_owned(), cause }),
    }
}

fn owner(lock: &Lock, path: &str, old: Option<&[u8]>) -> Owner {
    match (lock.files.get(path), old) {
        (Some(known), Some(old)) if *known == digest(old) => Owner::Linkspan,
        (Some(_), Some(_)) => Owner::Edited,
        _ => Owner::Foreign,
    }
}

/// Only whether a file can be run counts; the rest is the umask's business.
#[cfg(unix)]
fn mode_fits(path: &Path, mode: Mode) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let runs = std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o100 != 0);
    runs || mode == Mode::Plain
}

#[cfg(not(unix))]
fn mode_fits(_: &Path, _: Mode) -> bool {
    true
}
