//! Go modules that are read and not built: definitions, tables and test data of other projects.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::process::Call;

/// Fetches a module into Go's own cache, in the version that is asked for or that the module around `here` pins, and
/// names its folder there.
pub fn folder(here: &Path, query: &str) -> Result<PathBuf> {
    let answer = Call::new("go")
        .args(["mod", "download", "-json", query])
        .env("GOWORK", "off")
        .env("GOFLAGS", "")
        .dir(here)
        .limit(Duration::from_secs(15 * 60))
        .quiet()?;
    folder_in(&answer).with_context(|| format!("`go mod download {query}` named no folder"))
}

/// The folder in what `go mod download -json` says.
fn folder_in(answer: &str) -> Option<PathBuf> {
    let line = answer.lines().find_map(|line| line.trim().strip_prefix("\"Dir\": \""))?;
    line.strip_suffix("\",").map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_module_is_read() {
        let answer =
            "{\n\t\"Path\": \"a.example/b\",\n\t\"Dir\": \"/go/b@v1\",\n\t\"Sum\": \"h1\"\n}\n";
        assert_eq!(folder_in(answer), Some(PathBuf::from("/go/b@v1")));
        assert_eq!(folder_in("{\"Error\": \"none\"}"), None);
    }
}
