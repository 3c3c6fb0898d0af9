//! Who uses a cluster: a file for each run, so that the last one ends it, and a run that was killed counts no more.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use linkspan_machine::tree;

use super::place::Right;
use super::processes;
use crate::Level;

/// The user that never ends.
const KEEP: &str = "keep";
/// What the file of a user says once the cluster has answered it. Before that it waits, and loses nothing.
pub(super) const SERVED: &str = "served";

/// The users of one level of one checkout's cluster.
pub(super) struct Users {
    /// Holds the lock.
    place: PathBuf,
    /// Holds the files.
    folder: PathBuf,
}

/// A run that uses the cluster.
pub(super) struct User(PathBuf);

/// Who would lose a cluster that has answered before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// Nobody.
    Nobody,
    /// Whoever said that it is to run on.
    Kept,
    /// A program that runs beside it.
    Used,
}

impl Users {
    /// Those of a level.
    pub(super) fn of(place: &Path, level: Level) -> Self {
        Self { place: place.to_owned(), folder: place.join(format!("{}-users", level.name())) }
    }

    /// Lets the cluster run on when its users have ended; `None` if that was said before.
    pub(super) fn keep(&self) -> Result<Option<User>> {
        let there = self.folder.join(KEEP).exists();
        let user = self.note(KEEP)?;
        Ok(if there { None } else { Some(user) })
    }

    /// Notes this process as a user. One that is killed is known by that its process is gone.
    pub(super) fn enter(&self) -> Result<User> {
        self.note(&own()?)
    }

    /// Notes that the cluster has answered this process, and whoever wants it to run on. To be called with the right to it.
    pub(super) fn served(&self) -> Result<()> {
        for name in [KEEP.to_owned(), own()?] {
            let file = self.folder.join(name);
            if file.exists() {
                std::fs::write(&file, SERVED).context("noting a user of the cluster")?;
            }
        }
        Ok(())
    }

    /// Who else would lose the cluster.
    pub(super) fn claim(&self) -> Claim {
        let own = own().ok();
        let mut claim = Claim::Nobody;
        for (name, file) in self.names() {
            let served = std::fs::read_to_string(file).is_ok_and(|said| said == SERVED);
            if served && name == KEEP {
                claim = Claim::Kept;
            } else if served && Some(&name) != own.as_ref() && lives(&name) {
                return Claim::Used;
            }
        }
        claim
    }

    /// The files of the users, by their names.
    fn names(&self) -> impl Iterator<Item = (String, PathBuf)> {
        let files = tree::files(&self.folder).unwrap_or_default().into_iter();
        files.map(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, file)
        })
    }

    fn note(&self, name: &str) -> Result<User> {
        let _right = Right::to(&self.place)?;
        std::fs::create_dir_all(&self.folder)?;
        let file = self.folder.join(name);
        std::fs::write(&file, "").context("noting a user of the cluster")?;
        Ok(User(file))
    }

    /// Ends the cluster with its last user, unless it is to stay.
    pub(super) fn leave(&self, user: User, end: impl FnOnce() -> Result<()>) -> Result<()> {
        let _right = Right::to(&self.place)?;
        let _ = std::fs::remove_file(user.0);
        let used = self.names().any(|(name, _)| name == KEEP || lives(&name));
        if used { Ok(()) } else { end() }
    }

    /// Notes another process.
    #[cfg(test)]
    pub(super) fn note_of(&self, id: u32) -> Result<PathBuf> {
        Ok(self.note(&name(id)?)?.0)
    }

    /// Forgets them all.
    pub(super) fn forget(&self) -> Result<()> {
        tree::remove(&self.folder)
    }
}

/// The file name of this process.
fn own() -> Result<String> {
    name(std::process::id())
}

/// The file name of a process, such as `42-12345`.
fn name(id: u32) -> Result<String> {
    let start = processes::started(id).context("the process is not in /proc")?;
    Ok(format!("{id}-{start}"))
}

/// Whether the process of a file such as `42-12345` still runs.
fn lives(name: &str) -> bool {
    let Some((id, start)) = name.split_once('-') else { return false };
    id.parse().is_ok_and(|id| processes::started(id).is_some_and(|now| now.to_string() == start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_that_was_killed_is_none() -> Result<()> {
        let id = std::process::id();
        let start = processes::started(id).context("no /proc")?;
        assert!(lives(&format!("{id}-{start}")));
        assert!(!lives(&format!("{id}-{}", start + 1)));
        assert!(!lives("keep"));
        Ok(())
    }
}
