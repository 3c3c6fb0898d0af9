//! Where a checkout keeps its cluster, and who may change it.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use linkspan_machine::project::Project;
use linkspan_machine::{say, tree};

use super::processes;

/// The folder of this checkout's clusters. Another checkout has another, so both can run at once.
pub(super) fn of(project: &Project) -> Result<PathBuf> {
    let root = project.root.canonicalize().context("the project's root")?;
    let name = format!("{:016x}", hash(root.as_os_str().as_encoded_bytes()));
    Ok(project.cache.join("cluster/run").join(name))
}

/// The file that is locked while a cluster starts or ends.
const LOCK: &str = "lock";
/// Where the folder of a checkout tells whose it is.
const OWNER: &str = "checkout";

/// Notes in the folder of this checkout whose it is.
pub(super) fn own(project: &Project) -> Result<()> {
    let root = project.root.canonicalize().context("the project's root")?;
    let folder = of(project)?;
    std::fs::create_dir_all(&folder).with_context(|| format!("making `{}`", folder.display()))?;
    let path = folder.join(OWNER);
    std::fs::write(&path, root.as_os_str().as_encoded_bytes())
        .with_context(|| format!("writing `{}`", path.display()))
}

/// Removes the folders of checkouts that are gone, unless something still runs in them. Not ours to insist: it is only
/// room on the disk.
pub(super) fn sweep(runs: &Path) {
    for folder in tree::folders(runs).unwrap_or_default() {
        let Ok(owner) = std::fs::read_to_string(folder.join(OWNER)) else { continue };
        if !Path::new(&owner).is_absolute() || Path::new(&owner).exists() {
            continue;
        }
        let Ok(lock) = File::create(folder.join(LOCK)) else { continue };
        if lock.try_lock().is_ok() && processes::of(&folder).is_empty() {
            let _ = tree::remove(&folder);
        }
    }
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
        let file = lock(folder)?;
        if file.try_lock().is_err() {
            say::doing("waiting for another run in this checkout to start or end its cluster");
            file.lock().with_context(|| format!("locking a file of `{}`", folder.display()))?;
        }
        Ok(Self { _file: file })
    }

    /// Takes it if nobody has it.
    #[cfg(test)]
    pub(super) fn at_once(folder: &Path) -> Result<Option<Self>> {
        let file = lock(folder)?;
        Ok(file.try_lock().is_ok().then_some(Self { _file: file }))
    }
}

/// The file whose lock is the right to a folder.
fn lock(folder: &Path) -> Result<File> {
    std::fs::create_dir_all(folder).with_context(|| format!("making `{}`", folder.display()))?;
    let path = folder.join(LOCK);
    File::create(&path).with_context(|| format!("making `{}`", path.display()))
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
    fn only_what_a_gone_checkout_left_is_swept() -> Result<()> {
        let runs = std::env::temp_dir().join(format!("linkspan-runs-{}", std::process::id()));
        let here = env!("CARGO_MANIFEST_DIR");
        for (name, owner) in
            [("gone", "/no/such/checkout"), ("here", here), ("held", "/no/such/checkout")]
        {
            std::fs::create_dir_all(runs.join(name).join("images"))?;
            std::fs::write(runs.join(name).join(OWNER), owner)?;
        }
        std::fs::create_dir_all(runs.join("unknown"))?;
        let right = Right::to(&runs.join("held"))?;
        sweep(&runs);
        let left = tree::folders(&runs).unwrap_or_default();
        assert_eq!(left, ["held", "here", "unknown"].map(|name| runs.join(name)));
        drop(right);
        // A program that another test starts has a copy of every lock until it is itself.
        let held = runs.join("held");
        for _ in 0..10_000 {
            sweep(&runs);
            if !held.exists() {
                break;
            }
            std::thread::yield_now();
        }
        let left = tree::folders(&runs).unwrap_or_default();
        assert_eq!(left, ["here", "unknown"].map(|name| runs.join(name)));
        tree::remove(&runs)
    }

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(hash(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash(b"a"), 0xaf63_dc4c_8601_ec8c);
    }
}
