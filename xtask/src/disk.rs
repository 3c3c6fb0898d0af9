//! How much room the disk has: a full one fails every step with a message of some other program.

use std::path::Path;
use std::process::Command;

/// What a whole test writes below the checkout at most, in KB: 11 GB of `target` and the page.
const WHOLE: u64 = 14_000_000;
/// Below this, in KB, a failure is likely the disk's.
const FULL: u64 = 300_000;

/// A warning when a whole test is not likely to fit.
pub(crate) fn tight(folder: &Path) -> Option<String> {
    let free = free(folder)?;
    let built = folder.join("target/debug").is_dir();
    (free < if built { FULL } else { WHOLE }).then(|| left(folder, free))
}

/// What to add to a failure when the disk is full.
pub(crate) fn full(folder: &Path) -> Option<String> {
    free(folder).filter(|&free| free < FULL).map(|free| left(folder, free))
}

fn left(folder: &Path, free: u64) -> String {
    format!("the disk of `{}` has only {} MB left", folder.display(), free / 1000)
}

/// What is free where a folder is, in KB; none where `df` cannot say.
fn free(folder: &Path) -> Option<u64> {
    // Not by way of a file, as our calls go: on a full disk that cannot be written.
    let said = Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    blocks(&String::from_utf8_lossy(&said.stdout))
}

/// The fourth column of the second line, as POSIX sets it down for `df -P`.
fn blocks(text: &str) -> Option<u64> {
    text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_free_blocks_are_read() {
        let text = "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vda 264 93 2731 98% /\n";
        assert_eq!(blocks(text), Some(2731));
        assert_eq!(blocks("df: no such file"), None);
    }

    #[cfg(unix)]
    #[test]
    fn this_disk_can_be_asked() {
        assert!(free(Path::new(".")).is_some());
    }
}
