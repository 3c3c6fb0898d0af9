//! `linkspan init --check`: what the files of the app say now, and linkspan.yml does not.

use super::{Args, show};
use crate::command::Output;
use crate::error::CliError;
use crate::exit::Exit;
use crate::paint::{plain, yellow};
use crate::{input, terminal};
use linkspan_core::internal::detect::{self, App, Given};
use std::path::Path;

pub(super) fn run(args: &Args, path: &Path, app: &App, given: &Given) -> Result<Exit, CliError> {
    let loaded = input::load(path)?;
    let is_made = |path: &str| loaded.generated.bundle.files.contains_key(path);
    let findings = detect::detect(&app.without(is_made), given);
    let moved = detect::moved(&findings, loaded.generated.plans());
    if args.output == Output::Json {
        terminal::result(&show::moved(&moved))?;
    }
    for each in moved.iter().filter(|_| args.output == Output::Human) {
        let holds = if each.holds.is_empty() { "has nothing like it" } else { &each.holds };
        let line = format!("{} says {}, and linkspan.yml {holds}", each.at, each.says);
        terminal::result(&format!("{}: {}\n", yellow(&each.path), plain::inline(&line)))?;
    }
    Ok(if moved.is_empty() { Exit::Done } else { Exit::Found })
}
