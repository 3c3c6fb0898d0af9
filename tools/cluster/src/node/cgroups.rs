//! The control groups of a cluster's containers: a folder of its own in each hierarchy of the kernel.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use linkspan_machine::tree;

/// Where the kernel shows them.
const ROOT: &str = "/sys/fs/cgroup";
/// The group of what a node runs beside its pods.
const SYSTEM: &str = "system";
/// What a group counts against others that want the processor, by the file that says so: as much as sixteen others.
/// A machine that has something else to do would else give a whole cluster as much as one program.
const WEIGHTS: [(&str, &str); 2] = [("cpu.shares", "16384"), ("cpu.weight", "1600")];
/// How long the kernel may take to let go of a group whose processes have ended.
const LIMIT: Duration = Duration::from_secs(10);
/// How often that is tried.
const GLANCE: Duration = Duration::from_millis(50);

/// The group of a cluster, by the name of its folder: two checkouts have two.
pub(super) fn name(folder: &Path) -> String {
    let place = folder.parent().and_then(Path::file_name).unwrap_or_default();
    format!("linkspan-{}", place.to_string_lossy())
}

/// Makes a group for a node, in every hierarchy, with the processors and memory of the machine.
pub(super) fn make(group: &str, node: &str) -> Result<()> {
    for hierarchy in hierarchies() {
        let outer = hierarchy.join(group);
        let inner = outer.join(node);
        std::fs::create_dir_all(&inner)?;
        // Of the older hierarchies only: a group without processors can hold no process.
        for file in ["cpuset.cpus", "cpuset.mems"] {
            let Ok(all) = std::fs::read(hierarchy.join(file)) else { continue };
            for folder in [&outer, &inner] {
                std::fs::write(folder.join(file), &all)?;
            }
        }
    }
    Ok(())
}

/// Makes the group of what is no pod, and gives the whole cluster its weight.
pub(super) fn make_system(group: &str) -> Result<()> {
    make(group, SYSTEM)?;
    for (file, weight) in weights(group) {
        std::fs::write(file, weight)?;
    }
    Ok(())
}

/// A shell's words before a program, so that it runs in that group with the cluster's weight.
pub(super) fn entrance(group: &str) -> Vec<String> {
    let files = weights(group);
    let files = files.iter().map(|(file, _)| file.with_file_name(SYSTEM).join("cgroup.procs"));
    let enter: String = files.map(|file| format!("echo 0 >'{}'; ", file.display())).collect();
    ["-euc".to_owned(), format!("{enter}exec \"$@\""), "sh".to_owned()].to_vec()
}

/// The files that say what a cluster's group counts, each with what it is to say: one, in whichever hierarchy has it.
fn weights(group: &str) -> Vec<(PathBuf, &'static str)> {
    let folders = hierarchies().into_iter().map(|each| each.join(group));
    let files = folders.flat_map(|each| WEIGHTS.map(|(file, weight)| (each.join(file), weight)));
    files.filter(|(file, _)| file.is_file()).collect()
}

/// Removes all groups of a cluster, whose processes have ended.
pub(super) fn remove(group: &str) -> Result<()> {
    let begun = Instant::now();
    loop {
        let left: Vec<PathBuf> = hierarchies()
            .into_iter()
            .map(|hierarchy| hierarchy.join(group))
            .filter(|folder| folder.is_dir() && remove_below(folder).is_err())
            .collect();
        if left.is_empty() {
            return Ok(());
        }
        if begun.elapsed() > LIMIT {
            bail!("these control groups cannot be removed: {left:?}");
        }
        std::thread::sleep(GLANCE);
    }
}

/// The innermost first: only an empty group can go.
fn remove_below(folder: &Path) -> std::io::Result<()> {
    for inner in tree::folders(folder).unwrap_or_default() {
        remove_below(&inner)?;
    }
    std::fs::remove_dir(folder)
}

/// One folder for each hierarchy, or the one of a kernel that has a single one.
fn hierarchies() -> Vec<PathBuf> {
    let root = PathBuf::from(ROOT);
    if root.join("cgroup.controllers").is_file() {
        return vec![root];
    }
    // Names such as `cpu` may be links to `cpu,cpuacct`.
    let folders = tree::folders(&root).unwrap_or_default();
    folders.into_iter().filter(|folder| !folder.is_symlink()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_goes_into_its_group_first() {
        // Of a cluster that is not there no group is entered.
        assert_eq!(entrance("linkspan-none"), ["-euc", "exec \"$@\"", "sh"]);
    }

    #[test]
    fn each_checkout_has_a_group() {
        assert_eq!(name(Path::new("/cache/run/0123/node")), "linkspan-0123");
    }
}
