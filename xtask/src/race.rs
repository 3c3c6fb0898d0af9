//! Whole processes beside each other: `linkspan generate` and what renders a like app from a chart.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use linkspan_machine::go_tool::{self, GoTool};
use linkspan_machine::process::Call;
use linkspan_machine::project::Project;
use linkspan_machine::tree::Scratch;

use crate::judges::KUBE_SCORE;

/// `kustomize build`
const KUSTOMIZE: GoTool = GoTool {
    program: "kustomize",
    package: "sigs.k8s.io/kustomize/kustomize/v5",
    version: "v5.7.1",
};

/// `helm template`
const HELM: GoTool =
    GoTool { program: "helm", package: "helm.sh/helm/v3/cmd/helm", version: "v3.18.6" };

/// Judges manifests by Kubernetes' schemas.
const KUBECONFORM: GoTool = GoTool {
    program: "kubeconform",
    package: "github.com/yannh/kubeconform/cmd/kubeconform",
    version: "v0.8.0",
};

/// Runs of each, taken in turns so that a busy moment meets all alike.
const ROUNDS: usize = 40;
/// The app that all render: the largest golden one.
const APP: &str = "sidekiq";
/// The app whose manifests all check: 16 of them.
const CHECKED: &str = "postgres";

/// A runner and the median time of its runs.
pub(crate) struct Time {
    /// What ran.
    pub(crate) what: String,
    /// Median of its runs.
    pub(crate) median: Duration,
}

/// Times of `linkspan generate` first, then of each rival that could be installed; reasons for those
/// that could not.
pub(crate) fn race(project: &Project) -> Result<(Vec<Time>, Vec<String>)> {
    let program = built(project)?;
    let scratch = Scratch::beside(&project.cache.join("race"))?;
    let stage = scratch.path();
    let golden = project.root.join("tests/golden").join(APP);
    let spec = golden.join("linkspan.yml");
    let mut runners = vec![Runner {
        what: "linkspan generate (the whole bundle written)".to_owned(),
        program,
        args: vec!["generate".into(), "--spec".into(), spec, "--out".into()],
        fresh: Some(stage.join("out")),
        may_find: false,
    }];
    let mut missing = Vec::new();
    for (rival, what, args) in [
        (
            &KUSTOMIZE,
            "kustomize build (9 manifests printed)",
            vec!["build".into(), stage.join("kustomize")],
        ),
        (
            &HELM,
            "helm template (9 manifests printed)",
            vec!["template".into(), "shop".into(), stage.join("chart")],
        ),
    ] {
        match go_tool::get(project, rival) {
            Ok(program) => {
                prepare(rival, &golden.join("bundle/config/kube"), stage)?;
                runners.push(Runner {
                    what: what.to_owned(),
                    program,
                    args,
                    fresh: None,
                    may_find: false,
                });
            }
            Err(error) => missing.push(format!("{}: {error:#}", rival.program)),
        }
    }
    Ok((times(&runners)?, missing))
}

/// Times of `linkspan check` over the manifests of a golden app, then of each rival that could be
/// installed; reasons for those that could not.
pub(crate) fn check(project: &Project) -> Result<(Vec<Time>, Vec<String>)> {
    let program = built(project)?;
    let folder = project.root.join("tests/golden").join(CHECKED).join("bundle/config/kube");
    let mut files = Vec::new();
    for part in ["", "release", "jobs"] {
        for entry in std::fs::read_dir(folder.join(part))? {
            files.extend(Some(entry?.path()).filter(|path| path.is_file()));
        }
    }
    files.sort();
    let given = |words: &[&str]| {
        words.iter().map(PathBuf::from).chain(files.clone()).collect::<Vec<PathBuf>>()
    };
    let runner = |what: &str, program, args| Runner {
        what: what.to_owned(),
        program,
        args,
        fresh: None,
        may_find: true,
    };
    let mut runners = vec![runner("linkspan check (16 manifests)", program, given(&["check"]))];
    let mut missing = Vec::new();
    let schemas = project.cache.join("kubeconform");
    std::fs::create_dir_all(&schemas)?;
    let schemas = schemas.to_string_lossy();
    for (rival, words) in [
        (&KUBECONFORM, &["-summary", "-ignore-missing-schemas", "-cache", &*schemas][..]),
        (&KUBE_SCORE, &["score"][..]),
    ] {
        let found = go_tool::get(project, rival).and_then(|path| {
            if rival.program == KUBECONFORM.program {
                has_schemas(&path, &given(words))?;
            }
            Ok(path)
        });
        match found {
            Ok(path) => runners.push(runner(rival.program, path, given(words))),
            Err(error) => missing.push(format!("{}: {error:#}", rival.program)),
        }
    }
    Ok((times(&runners)?, missing))
}

