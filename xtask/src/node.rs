//! Node.js, and wasm-opt, which npm has in a new version for every system.

use anyhow::{Context, Result, bail};
use linkspan_machine::process::Call;
use linkspan_machine::project::Project;
use linkspan_machine::tool::Tool;
use linkspan_machine::tree::{self, Scratch};

/// The npm package `binaryen` that is known to read what today's compilers write.
const BINARYEN: &str = "132.0.0";
/// The oldest wasm-opt that does.
const OLDEST_WASM_OPT: u32 = 116;

/// Node.js and npm of PATH.
pub(crate) fn get() -> Result<Tool> {
    let version = Call::new("node").args(["--version"]).text().context("`node` is not on PATH")?;
    tree::on_path("npm").context("`npm` is not on PATH")?;
    Ok(Tool { how: format!("{version} on PATH"), ..Tool::default() })
}

/// The cached wasm-opt, else one on PATH that is new enough, else npm's.
pub(crate) fn wasm_opt(project: &Project) -> Result<Tool> {
    let place = project.tool("binaryen", BINARYEN);
    let how = if place.is_dir() {
        format!("{BINARYEN} from the cache")
    } else if let Some(version) = on_path().filter(|version| *version >= OLDEST_WASM_OPT) {
        return Ok(Tool { how: format!("{version} on PATH"), ..Tool::default() });
    } else {
        get().context("it comes from npm")?;
        let scratch = Scratch::beside(&place)?;
        Call::new("npm")
            .args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", "."])
            .args([format!("binaryen@{BINARYEN}")])
            .dir(scratch.path())
            .quiet()?;
        if !scratch.path().join("node_modules/.bin/wasm-opt").exists() {
            bail!("the npm package binaryen {BINARYEN} has no wasm-opt");
        }
        scratch.put(&place)?;
        format!("{BINARYEN} by `npm install binaryen`")
    };
    Ok(Tool { how, path: vec![place.join("node_modules/.bin")], ..Tool::default() })
}

/// The version of the wasm-opt on PATH.
fn on_path() -> Option<u32> {
    version_in(&Call::new(tree::on_path("wasm-opt")?).args(["--version"]).text()?)
}

/// The number in `wasm-opt version 132 (version_132)`.
fn version_in(text: &str) -> Option<u32> {
    text.split_whitespace().find_map(|word| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_number() {
        assert_eq!(version_in("wasm-opt version 132 (version_132)"), Some(132));
        assert_eq!(version_in("wasm-opt"), None);
    }
}
