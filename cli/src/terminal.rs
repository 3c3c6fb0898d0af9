//! The two streams: results go to stdout, talk goes to stderr. Both lose their colours when they
//! are not a terminal or when `NO_COLOR` or `CLICOLOR` say so.

use crate::error::CliError;
use std::io::{self, IsTerminal, Write};

/// Writes a result.
pub(crate) fn result(text: &str) -> Result<(), CliError> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(CliError::Output)
}

/// Says something beside the result. Nobody listening is no error.
pub(crate) fn talk(text: &str) {
    let mut err = anstream::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}

/// Whether a person sits there to be asked.
pub(crate) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Whether lines that were written can be drawn anew.
pub(crate) fn is_live() -> bool {
    io::stderr().is_terminal() && std::env::var_os("TERM").is_some_and(|term| term != "dumb")
}

/// Takes the last lines back. Past the stream that takes out colours: a terminal without colours
/// can still do this.
pub(crate) fn erase(lines: usize) {
    let mut err = io::stderr().lock();
    let _ = write!(err, "\u{1b}[{lines}A\u{1b}[J").and_then(|()| err.flush());
}

/// Columns that results are shown in; where nobody looks at them, room enough for any.
pub(crate) fn columns() -> usize {
    terminal_size::terminal_size_of(io::stdout()).map_or(140, |(width, _)| usize::from(width.0))
}

/// Columns of the terminal that shows results; none where it is a file or a program.
pub(crate) fn result_columns() -> Option<usize> {
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0))
}

/// The same of the terminal that shows what is said beside them.
pub(crate) fn talk_columns() -> Option<usize> {
    terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| usize::from(width.0))
}

/// Columns of the terminal.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size_of(io::stderr()).map_or(80, |(width, _)| usize::from(width.0))
}
