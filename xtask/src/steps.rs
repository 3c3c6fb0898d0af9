//! The steps of `cargo xtask test`: what each runs, and what it needs.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use linkspan_machine::process::Call;
use linkspan_machine::project::Project;
use linkspan_machine::tree;

use crate::need::Need;
use crate::page::Page;
use crate::serve::Server;
use crate::setup::Ready;
use crate::wasm::TARGET;
use crate::{corpus, live, weight};

/// A part of the whole test.
pub(crate) struct Step {
    /// The name that `--only` takes.
    pub(crate) name: &'static str,
    /// What it shows when it passes.
    pub(crate) shows: &'static str,
    /// What it cannot run without.
    pub(crate) needs: &'static [Need],
    /// What it shows less without.
    pub(crate) wants: &'static [Need],
    /// Whether there is anything to run yet.
    pub(crate) applies: fn(&Project) -> bool,
    /// Whether it mostly waits and disturbs no other, so that it can go on beside them.
    pub(crate) aside: bool,
    /// Runs it.
    pub(crate) run: fn(&Project, &Ready) -> Result<()>,
}

/// All steps, the quickest to fail first.
pub(crate) const STEPS: [Step; 9] = [
    Step {
        name: "format",
        shows: "the code is formatted",
        needs: &[],
        wants: &[],
        applies: |_| true,
        aside: false,
        run: |project, _| cargo(project, &["fmt", "--all", "--check"]).run(),
    },
    Step {
        name: "clippy",
        shows: "no lint complains, tests included",
        needs: &[],
        wants: &[],
        applies: |_| true,
        aside: false,
        run: |project, _| {
            let check = ["clippy", "--locked", "--workspace", "--all-targets", "--quiet"];
            cargo(project, &check).args(["--", "--deny", "warnings"]).run()
        },
    },
    Step {
        name: "doc",
        shows: "the pages of the core's crate build without a warning",
        needs: &[],
        wants: &[],
        applies: |_| true,
        aside: false,
        // After clippy, which has read the dependencies already.
        run: |project, _| {
            let doc = ["doc", "--locked", "--package", "linkspan-core", "--no-deps", "--quiet"];
            cargo(project, &doc).env("RUSTDOCFLAGS", "--deny warnings").run()
        },
    },
    Step {
        name: "native",
        shows: "unit, golden and property tests pass, and a live API server takes every bundle",
        needs: &[],
        wants: &[Need::Judges, Need::Facts, Need::Kubectl, Need::ApiServer],
        applies: |_| true,
        aside: false,
        run: |project, ready| {
            let test = cargo(project, &["test", "--locked", "--workspace", "--no-fail-fast"]);
            let test = ready.equip(test, &[Need::Judges, Need::Facts, Need::Kubectl]);
            let test = corpus::equip(project, test);
            if ready.why_missing(Need::ApiServer).is_some() {
                return test.run();
            }
            linkspan_cluster::beside(project, test)
        },
    },
    Step {
        name: "wasm",
        shows: "the tests that need a browser pass in one, and core gives there what it gives here",
        needs: &[Need::Wasm, Need::Runner, Need::Browser],
        wants: &[],
        applies: |project| !wasm_tests(&project.root).is_empty(),
        aside: false,
        run: wasm,
    },
    Step {
        name: "page",
        shows: "the page builds as it is published",
        needs: Page::Published.needs(),
        wants: &[],
        applies: |_| true,
        aside: false,
        run: |project, ready| Page::Published.build(project, ready),
    },
    Step {
        name: "weight",
        shows: "the page is as light as promised",
        needs: Page::Published.needs(),
        wants: &[],
        applies: |_| true,
        aside: false,
        run: |project, ready| {
            Page::Published.build_if_stale(project, ready)?;
            weight::check(&Page::Published.folder(project))
        },
    },
    Step {
        name: "browser",
        shows: "a person can use the page, under a strict policy",
        needs: &[Need::Wasm, Need::WasmOpt, Need::Node, Need::Browser],
        wants: &[],
        applies: |project| project.root.join("tests/browser/run.mjs").is_file(),
        aside: false,
        run: browser,
    },
    Step {
        name: "cluster",
        shows: "a real Rails app comes aboard a real cluster, and releases come and go without a lost request",
        needs: &[Need::Nodes],
        wants: &[],
        applies: |_| true,
        aside: true,
        run: |project, _| live::run(project, &[], Vec::new()),
    },
];

/// cargo in the project's root.
fn cargo(project: &Project, args: &[&str]) -> Call {
    Call::new("cargo").args(args).dir(&project.root)
}

