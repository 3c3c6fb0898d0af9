//! Who uses a cluster: a file for each run, so that the last one ends it, and a run that was killed counts no more.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use linkspan_machine::tree;

use super::place::Right;
use super::processes;
use crate::Level;

/// The user that never ends.
const KEEP: &str = "keep";

/// The users of one level of one checkout's cluster.
pub(super) struct Users {
    /// Holds the lock.
    place: PathBuf,
    /// Holds the files.
    folder: PathBuf,
}

/// A run that uses the cluster.
pub(super) struct User(PathBuf);

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
        let id = std::process::id();
        let start = processes::started(id).context("our own process is not in /proc")?;
        self.note(&format!("{id}-{start}"))
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
        let used = tree::files(&self.folder).unwrap_or_default().into_iter().any(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            name == KEEP || lives(&name)
        });
        if used { Ok(()) } else { end() }
    }

    /// Forgets them all.
    pub(super) fn forget(&self) -> Result<()> {
        tree::remove(&self.folder)
    }
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
