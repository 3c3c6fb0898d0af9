//! Many files written as one: all new content is staged beside its target first, then each file
//! is renamed into place, and a failure puts everything back.

use crate::error::CliError;
use linkspan_core::bundle::Mode;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, TempDir};

/// A change to one file.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// Write this.
    Write { path: PathBuf, bytes: Vec<u8>, mode: Mode },
    /// Remove it.
    Remove { path: PathBuf },
}

impl Change {
    fn path(&self) -> &Path {
        match self {
            Self::Write { path, .. } | Self::Remove { path } => path,
        }
    }
}

/// What was done, and how to undo it.
enum Undo {
    /// Give the file its old content back.
    Restore { path: PathBuf, backup: PathBuf },
    /// The file was not there.
    Delete { path: PathBuf },
    /// The folder was not there.
    DeleteFolder { path: PathBuf },
}

/// Why and where a step failed.
type Failure = (PathBuf, io::Error);

/// Makes all changes below `root`, or none.
pub(crate) fn replace(root: &Path, changes: &[Change]) -> Result<(), CliError> {
    let mut made = Vec::new();
    let result = folders(root, &mut made)
        .map_err(|cause| (root.to_owned(), cause))
        .and_then(|()| replace_in(root, changes));
    if result.is_err() {
        revert(made);
    }
    result.map_err(|(path, cause)| CliError::Write { path, cause })
}

fn replace_in(root: &Path, changes: &[Change]) -> Result<(), Failure> {
    let staging = staging(root).map_err(|cause| (root.to_owned(), cause))?;
    let staged = stage(&staging, changes)?;
    let mut undo = Vec::new();
    let result = rename(&staging, changes, &staged, &mut undo);
    if result.is_err() {
        revert(undo);
    }
    result
}

fn staging(root: &Path) -> io::Result<TempDir> {
    Builder::new().prefix(".linkspan-").tempdir_in(root)
}

/// Writes all new content beside its target; nothing that exists is touched.
fn stage(staging: &TempDir, changes: &[Change]) -> Result<Vec<PathBuf>, Failure> {
    let mut staged = Vec::new();
    for (index, change) in changes.iter().enumerate() {
        let path = staging.path().join(format!("{index}.new"));
        if let Change::Write { bytes, mode, .. } = change {
            let write = || {
                fs::write(&path, bytes)?;
                make_runnable(&path, *mode)
            };
            write().map_err(|cause| (change.path().to_owned(), cause))?;
        }
        staged.push(path);
    }
    Ok(staged)
}

fn rename(
    staging: &TempDir,
    changes: &[Change],
    staged: &[PathBuf],
    undo: &mut Vec<Undo>,
) -> Result<(), Failure> {
    for (index, (change, new)) in changes.iter().zip(staged).enumerate() {
        let path = change.path();
        let backup = staging.path().join(format!("{index}.old"));
        let step = || {
            if let (Change::Write { .. }, Some(parent)) = (change, path.parent()) {
                folders(parent, undo)?;
            }
            if path.symlink_metadata().is_ok() {
                // A link keeps the old content without a moment in which the file is gone.
                fs::hard_link(path, &backup).or_else(|_| fs::copy(path, &backup).map(drop))?;
                undo.push(Undo::Restore { path: path.to_owned(), backup });
            } else {
                undo.push(Undo::Delete { path: path.to_owned() });
            }
            match change {
                Change::Write { .. } => fs::rename(new, path),
                Change::Remove { .. } => fs::remove_file(path),
            }
        };
        step().map_err(|cause| (path.to_owned(), cause))?;
    }
    Ok(())
}

/// Makes a folder and those above it, remembering which were new.
fn folders(folder: &Path, undo: &mut Vec<Undo>) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent() {
        folders(parent, undo)?;
    }
    fs::create_dir(folder)?;
    undo.push(Undo::DeleteFolder { path: folder.to_owned() });
    Ok(())
}

/// Undoes from the last step to the first. What cannot be undone is left for the next steps.
fn revert(undo: Vec<Undo>) {
    for step in undo.into_iter().rev() {
        let _ = match step {
            Undo::Restore { path, backup } => fs::rename(backup, path),
            Undo::Delete { path } => fs::remove_file(path),
            Undo::DeleteFolder { path } => fs::remove_dir(path),
        };
    }
}

/// Lets whoever may read a script run it.
#[cfg(unix)]
fn make_runnable(path: &Path, mode: Mode) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if mode == Mode::Plain {
        return Ok(());
    }
    let bits = fs::metadata(path)?.permissions().mode();
    fs::set_permissions(path, fs::Permissions::from_mode(bits | (bits & 0o444) >> 2))
}

#[cfg(not(unix))]
fn make_runnable(_: &Path, _: Mode) -> io::Result<()> {
    Ok(())
}

/// Whether a file that is there may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Existing {
    /// Replace it.
    Replace,
    /// Fail with `AlreadyExists`.
    Keep,
}

/// Writes one file in one step.
pub(crate) fn write_one(path: &Path, bytes: &[u8], existing: Existing) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let mut builder = Builder::new();
    builder.prefix(".linkspan-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(parent.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    match existing {
        Existing::Replace => file.persist(path),
        Existing::Keep => file.persist_noclobber(path),
    }
    .map(drop)
    .map_err(|error| error.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: PathBuf, text: &str) -> Change {
        Change::Write { path, bytes: text.as_bytes().to_vec(), mode: Mode::Plain }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_failure_in_the_middle_puts_everything_back() {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path();
        for name in ["a", "gone"] {
            fs::write(root.join(name), "old").unwrap();
        }
        fs::create_dir_all(root.join("z/full")).unwrap();
        let changes = [
            write(root.join("a"), "new"),
            write(root.join("b/c/d"), "new"),
            Change::Remove { path: root.join("gone") },
            write(root.join("z"), "a folder is in the way"),
            write(root.join("never"), "new"),
        ];
        let error = replace(root, &changes).unwrap_err();
        assert!(error.to_string().contains("cannot write"), "{error}");
        assert_eq!(names(root), ["a", "gone", "z"]);
        assert_eq!(fs::read_to_string(root.join("a")).unwrap(), "old");
        assert_eq!(fs::read_to_string(root.join("gone")).unwrap(), "old");
    }

    #[test]
    fn a_folder_that_was_made_for_a_failed_run_is_gone_again() {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().join("new/folder");
        replace(&root, &[write(root.join("a"), "x"), write(root.join("a/b"), "x")]).unwrap_err();
        assert_eq!(names(temporary.path()), Vec::<String>::new());
    }

    #[test]
    fn all_changes_are_made_and_nothing_else_is_left() {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path();
        fs::write(root.join("gone"), "old").unwrap();
        let script = Change::Write {
            path: root.join("bin/run"),
            bytes: b"#!/bin/sh\n".to_vec(),
            mode: Mode::Script,
        };
        replace(root, &[script, Change::Remove { path: root.join("gone") }]).unwrap();
        assert_eq!(names(root), ["bin"]);
        assert_eq!(names(&root.join("bin")), ["run"]);
    }
}
