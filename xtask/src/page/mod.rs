//! Builds the page: cargo compiles its programs, wasm-bindgen writes their JavaScript, wasm-opt shrinks them.

mod files;

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Error, Result, bail};
use linkspan_machine::process::{Call, built};
use linkspan_machine::project::Project;
use linkspan_machine::say;
use linkspan_machine::tree::{self, Scratch};

use crate::need::Need;
use crate::setup::Ready;
use crate::wasm::TARGET;

/// Which of the two pages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// The one that is published: as small as it can be, in `dist`.
    Published,
    /// The same to look at on this machine: built in a third of the time, several times as large, in `target`.
    Here,
}

/// A program of the page.
struct Program {
    name: &'static str,
    /// What kind of JavaScript wasm-bindgen writes for it.
    script: &'static str,
    /// The profile in which it is published.
    profile: &'static str,
    /// How wasm-opt shrinks it then.
    shrink: &'static str,
    /// The features of its package that it is published with.
    features: &'static str,
}

/// The page itself, and the thread of its checker, which `web/static/checker.js` starts.
const PROGRAMS: [Program; 2] = [
    Program {
        name: "linkspan-web",
        script: "web",
        profile: "wasm-release",
        shrink: "-Oz",
        features: "texts",
    },
    Program {
        name: "judge",
        script: "no-modules",
        profile: "wasm-judge",
        shrink: "-Os",
        features: "",
    },
];
/// The profile of the page to look at.
const QUICK: &str = "wasm-quick";

/// What wasm-opt may use: what compilers write today and every browser of the last years reads. Nothing lies below
/// 1,024: the stack ends there, and no pointer wraps around to it.
const WASM_OPT: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--low-memory-unused",
];

/// How long compiling may take.
const LIMIT: Duration = Duration::from_secs(30 * 60);

impl Page {
    /// What building it needs.
    pub(crate) const fn needs(self) -> &'static [Need] {
        match self {
            Self::Published => &[Need::Wasm, Need::WasmOpt],
            Self::Here => &[Need::Wasm],
        }
    }

    /// Where it stands.
    pub(crate) fn folder(self, project: &Project) -> PathBuf {
        match self {
            Self::Published => project.root.join("dist"),
            Self::Here => project.wasm_target().join("page"),
        }
    }

    /// Builds it. The page from before stays until this one is whole.
    pub(crate) fn build(self, project: &Project, ready: &Ready) -> Result<()> {
        let lacks = |need: &&Need| ready.why_missing(**need).is_some();
        let missing: Vec<&str> =
            self.needs().iter().filter(lacks).map(|need| need.name()).collect();
        if !missing.is_empty() {
            bail!(
                "the page cannot be built without {}; see above how to get it",
                missing.join(", ")
            );
        }
        let start = Instant::now();
        let (bindgen, modules) = thread::scope(|scope| {
            // What compiles the page leaves a core free for much of the time.
            let bindgen = scope.spawn(|| bindgen(project));
            let modules = self.modules(project, ready);
            (bindgen.join(), modules)
        });
        let bindgen = bindgen.map_err(|_| Error::msg("building wasm-bindgen ended early"))??;
        let folder = self.folder(project);
        let scratch = Scratch::beside(&folder)?;
        let made = scratch.path();
        for (program, module) in PROGRAMS.iter().zip(modules?) {
            Call::new(&bindgen)
                .args([module.as_os_str(), program.script.as_ref(), made.as_os_str()])
                .quiet()?;
            if self == Self::Published {
                let module = made.join(format!("{}_bg.wasm", program.name));
                let shrink = Call::new("wasm-opt").args([program.shrink]).args(WASM_OPT);
                let shrink = shrink.args([module.as_os_str(), "-o".as_ref(), module.as_os_str()]);
                ready.equip(shrink, self.needs()).quiet()?;
            }
        }
        files::lay(&project.root.join("web"), made)?;
        tree::remove(&folder)?;
        scratch.put(&folder)?;
        say::done(&format!("page built in `{}`", folder.display()), start.elapsed());
        Ok(())
    }

    /// Builds it unless it is there and newer than all that it is made of, for steps that are run alone.
    pub(crate) fn build_if_stale(self, project: &Project, ready: &Ready) -> Result<()> {
        let built = changed(&self.folder(project).join(files::INDEX));
        if built.is_some() && built >= newest(project)? {
            Ok(())
        } else {
            self.build(project, ready)
        }
    }

    /// Compiles the programs, and names their modules.
    fn modules(self, project: &Project, ready: &Ready) -> Result<Vec<PathBuf>> {
        let cargo = |profile: &str| {
            let target = ["build", "--locked", "--target", TARGET, "--package", "linkspan-web"];
            let cargo = Call::new("cargo").args(target).args(["--profile", profile]);
            let cargo = cargo.env("CARGO_TARGET_DIR", project.wasm_target());
            ready.equip(cargo.dir(&project.root).limit(LIMIT), self.needs())
        };
        match self {
            Self::Here => cargo(QUICK).args(["--bins"]).run()?,
            Self::Published => {
                for program in &PROGRAMS {
                    cargo(program.profile)
                        .args(["--bin", program.name])
                        .args(["--no-default-features", "--features", program.features])
                        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", short_paths(project))
                        .run()?;
                }
            }
        }
        let place = |program: &Program| {
            let profile = if self == Self::Here { QUICK } else { program.profile };
            let folder = project.wasm_target().join(TARGET).join(profile);
            folder.join(format!("{}.wasm", program.name))
        };
        Ok(PROGRAMS.iter().map(place).collect())
    }
}

/// wasm-bindgen, in the version of the library that the page uses.
fn bindgen(project: &Project) -> Result<PathBuf> {
    let words = ["build", "--locked", "--package", "linkspan-bindgen", "--bin", "bindgen"];
    built(&project.root, &words, "bindgen")
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

/// When the last change was made to what the page is made of.
fn newest(project: &Project) -> Result<Option<SystemTime>> {
    let mut files: Vec<PathBuf> =
        ["Cargo.lock", "Cargo.toml"].map(|name| project.root.join(name)).into();
    for folder in ["core", "web"] {
        files.extend(tree::files(&project.root.join(folder))?);
    }
    Ok(files.iter().filter_map(|file| changed(file)).max())
}

/// When a file was last written, if it is there.
fn changed(file: &Path) -> Option<SystemTime> {
    std::fs::metadata(file).and_then(|about| about.modified()).ok()
}
