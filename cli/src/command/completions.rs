//! `linkspan completions`

use super::Cli;
use crate::error::CliError;
use crate::exit::Exit;
use crate::terminal;
use clap::CommandFactory;
use clap_complete::Shell;

/// Print completions for a shell
///
/// For bash: linkspan completions bash > ~/.local/share/bash-completion/completions/linkspan
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Args {
    /// The shell
    shell: Shell,
}

pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "linkspan", &mut script);
    terminal::result(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
