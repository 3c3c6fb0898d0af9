//! Where things are: the project's root, the cache of tools, the folders of what is built.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context, Result};

/// The places a task needs to know, and whether it runs in CI.
pub struct Project {
    /// The folder of the workspace's Cargo.toml.
    pub root: PathBuf,
    /// The folder of tools, one for each user.
    pub cache: PathBuf,
    /// Whether nothing may be skipped.
    pub ci: bool,
}

impl Project {
    /// Finds them from the environment.
    pub fn find() -> Result<Self> {
        let here = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = here.ancestors().find(|folder| folder.join("Cargo.lock").is_file());
        let root = root.context("no folder above has a Cargo.lock")?.to_owned();
        let cache = cache_of(|name| std::env::var_os(name))
            .context("no folder for the tools: set LINKSPAN_CACHE to one")?;
        std::fs::create_dir_all(&cache)
            .with_context(|| format!("the folder for the tools, `{}`", cache.display()))?;
        Ok(Self { root, cache, ci: std::env::var("CI").is_ok_and(|value| value == "true") })
    }

    /// Where a version of a tool goes.
    pub fn tool(&self, name: &str, version: &str) -> PathBuf {
        self.cache.join("tools").join(format!("{name}-{version}"))
    }

    /// What is compiled for wasm32: apart from the rest, for it may be another compiler's.
    pub fn wasm_target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.root.join("target"), |folder| self.root.join(folder))
            .join("wasm")
    }
}

/// The cache folder, by the variables that name it, the most particular first.
fn cache_of(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let folder = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    folder("LINKSPAN_CACHE")
        .and_then(|path| std::path::absolute(path).ok())
        .or_else(|| folder("XDG_CACHE_HOME").map(|path| path.join("linkspan")))
        .or_else(|| folder("HOME").map(|path| path.join(".cache/linkspan")))
        .or_else(|| folder("LOCALAPPDATA").map(|path| path.join("linkspan")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(set: &[(&str, &str)], expect: Option<&str>) {
        let found = cache_of(|name| {
            set.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
        });
        assert_eq!(found, expect.map(PathBuf::from));
    }

    #[test]
    fn the_most_particular_variable_names_the_cache() {
        check(&[("HOME", "/home/ann")], Some("/home/ann/.cache/linkspan"));
        check(&[("HOME", "/home/ann"), ("XDG_CACHE_HOME", "/c")], Some("/c/linkspan"));
        check(&[("LINKSPAN_CACHE", "/mine"), ("XDG_CACHE_HOME", "/c")], Some("/mine"));
        check(&[("LINKSPAN_CACHE", ""), ("HOME", "/h")], Some("/h/.cache/linkspan"));
        check(&[], None);
    }
}