/// Tests for wasm32, in a headless browser.
fn wasm(project: &Project, ready: &Ready) -> Result<()> {
    let mut failed = Vec::new();
    for (package, targets) in wasm_tests(&project.root) {
        let test = cargo(project, &["test", "--locked", "--target", TARGET, "--package", package])
            .args(&targets)
            .env("CARGO_TARGET_DIR", project.wasm_target())
            .env("WASM_BINDGEN_USE_BROWSER", "1")
            // Seconds; the module is large before it is shrunk, and the machine may be busy.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "180")
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", project.root.join("webdriver.json"))
            .limit(Duration::from_secs(25 * 60));
        if let Err(error) = ready.equip(test, &[Need::Wasm, Need::Runner, Need::Browser]).run() {
            failed.push(error.to_string());
        }
    }
    if failed.is_empty() { Ok(()) } else { bail!("{}", failed.join("; ")) }
}

/// The packages with tests for the browser, and cargo's options that pick those tests: a file that says
/// `wasm_bindgen_test` has some.
fn wasm_tests(root: &Path) -> Vec<(&'static str, Vec<String>)> {
    let packages =
        [("linkspan-core", "core"), ("linkspan-web", "web"), ("linkspan-tests", "tests")];
    let options = packages.map(|(package, folder)| (package, wasm_options(&root.join(folder))));
    options.into_iter().filter(|(_, options)| !options.is_empty()).collect()
}

/// cargo's options that pick a package's tests for the browser.
fn wasm_options(folder: &Path) -> Vec<String> {
    let has = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "rs")
            && std::fs::read_to_string(path).is_ok_and(|text| text.contains("wasm_bindgen_test"))
    };
    let mut options = Vec::new();
    let source = folder.join("src");
    if tree::files(&source).unwrap_or_default().iter().any(has) {
        for (file, option) in [("lib.rs", "--lib"), ("main.rs", "--bins")] {
            if source.join(file).is_file() {
                options.push(option.to_owned());
            }
        }
    }
    for path in tree::files(&folder.join("tests")).unwrap_or_default() {
        let direct = path.parent() == Some(&folder.join("tests"));
        if let (true, Some(name)) = (direct && has(&path), path.file_stem()) {
            options.extend(["--test".to_owned(), name.to_string_lossy().into_owned()]);
        }
    }
    options
}

/// The page in a browser, driven as a person would: `tests/browser/run.mjs`.
fn browser(project: &Project, ready: &Ready) -> Result<()> {
    drive(project, ready, "run.mjs")
}

/// A program of `tests/browser/` on the served page.
pub(crate) fn drive(project: &Project, ready: &Ready, program: &str) -> Result<()> {
    let folder = project.root.join("tests/browser");
    Page::Published.build_if_stale(project, ready)?;
    if !installed(&folder) {
        Call::new("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .dir(&folder)
            .quiet()?;
    }
    let server = Server::listen(&Page::Published.folder(project), 0)?;
    let address = format!("http://{}/", server.address()?);
    thread::spawn(|| server.run());
    let chromium = ready.variable("CHROMIUM").context("no browser was found")?;
    Call::new("node")
        .args([program])
        .env("LINKSPAN_URL", address)
        .env("LINKSPAN_DIST", Page::Published.folder(project))
        .env("CHROMIUM", chromium)
        .limit(Duration::from_secs(25 * 60))
        .dir(&folder)
        .run()
}

/// Whether npm has installed what the lock file says since it was last changed.
fn installed(folder: &Path) -> bool {
    let changed =
        |path: &str| std::fs::metadata(folder.join(path)).and_then(|data| data.modified());
    match (changed("package-lock.json"), changed("node_modules/.package-lock.json")) {
        (Ok(wanted), Ok(done)) => done >= wanted,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_with_browser_tests_are_run_in_one() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("linkspan-steps-{}", std::process::id()));
        for part in ["src", "tests/data"] {
            std::fs::create_dir_all(folder.join(part))?;
        }
        std::fs::write(folder.join("src/main.rs"), "")?;
        std::fs::write(folder.join("tests/golden.rs"), "#[test]")?;
        assert!(wasm_options(&folder).is_empty());
        std::fs::write(folder.join("tests/same.rs"), "#[wasm_bindgen_test]")?;
        std::fs::write(folder.join("tests/data/not.rs"), "#[wasm_bindgen_test]")?;
        std::fs::write(folder.join("src/view.rs"), "#[wasm_bindgen_test]")?;
        assert_eq!(wasm_options(&folder), ["--bins", "--test", "same"]);
        tree::remove(&folder)
    }
}