/// Fills the cache of schemas, without which only an error is timed.
fn has_schemas(program: &Path, args: &[PathBuf]) -> Result<()> {
    let said = Command::new(program).args(args).stdin(Stdio::null()).output()?;
    let text = String::from_utf8_lossy(&said.stdout);
    ensure!(text.contains("Errors: 0"), "it cannot fetch Kubernetes' schemas from here");
    Ok(())
}

/// The program, built for release.
fn built(project: &Project) -> Result<PathBuf> {
    Call::new("cargo")
        .args(["build", "--release", "--quiet", "--package", "linkspan"])
        .dir(&project.root)
        .run()?;
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| project.root.join("target"), |folder| project.root.join(folder));
    Ok(target.join("release/linkspan"))
}

struct Runner {
    what: String,
    program: PathBuf,
    args: Vec<PathBuf>,
    /// A folder that is made anew for each run and given as the last argument.
    fresh: Option<PathBuf>,
    /// Whether it judges, and fails when it finds something.
    may_find: bool,
}

fn times(runners: &[Runner]) -> Result<Vec<Time>> {
    let mut all: Vec<Vec<Duration>> = runners.iter().map(|_| Vec::new()).collect();
    for _ in 0..ROUNDS {
        for (runner, times) in runners.iter().zip(&mut all) {
            times.push(once(runner)?);
        }
    }
    let median = |mut times: Vec<Duration>| {
        times.sort();
        times.get(times.len() / 2).copied().unwrap_or_default()
    };
    let named = runners.iter().zip(all);
    Ok(named
        .map(|(runner, times)| Time { what: runner.what.clone(), median: median(times) })
        .collect())
}

fn once(runner: &Runner) -> Result<Duration> {
    let mut command = Command::new(&runner.program);
    command.args(&runner.args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Some(folder) = &runner.fresh {
        let _ = std::fs::remove_dir_all(folder);
        std::fs::create_dir_all(folder)?;
        command.arg(folder);
    }
    let start = Instant::now();
    let status = command.status().with_context(|| runner.what.clone())?;
    let time = start.elapsed();
    if status.success() || runner.may_find && status.code() == Some(1) {
        Ok(time)
    } else {
        bail!("`{}` failed ({status})", runner.what)
    }
}

/// Writes the rival's input: the same manifests, with name and image left to its own means.
fn prepare(rival: &GoTool, manifests: &Path, stage: &Path) -> Result<()> {
    let mut texts = Vec::new();
    // The jobs are not part of what stays, and have generated names, which Kustomize does not take.
    for folder in ["", "release"] {
        for entry in std::fs::read_dir(manifests.join(folder))? {
            let path = entry?.path();
            if path.is_file() {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                texts.push((name, std::fs::read_to_string(&path)?));
            }
        }
    }
    texts.sort();
    if rival.program == HELM.program {
        chart(&texts, &stage.join("chart"))
    } else {
        overlay(&texts, &stage.join("kustomize"))
    }
}

fn chart(texts: &[(String, String)], folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder.join("templates"))?;
    std::fs::write(folder.join("Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 1.0.0\n")?;
    std::fs::write(
        folder.join("values.yaml"),
        "app: shop\nimage: registry.example.com/acme/shop\nrevision: abc\n",
    )?;
    for (name, text) in texts {
        let templated = text
            .replace(
                "registry.example.com/acme/shop:unreleased",
                "{{ .Values.image }}:{{ .Values.revision }}",
            )
            .replace("unreleased", "{{ .Values.revision }}")
            .replace("shop", "{{ .Values.app }}");
        std::fs::write(folder.join("templates").join(name), templated)?;
    }
    Ok(())
}

fn overlay(texts: &[(String, String)], folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut index = String::from("resources:\n");
    for (name, text) in texts {
        index.push_str(&format!("  - {name}\n"));
        std::fs::write(folder.join(name), text)?;
    }
    index.push_str("images:\n  - name: registry.example.com/acme/shop\n    newTag: abc\n");
    std::fs::write(folder.join("kustomization.yaml"), index)?;
    Ok(())
}
