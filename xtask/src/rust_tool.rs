//! Tools that cargo installs, each version in a folder of its own. Unoptimized: they build in half the time, and run
//! for seconds.

use std::time::Duration;

use anyhow::{Context, Result};

use crate::lock;
use crate::need::Tool;
use crate::process::Call;
use crate::project::Project;
use crate::say;
use crate::tree::{self, Scratch};

/// The newest trunk that the project's oldest compiler builds.
const TRUNK: &str = "0.21.14";
/// The longest that building one tool may take.
const LIMIT: Duration = Duration::from_secs(40 * 60);

/// A program that cargo can install.
struct RustTool<'a> {
    package: &'a str,
    program: &'a str,
    version: &'a str,
    options: &'a [&'a str],
}

/// trunk, which builds the page.
pub(crate) fn trunk(project: &Project) -> Result<Tool> {
    get(
        project,
        &RustTool {
            package: "trunk",
            program: "trunk",
            version: TRUNK,
            options: &["--no-default-features", "--features", "rustls"],
        },
    )
}

/// wasm-bindgen and its test runner, exactly in the version of the library in Cargo.lock.
pub(crate) fn wasm_bindgen(project: &Project) -> Result<Tool> {
    let version = lock::version_of(&project.lock()?, "wasm-bindgen")
        .context("Cargo.lock does not name wasm-bindgen")?;
    let tool = RustTool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: &version,
        options: &[],
    };
    let mut found = get(project, &tool)?;
    let runner = found.path.first().map(|folder| folder.join("wasm-bindgen-test-runner"));
    let runner = runner.map_or_else(|| "wasm-bindgen-test-runner".into(), Into::into);
    found.env.push(("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner));
    Ok(found)
}

/// The cached tool, else the one on PATH in this version, else built by cargo.
fn get(project: &Project, tool: &RustTool<'_>) -> Result<Tool> {
    let place = project.tool(tool.program, tool.version);
    let how = if place.is_dir() {
        format!("{} from the cache", tool.version)
    } else if on_path(tool) {
        return Ok(Tool { how: format!("{} on PATH", tool.version), ..Tool::default() });
    } else {
        let scratch = Scratch::beside(&place)?;
        let root = scratch.path().to_owned();
        say::doing(&format!("cargo install {} {}, some minutes", tool.package, tool.version));
        let install = |locked: &[&str]| {
            Call::new("cargo")
                .args(["install", "--debug", "--quiet", "--root"])
                .args([&root])
                .args(tool.options)
                .args(locked)
                .args([format!("{}@{}", tool.package, tool.version)])
                .env("CARGO_TARGET_DIR", root.join("target"))
                .env("CARGO_PROFILE_DEV_DEBUG", "0")
                .limit(LIMIT)
                .dir(&project.cache)
                .quiet()
        };
        install(&["--locked"]).or_else(|error| {
            if !unresolved(&error) {
                return Err(error);
            }
            say::doing("the registry lacks a version that its lock file names, trying without");
            install(&[])
        })?;
        tree::remove(&root.join("target"))?;
        scratch.put(&place)?;
        format!("{} by `cargo install`", tool.version)
    };
    Ok(Tool { how, path: vec![place.join("bin")], ..Tool::default() })
}

/// Whether the tool on PATH is of the wanted version.
fn on_path(tool: &RustTool<'_>) -> bool {
    tree::on_path(tool.program)
        .and_then(|path| Call::new(path).args(["--version"]).text())
        .is_some_and(|text| text.split_whitespace().any(|word| word == tool.version))
}

/// Whether cargo found no fitting version of a dependency: a registry may lack the newest of something.
fn unresolved(error: &anyhow::Error) -> bool {
    format!("{error:#}").contains("failed to select a version")
}
