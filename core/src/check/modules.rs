//! Kubernetes' own Go modules, where Go's cache has them: other people's facts to compare with.

use std::path::{Path, PathBuf};

/// The folder of the newest copy of a module of `k8s.io`.
#[expect(clippy::disallowed_types, clippy::disallowed_methods, reason = "asks Go for its cache")]
pub(super) fn newest(name: &str) -> Option<PathBuf> {
    let output = std::process::Command::new("go").args(["env", "GOMODCACHE"]).output().ok()?;
    let cache = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
    let start = format!("{name}@v0.");
    let all = std::fs::read_dir(cache.join("k8s.io")).ok()?;
    let copies = all.filter_map(|entry| Some(entry.ok()?.path()));
    copies.filter(|path| self::name(path).starts_with(&start) && path.is_dir()).max()
}

/// Files of a folder and of those below it: path and text.
#[expect(clippy::disallowed_methods, reason = "the files are of another project")]
pub(super) fn files(folder: &Path, end: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, end));
        } else if name(&path).ends_with(end) {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found.sort();
    found
}

/// The last part of a path.
pub(super) fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}
