//! `linkspan check`

mod fix;
mod github;
mod sarif;
mod summary;

use crate::error::CliError;
use crate::exit::Exit;
use crate::input;
use crate::{paint, terminal};
use clap::ValueEnum;
use linkspan_core::diagnostic::{Report, Severity, to_json};
use linkspan_core::internal::facts::Kubernetes;
use linkspan_core::internal::secret::conceal;
use std::path::PathBuf;

/// Check specs, bundles and folders of manifests
///
/// A PATH is a linkspan.yml, a bundle (folder, .tar.gz, .tgz or .zip), a file of manifests, any
/// folder of manifests, or `-` for standard input. Manifests of all paths are judged together, so
/// that references between them are followed.
///
/// Where a linkspan.yml stands beside a Gemfile, what it says is compared with the files of the app: Gemfile.lock,
/// config/database.yml, config/puma.rb, Procfile and others, which the last lines name.
///
/// In a folder with config/kube, linkspan.yml and config/kube are judged, and no other manifests. In
/// another Rails app (a folder with a Gemfile), or beside a linkspan.yml alone, every .yml, .yaml
/// and .json file that holds Kubernetes objects is judged, and database.yml and its like are not.
/// In any other folder every .yml and .yaml file is judged, and .json files that hold Kubernetes
/// objects. In a Rails app or a bundle, Dockerfile, .dockerignore, bin/docker-entrypoint and
/// deploy.sh are judged as well. What linkspan.yml says is in the cluster, such as the app's Secret
/// and its keys, counts as there. Never entered: hidden folders, node_modules, vendor, tmp, log, and symbolic links to
/// folders; of hidden folders .k8s, .kubernetes, .manifests and .deploy are. What a kustomization file names as a patch
/// is left to Kustomize, and a folder with a Chart.yaml to Helm. Files above 8 MiB are not read.
///
/// The severity of each rule comes from `check.rules` in the linkspan.yml among the paths, else in the
/// nearest one in a folder above, up to the root of the repository. To allow a single finding, write a
/// comment on its line or on the line before: `# linkspan: allow RULE because REASON`.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(crate) struct Args {
    /// What to check
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t)]
    output: Form,
    /// Version of Kubernetes to check against; by default that of the linkspan.yml, else 1.36
    #[arg(long, value_name = "VERSION", value_parser = version)]
    kubernetes: Option<Kubernetes>,
    /// The lowest severity that makes the exit code 1
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t)]
    deny: Least,
    /// Write every certain fix into its file
    #[arg(long)]
    fix: bool,
    /// With --fix: write nothing, show the changes
    #[arg(long, requires = "fix")]
    dry_run: bool,
    /// Show what --fix would change; the same as --fix --dry-run
    #[arg(long, conflicts_with_all = ["fix", "dry_run"])]
    diff: bool,
}

/// Who reads the findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A person.
    #[default]
    Human,
    /// A program: one line of JSON with a version.
    Json,
    /// A code scanner: SARIF 2.1.0.
    Sarif,
    /// A run of GitHub Actions: annotations at the lines of a pull request.
    Github,
}

/// From which severity on findings are a failure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Least {
    /// Errors alone.
    #[default]
    Error,
    /// Warnings and errors.
    Warning,
    /// Every finding.
    Hint,
}

impl Least {
    const fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Hint => Severity::Hint,
        }
    }
}

const HELP: &str = "\
Exit codes:
  0  no finding of severity error, or of that given with --deny, or above
  1  there is one
  2  could not run: wrong usage, or a file that cannot be read or written";

fn version(text: &str) -> Result<Kubernetes, String> {
    Kubernetes::parse(text).ok_or_else(|| {
        let known: Vec<&str> = Kubernetes::ALL.iter().map(|version| version.name()).collect();
        format!("linkspan knows {}", known.join(", "))
    })
}

pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let input = input::gather(&args.paths)?;
    if args.fix || args.diff {
        return fix::run(args, &input);
    }
    let mut report = input.report(args.kubernetes);
    report.extend(super::stale::findings(&args.paths, &input.specs.settings));
    report.sort();
    let texts = input.texts();
    let shown = || conceal(&report, &texts).report;
    match args.output {
        Form::Json => terminal::result(&format!("{}\n", to_json(&shown())))?,
        Form::Sarif => terminal::result(&sarif::text(&shown()))?,
        Form::Github => {
            terminal::result(&github::text(&shown()))?;
            terminal::talk(&summary::text(args, &report, &input));
        }
        Form::Human => {
            let mut text = paint::report(&report, &texts);
            text.push_str(&summary::text(args, &report, &input));
            terminal::result(&text)?;
        }
    }
    Ok(exit(args, &report))
}

fn exit(args: &Args, report: &Report) -> Exit {
    let least = args.deny.severity();
    if report.worst().is_some_and(|worst| worst >= least) { Exit::Found } else { Exit::Done }
}
