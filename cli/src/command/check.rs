//! `linkspan check`

use super::Output;
use crate::error::CliError;
use crate::exit::Exit;
use crate::input::{self, Judged};
use crate::{paint, terminal};
use linkspan_core::check::{self, Options};
use linkspan_core::diagnostic::{Report, to_json};
use linkspan_core::facts::Kubernetes;
use std::path::PathBuf;

/// Check specs, bundles and folders of manifests
///
/// A PATH is a linkspan.yml, a bundle (folder, .tar.gz, .tgz or .zip), a file of manifests, any
/// folder of manifests, or `-` for standard input. Manifests of all paths are judged together, so
/// that references between them are followed.
///
/// In a folder with config/kube, linkspan.yml and config/kube are judged, and no other manifests. In
/// another Rails app (a folder with a Gemfile), or beside a linkspan.yml alone, every .yml, .yaml
/// and .json file that holds Kubernetes objects is judged, and database.yml and its like are not.
/// In any other folder every .yml and .yaml file is judged, and .json files that hold Kubernetes
/// objects. In a Rails app or a bundle, Dockerfile, .dockerignore, bin/docker-entrypoint and
/// deploy.sh are judged as well. What the spec says is in the cluster, such as the app's Secret and
/// its keys, is known to be there. Never entered: hidden folders, node_modules, vendor, tmp, log, and symbolic links to
/// folders. kustomization files are left to Kustomize. Files above 8 MiB are not read.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::exit::HELP)]
pub(crate) struct Args {
    /// What to check
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t)]
    output: Output,
    /// Version of Kubernetes that judges; by default that of the linkspan.yml, else 1.36
    #[arg(long, value_name = "VERSION", value_parser = version)]
    kubernetes: Option<Kubernetes>,
}

fn version(text: &str) -> Result<Kubernetes, String> {
    Kubernetes::parse(text).ok_or_else(|| {
        let known: Vec<&str> = Kubernetes::ALL.iter().map(|version| version.name()).collect();
        format!("linkspan knows {}", known.join(", "))
    })
}

pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let judged = input::gather(&args.paths)?;
    let kubernetes = args.kubernetes.or(judged.kubernetes).unwrap_or_default();
    let report = match args.kubernetes {
        Some(one) => judge(&judged, |_| one),
        None => judge(&judged, |file| judged.version_of(file, kubernetes)),
    };
    match args.output {
        Output::Json => terminal::result(&format!("{}\n", to_json(&report)))?,
        Output::Human => {
            let mut text = paint::report(&report, &judged.texts);
            text.push_str(&summary(&report, judged.texts.len(), kubernetes));
            terminal::result(&text)?;
        }
    }
    Ok(if report.has_errors() { Exit::Found } else { Exit::Done })
}

/// What the checker says about all manifests together. Environments of other versions run in other
/// clusters, so they are judged apart.
pub(super) fn judge(judged: &Judged, version: impl Fn(&str) -> Kubernetes) -> Report {
    let mut report = Report::default();
    let alone = judged.manifests.is_empty();
    for kubernetes in Kubernetes::ALL {
        let mut sources = judged.sources();
        sources.retain(|source| version(source.path) == kubernetes);
        if sources.is_empty() && !alone {
            continue;
        }
        // Each is judged with the manifests that it may speak of; what is said twice is kept once.
        sources.extend(judged.companions());
        let options = Options { kubernetes, outside: judged.outside.clone() };
        report.diagnostics.extend(check::check(&sources, &options).diagnostics);
    }
    report.diagnostics.extend(judged.diagnostics.iter().cloned());
    report.sort();
    report
}

fn summary(report: &Report, files: usize, kubernetes: Kubernetes) -> String {
    let files = paint::number(files, "file");
    let counts = paint::counts(report);
    if counts.is_empty() {
        let version = kubernetes.name();
        return format!("{} in {files} (Kubernetes {version})\n", paint::green("no findings"));
    }
    format!("{counts} in {files} (Kubernetes {})\n", kubernetes.name())
}
