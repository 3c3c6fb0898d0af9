//! The commands, one file each.

mod apply;
mod bundle;
mod check;
mod completions;
mod explain;
mod generate;
mod init;
mod new;
mod plan;
mod reference;
mod running;
mod schema;
mod stale;
mod status;
mod trial;

use crate::error::CliError;
use crate::exit::{self, Exit};
use clap::{Parser, Subcommand, ValueEnum};

/// Deploys Rails apps to Kubernetes: generates all files from one short linkspan.yml, checks and explains them.
///
/// Start in the app's folder with `linkspan init`, then `linkspan generate`, and follow the DEPLOY.md that it writes.
#[derive(Debug, Parser)]
#[command(name = "linkspan", version, after_help = exit::HELP, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(init::Args),
    New(new::Args),
    Generate(generate::Args),
    Check(check::Args),
    Plan(plan::Args),
    Apply(apply::Args),
    Status(status::Args),
    Explain(explain::Args),
    Schema(schema::Args),
    Reference(reference::Args),
    Completions(completions::Args),
}

/// Who reads the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// A person.
    #[default]
    Human,
    /// A program: one line of JSON with a version.
    Json,
}

pub(crate) fn run(command: Command) -> Result<Exit, CliError> {
    match command {
        Command::Init(args) => init::run(&args),
        Command::New(args) => new::run(&args),
        Command::Generate(args) => generate::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Plan(args) => plan::run(&args),
        Command::Apply(args) => apply::run(&args),
        Command::Status(args) => status::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Schema(args) => schema::run(args),
        Command::Reference(args) => reference::run(args),
        Command::Completions(args) => completions::run(&args),
    }
}
