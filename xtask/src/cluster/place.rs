//! Where a checkout keeps its cluster, and who may change it.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::project::Project;
use crate::say;

/// The folder of this checkout's clusters. Another checkout has another, so both can run at once.
pub(super) fn of(project: &Project) -> Result<PathBuf> {
    let root = project.root.canonicalize().context("the project's root")?;
    let name = format!("{:016x}", hash(root.as_os_str().as_encoded_bytes()));
    Ok(project.cache.join("cluster/run").join(name))
}

/// FNV-1a: unlike the standard library's, the same in every version of the compiler.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325;
    bytes
        .iter()
        .fold(start, |hash: u64, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The right to start and end what lies in a folder, until dropped. It ends with the process, however that ends.
pub(super) struct Right {
    _file: File,
}

impl Right {
    /// Waits for it.
    pub(super) fn to(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("making `{}`", folder.display()))?;
        let path = folder.join("lock");
        let file = File::create(&path).with_context(|| format!("making `{}`", path.display()))?;
        if file.try_lock().is_err() {
            say::doing("waiting for another run in this checkout to start or end its cluster");
            file.lock().with_context(|| format!("locking `{}`", path.display()))?;
        }
        Ok(Self { _file: file })
    }
}

/// A folder that only its owner can look into: it holds a token.
pub(super) fn make_private(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("making `{}`", folder.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(hash(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash(b"a"), 0xaf63_dc4c_8601_ec8c);
    }
}
