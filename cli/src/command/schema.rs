//! `linkspan schema`

use crate::error::CliError;
use crate::exit::Exit;
use crate::terminal;
use linkspan_core::field;

/// Print the JSON Schema of linkspan.yml, for editors
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Args {}

pub(super) fn run(_: Args) -> Result<Exit, CliError> {
    terminal::result(&field::json_schema())?;
    Ok(Exit::Done)
}
