//! `linkspan.lock`: the digest of each file as Linkspan wrote it, in the form of `sha256sum`, so
//! that `sha256sum -c linkspan.lock` names the files that were edited since. By it Linkspan knows
//! which files it may replace without asking and which it no longer writes.

use crate::error::CliError;
use linkspan_core::bundle::is_path;
use linkspan_core::internal::yaml::MAX_BYTES;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path};

/// The file's name; not in `config/kube`, where kubectl would read it.
pub(crate) const FILE: &str = "linkspan.lock";

const HEAD: &str = "\
# Files as linkspan wrote them. Commit this file: by it linkspan sees which were edited by hand.
";

/// What stands before those that the last run did not write.
const LEFT: &str = "# No longer generated, and still there.";

/// Digests by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lock {
    /// Of the spec too, as it was when the others were made of it.
    pub(crate) files: BTreeMap<String, String>,
    /// Of these, those that the last run found and left, for no spec asked for them any more.
    pub(crate) left: BTreeSet<String>,
    /// Paths that no bundle can have: somebody else wrote them there, and nothing is done to them.
    pub(crate) strange: BTreeSet<String>,
}

impl Lock {
    /// The lock of a folder; an empty one where there is none or it cannot be understood.
    pub(crate) fn load(folder: &Path) -> Result<Self, CliError> {
        let path = folder.join(FILE);
        match read(&path) {
            Ok(bytes) => Ok(Self::parse(&String::from_utf8_lossy(&bytes))),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(cause) => Err(CliError::Read { path, cause }),
        }
    }

    /// Reads the lines that have the form. Whoever can write a file into the folder can write this one, so a path is
    /// believed only where some bundle has it.
    fn parse(text: &str) -> Self {
        let mut lock = Self::default();
        let mut is_left = false;
        for line in text.lines() {
            is_left |= line == LEFT;
            let Some((digest, path)) = line.split_once("  ") else { continue };
            if digest.len() != 64 || !digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                continue;
            }
            if !is_path(path) {
                lock.strange.insert(path.to_owned());
                continue;
            }
            lock.files.insert(path.to_owned(), digest.to_owned());
            if is_left {
                lock.left.insert(path.to_owned());
            }
        }
        lock
    }

    pub(crate) fn text(&self) -> String {
        let mut text = String::from(HEAD);
        let (left, files): (Vec<_>, Vec<_>) =
            self.files.iter().partition(|(path, _)| self.left.contains(*path));
        let line = |(path, digest): (&String, &String)| format!("{digest}  {path}\n");
        text.extend(files.into_iter().map(line));
        if !left.is_empty() {
            text.push_str(&format!("{LEFT}\n"));
        }
        text.extend(left.into_iter().map(line));
        text
    }
}

/// Whether a path stays below the folder that it is joined to.
pub(super) fn is_inner(path: &str) -> bool {
    let mut parts = Path::new(path).components().peekable();
    parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)))
}

/// What a file holds, up to more than any file of ours does.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A digest as `sha256sum` prints it.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_other_paths_are_not_believed() {
        let zeros = "0".repeat(64);
        let (gone, web) = ("config/kube/gone.yml".to_owned(), "config/kube/web.yml".to_owned());
        let lock = Lock {
            files: BTreeMap::from([
                (gone.clone(), zeros.clone()),
                (web, digest(b"")),
                ("linkspan.yml".into(), zeros.clone()),
            ]),
            left: BTreeSet::from([gone]),
            strange: BTreeSet::new(),
        };
        assert_eq!(Lock::parse(&lock.text()), lock);
        assert!(lock.text().contains("e3b0c44298fc1c149afbf4c8996fb924"));
        assert!(lock.text().ends_with("gone.yml\n"), "the others stand before it");
        for path in ["../a", "/etc/passwd", "a/../../b", "", "./a/../b", ".git/config", "app/a.rb"]
        {
            let lock = Lock::parse(&format!("{zeros}  {path}\n"));
            let strange = BTreeSet::from([path.to_owned()]);
            assert_eq!((lock.files.len(), lock.strange), (0, strange));
        }
    }
}
