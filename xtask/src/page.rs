//! Builds the page: trunk compiles and shrinks it, then its start script moves to a file.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail};

use crate::need::Need;
use crate::process::Call;
use crate::project::Project;
use crate::setup::Ready;
use crate::{csp, say, tree};

/// What building the page needs.
pub(crate) const NEEDS: [Need; 4] = [Need::Wasm, Need::Trunk, Need::Bindgen, Need::WasmOpt];

/// Builds the page into `dist`.
pub(crate) fn build(project: &Project, ready: &Ready) -> Result<()> {
    let lacks = |need: &&Need| ready.why_missing(**need).is_some();
    let missing: Vec<&str> = NEEDS.iter().filter(lacks).map(|need| need.name()).collect();
    if !missing.is_empty() {
        bail!("the page cannot be built without {}; see above how to get it", missing.join(", "));
    }
    let start = Instant::now();
    // trunk gets no network, so cargo fetches before.
    Call::new("cargo").args(["fetch", "--locked"]).dir(&project.root).quiet()?;
    let build = Call::new("trunk")
        .args(["build", "--release", "--offline", "--locked", "--color", "never"])
        .dir(&project.root)
        .env("CARGO_TARGET_DIR", project.wasm_target())
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", short_paths(project))
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // The compiler's own words are above; trunk's stack is of no use to anybody.
        .env("RUST_BACKTRACE", "0")
        .limit(Duration::from_secs(30 * 60));
    // trunk reads NO_COLOR as a yes or no.
    let build =
        if std::env::var_os("NO_COLOR").is_some() { build.env("NO_COLOR", "true") } else { build };
    ready.equip(build, &NEEDS).run()?;
    strict(project)?;
    say::done(&format!("page built in `{}`", project.dist().display()), start.elapsed());
    Ok(())
}

/// Compiler options that keep this machine's folders out of the page: shorter, and the same everywhere.
fn short_paths(project: &Project) -> String {
    let registry = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")))
        .and_then(|home| tree::folders(&home.join("registry/src")));
    let folders = registry.unwrap_or_default().into_iter().chain([project.root.clone()]);
    let options: Vec<String> =
        folders.map(|folder| format!("--remap-path-prefix={}=", folder.display())).collect();
    options.join(" ")
}

/// Builds the page unless it is there and newer than all that it is made of, for steps that are run alone.
pub(crate) fn build_if_stale(project: &Project, ready: &Ready) -> Result<()> {
    let built = changed(&project.dist().join("index.html"));
    if built.is_some() && built >= newest(project)? { Ok(()) } else { build(project, ready) }
}

/// When the last change was made to what the page is made of.
fn newest(project: &Project) -> Result<Option<SystemTime>> {
    let mut files: Vec<PathBuf> = ["Cargo.lock", "Cargo.toml", "Trunk.toml", "index.html"]
        .map(|name| project.root.join(name))
        .into();
    for folder in ["core", "web"] {
        files.extend(tree::files(&project.root.join(folder))?);
    }
    Ok(files.iter().filter_map(|file| changed(file)).max())
}

/// When a file was last written, if it is there.
fn changed(file: &Path) -> Option<SystemTime> {
    std::fs::metadata(file).and_then(|about| about.modified()).ok()
}

/// Lets the page run under a policy that forbids inline scripts.
fn strict(project: &Project) -> Result<()> {
    let index = project.dist().join("index.html");
    let html = std::fs::read_to_string(&index)
        .with_context(|| format!("reading the built page, `{}`", index.display()))?;
    let page = csp::apart(&html)?;
    std::fs::write(project.dist().join(&page.name), page.script)?;
    std::fs::write(&index, page.html).context("writing the page without its inline script")
}
