//! Questions to the person at the terminal. An input that ends is a "stop", never an answer.

use crate::error::CliError;
use crate::terminal;
use std::io::{self, BufRead};

/// The most characters of an answer.
const LONGEST: u64 = 4096;

/// An answer about a file in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Yes,
    No,
    /// Yes to this one and to all that follow.
    All,
    /// No to this one and to all that follow.
    None,
    /// No, and never ask again.
    Keep,
    /// Show the differences first.
    Show,
}

/// Asks yes or no; no is the default. Where nobody can be asked, the answer is no.
pub(crate) fn yes(question: &str) -> Result<bool, CliError> {
    if !terminal::can_ask() {
        return Ok(false);
    }
    terminal::talk(&format!("{question} [y/N] "));
    Ok(is_yes(&line(&mut io::stdin().lock())?))
}

/// Asks whether to overwrite; no is the default.
pub(crate) fn overwrite(question: &str) -> Result<Answer, CliError> {
    terminal::talk(&format!(
        "{question} [y]es, [N]o, [k]eep for good, [a]ll, n[o]ne, [d]ifferences: "
    ));
    let answer = line(&mut io::stdin().lock())?;
    Ok(match answer.to_lowercase().as_str() {
        "a" | "all" => Answer::All,
        "k" | "keep" => Answer::Keep,
        "o" | "none" | "keep all" => Answer::None,
        "d" | "diff" | "differences" => Answer::Show,
        _ if is_yes(&answer) => Answer::Yes,
        _ => Answer::No,
    })
}

/// Whether a word means yes.
pub(crate) fn is_yes(answer: &str) -> bool {
    matches!(answer.to_lowercase().as_str(), "y" | "yes" | "true")
}

/// One line without its end and without spaces around it.
pub(crate) fn line(input: &mut impl BufRead) -> Result<String, CliError> {
    let mut bytes = Vec::new();
    let mut limited = io::Read::take(input, LONGEST);
    match limited.read_until(b'\n', &mut bytes) {
        Ok(0) => Err(CliError::Stopped),
        Ok(_) if !bytes.ends_with(b"\n") => Err(CliError::Stopped),
        Ok(_) => Ok(String::from_utf8_lossy(&bytes).trim().to_owned()),
        Err(cause) if cause.kind() == io::ErrorKind::Interrupted => Err(CliError::Stopped),
        Err(cause) => Err(CliError::Read { path: "the terminal".into(), cause }),
    }
}
