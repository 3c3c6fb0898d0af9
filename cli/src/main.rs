//! `linkspan`: the terminal's face of the core. Files, streams and questions live here; what to
//! write and what is wrong with it is decided in `linkspan-core`.

mod ask;
mod cluster;
mod command;
mod error;
mod exit;
mod field_text;
mod input;
mod output;
mod paint;
mod terminal;

use clap::Parser;
use error::CliError;
use exit::Exit;

fn main() -> Exit {
    let arguments = command::Cli::parse();
    match command::run(arguments.command) {
        Ok(exit) => exit,
        Err(error) if error.is_closed_pipe() => Exit::Done,
        Err(error) => {
            if matches!(error, CliError::Stopped) {
                // The question still stands on the line.
                terminal::talk("\n");
            }
            terminal::talk(&paint::failure(&error.to_string(), &error.help()));
            error.exit()
        }
    }
}
