//! `linkspan.lock`: the digest of each file as Linkspan wrote it, in the form of `sha256sum`, so
//! that `sha256sum -c linkspan.lock` names the files that were edited since. By it Linkspan knows
//! which files it may replace without asking and which it no longer writes.

use crate::error::CliError;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path};

/// The file's name; not in `config/kube`, where kubectl would read it.
pub(crate) const FILE: &str = "linkspan.lock";

const HEAD: &str = "\
# Files as linkspan wrote them. Commit this file: by it linkspan sees which were edited by hand.
";

/// Digests by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lock {
    pub(crate) files: BTreeMap<String, String>,
}

impl Lock {
    /// The lock of a folder; an empty one where there is none or it cannot be understood.
    pub(crate) fn load(folder: &Path) -> Result<Self, CliError> {
        let path = folder.join(FILE);
        match fs::read(&path) {
            Ok(bytes) => Ok(Self::parse(&String::from_utf8_lossy(&bytes))),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(cause) => Err(CliError::Read { path, cause }),
        }
    }

    /// Reads the lines that have the form; a path that leaves the folder is none of ours.
    fn parse(text: &str) -> Self {
        let entry = |line: &str| {
            let (digest, path) = line.split_once("  ")?;
            let hex = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
            (hex && is_inner(path)).then(|| (path.to_owned(), digest.to_owned()))
        };
        Self { files: text.lines().filter_map(entry).collect() }
    }

    pub(crate) fn text(&self) -> String {
        let mut text = String::from(HEAD);
        for (path, digest) in &self.files {
            text.push_str(&format!("{digest}  {path}\n"));
        }
        text
    }
}

/// Whether a path stays below the folder that it is joined to.
pub(super) fn is_inner(path: &str) -> bool {
    let mut parts = Path::new(path).components().peekable();
    parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)))
}

/// A digest as `sha256sum` prints it.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_nothing_outside_is_believed() {
        let zeros = "0".repeat(64);
        let lock = Lock {
            files: BTreeMap::from([
                ("config/kube/a b.yml".to_owned(), digest(b"")),
                ("d".into(), zeros.clone()),
            ]),
        };
        assert_eq!(Lock::parse(&lock.text()), lock);
        assert!(lock.text().contains("e3b0c44298fc1c149afbf4c8996fb924"));
        for path in ["../a", "/etc/passwd", "a/../../b", "", "./a/../b"] {
            assert_eq!(Lock::parse(&format!("{zeros}  {path}\n")), Lock::default(), "{path}");
        }
    }
}
