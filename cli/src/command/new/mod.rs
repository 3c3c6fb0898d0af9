//! `linkspan new`

mod questions;
mod settings;

use crate::error::{CliError, shown};
use crate::exit::Exit;
use crate::output::{self, Existing};
use crate::paint::{self, Sources, plain};
use crate::{ask, input, terminal};
use linkspan_core::generate;
use linkspan_core::preset::{self, PRESETS};
use linkspan_core::spec::{Draft, FILE};
use std::io;
use std::path::{Path, PathBuf};

/// Write a linkspan.yml: answer a few questions, or give flags
///
/// On a terminal, linkspan asks for what the flags leave open. In a script it asks nothing, so --app
/// and --image (or --preset) are needed. It never asks for a secret's value: linkspan.yml holds names.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::exit::HELP)]
pub(crate) struct Args {
    /// Where to write
    #[arg(long, value_name = "FILE", default_value = input::DEFAULT)]
    out: PathBuf,
    /// Spec to start from: sidekiq, guide, rails8, api, hobby, smallest, or the id of a provider such as eks
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// Name of the app
    #[arg(long, value_name = "NAME")]
    app: Option<String>,
    /// Repository of the image, without a tag
    #[arg(long, value_name = "REPOSITORY")]
    image: Option<String>,
    /// Host name; give it once for each
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// Any field: --set web.replicas=3, --set secrets=STRIPE_API_KEY,SMTP_PASSWORD
    #[arg(long, value_name = "FIELD=VALUE")]
    set: Vec<String>,
    /// Run background jobs in Sidekiq
    #[arg(long)]
    sidekiq: bool,
    /// Ask nothing, even on a terminal
    #[arg(long, short)]
    yes: bool,
    /// Overwrite a file that is there
    #[arg(long)]
    force: bool,
}

pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    if args.out.symlink_metadata().is_ok() && !args.force {
        return Err(exists(&args.out));
    }
    let mut draft = start(args.preset.as_deref())?;
    settings::apply(args, &mut draft)?;
    if terminal::can_ask() && !args.yes {
        let asked = questions::Questions::new(args, &folder_name());
        asked.ask(&mut draft, &mut io::stdin().lock(), &mut terminal::talk)?;
    } else {
        required(&draft)?;
    }
    write(args, &draft.to_text())
}

fn start(name: Option<&str>) -> Result<Draft, CliError> {
    let Some(name) = name else { return Ok(Draft::from_text("")) };
    let Some(found) = preset::preset(name) else {
        let names: Vec<&str> = PRESETS.iter().map(|preset| preset.id).collect();
        let shown = plain::inline(name);
        return Err(CliError::Usage(
            format!("there is no preset `{shown}`"),
            format!("use one of {}", names.join(", ")),
        ));
    };
    Ok(Draft::from_text(found.text))
}

fn required(draft: &Draft) -> Result<(), CliError> {
    let missing: Vec<&str> =
        ["app", "image"].into_iter().filter(|path| !draft.is_set(path)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let flags: Vec<String> = missing.iter().map(|path| format!("`--{path}`")).collect();
    Err(CliError::Usage(
        format!("{} not given, and there is no terminal to ask on", flags.join(" and ")),
        "for example: linkspan new --app shop --image registry.example.com/acme/shop".to_owned(),
    ))
}

fn write(args: &Args, text: &str) -> Result<Exit, CliError> {
    let mut report = generate(text).report;
    let name = input::name(&args.out);
    for diagnostic in report.diagnostics.iter_mut().filter(|each| each.file == FILE) {
        name.clone_into(&mut diagnostic.file);
    }
    let sources = Sources::from([(name.clone(), text.to_owned())]);
    terminal::talk(&paint::report(&report, &sources));
    if report.has_errors() {
        let counts = paint::counts(&report);
        terminal::talk(&format!("{counts}: nothing was written\n"));
        return Ok(Exit::Found);
    }
    let existing = if args.force { Existing::Replace } else { Existing::Keep };
    output::write_one(&args.out, text.as_bytes(), existing).map_err(|cause| {
        match cause.kind() {
            io::ErrorKind::AlreadyExists => exists(&args.out),
            _ => CliError::Write { path: args.out.clone(), cause },
        }
    })?;
    terminal::result(&format!("{}  {}\n", paint::green("new"), shown(&args.out)))?;
    let flag =
        if name == FILE { String::new() } else { format!(" --spec {}", plain::inline(&name)) };
    terminal::talk(&format!("Next: linkspan generate{flag}\n"));
    Ok(Exit::Done)
}

fn exists(path: &Path) -> CliError {
    CliError::Refused(
        format!("`{}` is there already", shown(path)),
        "edit it, write elsewhere with `--out FILE`, or overwrite it with `--force`".to_owned(),
    )
}

/// The name of the working folder, which is most often the app's.
fn folder_name() -> String {
    let folder = std::env::current_dir().unwrap_or_default();
    folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Whether a word means yes, for the questions.
fn is_yes(answer: &str) -> bool {
    ask::is_yes(answer)
}
