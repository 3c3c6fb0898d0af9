//! `linkspan generate`

mod choose;
mod diff;
mod keep;
mod moved;
mod pack;
mod table;
mod write;

use super::Output;
use crate::error::CliError;
use crate::exit::Exit;
use crate::{input, output, terminal};
use choose::Choice;
use std::path::PathBuf;

/// Write all files that follow from linkspan.yml
///
/// A file that linkspan wrote and nobody edited since is replaced without a question. A file that was
/// edited, or that linkspan did not write, is left as it is, unless you agree when linkspan asks on a
/// terminal; there you can also keep it for good, which linkspan writes into `keep` of linkspan.yml:
/// such a file is yours, and never asked about again. All other files are written, and each run names
/// the files that it left; the exit code is still 0, and `--check` finds them. If one file cannot be
/// written, none is.
///
/// linkspan tells them apart by linkspan.lock, which holds a digest of each file as it was written
/// (`sha256sum -c linkspan.lock` reads it too): commit it.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::exit::HELP)]
pub(crate) struct Args {
    /// The spec
    #[arg(long, value_name = "FILE", default_value = input::DEFAULT)]
    spec: PathBuf,
    /// Folder to write to: the app's own
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
    /// Write one archive instead; its name ends with .tar.gz, .tgz or .zip
    #[arg(long, value_name = "FILE", conflicts_with_all = ["out", "check"])]
    archive: Option<PathBuf>,
    /// Write nothing; exit with 1 when files are missing, differ (edited ones too), or are no longer
    /// generated
    #[arg(long)]
    check: bool,
    /// Write nothing; show what would be written
    #[arg(long, conflicts_with = "check")]
    dry_run: bool,
    /// Write nothing; show how a file of yours differs from what linkspan would write there
    #[arg(long, value_name = "FILE", conflicts_with_all = ["check", "dry_run", "archive", "force"])]
    diff: Option<String>,
    /// Overwrite files that were edited or that linkspan did not write, and remove those that are
    /// no longer generated, without asking
    #[arg(long, conflicts_with = "check")]
    force: bool,
    /// How to print the files, each in the state in which it was found
    #[arg(long, value_enum, default_value_t)]
    output: Output,
}

impl Args {
    /// Those of `linkspan generate` in the folder of an app, with nothing else said.
    pub(in crate::command) fn of(spec: PathBuf, out: PathBuf) -> Self {
        Self {
            spec,
            out,
            archive: None,
            check: false,
            dry_run: false,
            diff: None,
            force: false,
            output: Output::Human,
        }
    }
}

pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let mut loaded = input::load(&args.spec)?;
    let is_kept_missing = args.archive.is_none() && loaded.look_for_kept(&args.out);
    if loaded.generated.report.has_errors() && args.output == Output::Json {
        terminal::result(&table::json(&loaded.generated.report, &[]))?;
        return Ok(Exit::Found);
    }
    let consequence = if args.check { "nothing to compare with" } else { "nothing was written" };
    if let Some(exit) = loaded.tell(consequence) {
        return Ok(exit);
    }
    if let Some(path) = &args.diff {
        return diff::run(args, path, &loaded);
    }
    if let Some(archive) = &args.archive {
        return pack::run(args, archive, &loaded);
    }
    let comparison = output::compare(&loaded.generated.bundle, &args.out, &loaded.path)?;
    moved::tell(args, &mut loaded, &comparison);
    if args.check {
        let choices: Vec<Choice<'_>> = comparison.entries.iter().map(Choice::none).collect();
        let drifted = is_kept_missing
            || comparison.entries.iter().any(|entry| entry.state != output::State::Same);
        terminal::result(&match args.output {
            Output::Json => table::json(&loaded.generated.report, &choices),
            Output::Human => table::drift(&comparison.entries, &input::name(&args.spec)),
        })?;
        return Ok(if drifted { Exit::Found } else { Exit::Done });
    }
    let answers = choose::ask_each(args, &comparison)?;
    if answers.keep.is_empty() {
        return write::run(args, &loaded, &comparison, &answers);
    }
    // The files follow from the spec as it is now.
    keep::remember(&loaded, &answers.keep)?;
    let loaded = input::load(&args.spec)?;
    if let Some(exit) = loaded.tell(consequence) {
        return Ok(exit);
    }
    let comparison = output::compare(&loaded.generated.bundle, &args.out, &loaded.path)?;
    write::run(args, &loaded, &comparison, &answers)
}
