//! Kubernetes' own tables and test data, of the modules that `facts/go.mod` pins. `cargo xtask test` fetches them and names
//! their folders in LINKSPAN_FACTS; in CI they have to be there, elsewhere that they are not is said loudly.

use std::path::PathBuf;

/// The folder of a module such as `k8s.io/api`.
///
/// # Panics
/// In CI, when it was not fetched.
#[must_use]
pub fn module(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("LINKSPAN_FACTS").unwrap_or_default();
    let end = format!("{name}@");
    let found = std::env::split_paths(&folders)
        .find(|folder| folder.to_string_lossy().replace('\\', "/").contains(&end));
    if found.is_none() {
        assert!(!crate::is_ci(), "the module {name} is missing; `cargo xtask test` fetches it");
        eprintln!("SKIPPED: the module {name} is missing; `cargo xtask test` fetches it");
    }
    found
}
