//! Outside judges: programs of others that read what we write. In CI a missing one is a failure;
//! elsewhere it is said loudly and passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A judge by its program name: in the folder that `cargo xtask test` prepared
/// (`LINKSPAN_JUDGES`, for kubectl `LINKSPAN_KUBECTL`), else on the path.
///
/// # Panics
/// In CI, when the judge is missing.
#[must_use]
pub fn find(name: &str) -> Option<PathBuf> {
    let prepared = std::env::var_os("LINKSPAN_JUDGES").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let given = (name == "kubectl").then(|| std::env::var_os("LINKSPAN_KUBECTL")).flatten();
    let folders = prepared.into_iter().chain(std::env::split_paths(&path));
    let found = given
        .map(PathBuf::from)
        .into_iter()
        .chain(folders.map(|folder| folder.join(name)))
        .find(|candidate| candidate.is_file());
    if found.is_none() {
        assert!(!crate::is_ci(), "the judge {name} is missing; `cargo xtask test` installs it");
        eprintln!("SKIPPED: the judge {name} is missing; `cargo xtask test` installs it");
    }
    found
}

/// Runs a judge.
///
/// # Errors
/// When it cannot be started.
pub fn run<A: AsRef<OsStr>>(
    program: &PathBuf,
    args: impl IntoIterator<Item = A>,
) -> std::io::Result<Output> {
    Command::new(program).args(args).output()
}

/// What a judge printed, both streams.
#[must_use]
pub fn said(output: &Output) -> String {
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    text
}

/// Scripts that hold each line of any beside each line that follows it in any: few, for there is much that all have. What
/// a variable is set to does not make another line.
///
/// # Errors
/// When one cannot be read.
pub fn with_every_line(scripts: &[PathBuf]) -> std::io::Result<Vec<PathBuf>> {
    let mut open: BTreeMap<&PathBuf, BTreeSet<(String, String)>> = BTreeMap::new();
    for path in scripts {
        let text = std::fs::read_to_string(path)?;
        let lines: Vec<&str> = text.lines().map(shape).collect();
        let pairs = lines.windows(2).map(|two| (two[0].to_owned(), two[1].to_owned()));
        open.insert(path, pairs.collect());
    }
    Ok(holding_all(open, &[]).into_iter().cloned().collect())
}

/// Few of these that hold whatever any of them holds; those that are wanted for another reason come first.
pub fn holding_all<K: Clone + Ord, V: Ord>(
    mut open: BTreeMap<K, BTreeSet<V>>,
    wanted: &[K],
) -> Vec<K> {
    let mut picked = Vec::new();
    let largest = |open: &BTreeMap<K, BTreeSet<V>>| {
        open.iter().max_by_key(|(_, held)| held.len()).map(|(name, _)| name.clone())
    };
    while let Some(name) = wanted.get(picked.len()).cloned().or_else(|| largest(&open)) {
        let held = open.remove(&name).unwrap_or_default();
        open.values_mut().for_each(|each| each.retain(|value| !held.contains(value)));
        open.retain(|name, each| !each.is_empty() || wanted.contains(name));
        picked.push(name);
    }
    picked
}

/// A line; of one that sets a variable, what stands before the value.
#[must_use]
pub fn shape(line: &str) -> &str {
    let Some((before, _)) = line.split_once('=') else { return line };
    let name = before.rsplit(' ').next().unwrap_or_default();
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if !name.is_empty() && is_name(name) { before } else { line }
}
