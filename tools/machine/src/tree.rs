//! Folders that are there whole or not at all.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A folder to build something in. It is gone when dropped, unless it was put in its place.
pub struct Scratch {
    path: PathBuf,
}

impl Scratch {
    /// An empty folder beside the place it will take, so that moving it there is one step.
    pub fn beside(place: &Path) -> Result<Self> {
        let parent = place.parent().context("a place without a folder")?;
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        sweep(parent, &format!(".{name}."));
        let path = parent.join(format!(".{name}.{}", std::process::id()));
        remove(&path)?;
        std::fs::create_dir_all(&path).with_context(|| format!("making `{}`", path.display()))?;
        Ok(Self { path })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Moves the folder to its place. Whatever is there already was put there whole by another run, and stays.
    pub fn put(self, place: &Path) -> Result<()> {
        match std::fs::rename(&self.path, place) {
            Err(_) if place.is_dir() => Ok(()),
            other => other.with_context(|| format!("moving the result to `{}`", place.display())),
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = remove(&self.path);
    }
}

/// Removes what runs that were stopped midway left here: folders that end in the id of a process that is no more.
/// Only where processes can be looked up; elsewhere they stay, unused.
fn sweep(folder: &Path, start: &str) {
    let processes = Path::new("/proc");
    if !processes.join("self").exists() {
        return;
    }
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let id = name.strip_prefix(start).filter(|id| id.parse::<u32>().is_ok());
        if id.is_some_and(|id| !processes.join(id).exists()) {
            // Not ours to insist: it is only room on the disk.
            let _ = remove(&entry.path());
        }
    }
}

/// Removes a folder and all in it; a folder that is not there is no error.
pub fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing `{}`", path.display()))
        }
        _ => Ok(()),
    }
}

/// Every file below a folder, in order of name.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("reading `{}`", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The folders right below a folder; none where it cannot be read.
pub fn folders(folder: &Path) -> Option<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).ok()?;
    let mut found: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    found.sort();
    Some(found)
}

/// The first file of this name on PATH.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unfinished_folder_leaves_nothing() -> Result<()> {
        let place = std::env::temp_dir().join(format!("linkspan-tree-{}", std::process::id()));
        remove(&place)?;
        // No process has this id: Linux stops at 4194304.
        let stale =
            std::env::temp_dir().join(format!(".linkspan-tree-{}.99999999", std::process::id()));
        std::fs::create_dir_all(&stale)?;
        let scratch = Scratch::beside(&place)?;
        assert!(!stale.exists() || !Path::new("/proc/self").exists());
        let path = scratch.path().to_owned();
        std::fs::write(path.join("half"), "")?;
        drop(scratch);
        assert!(!path.exists() && !place.exists());

        let scratch = Scratch::beside(&place)?;
        std::fs::write(scratch.path().join("whole"), "")?;
        scratch.put(&place)?;
        assert_eq!(files(&place)?, [place.join("whole")]);
        remove(&place)
    }
}
