//! A word of Kubernetes, or of ours.

use super::Output;
use crate::error::CliError;
use crate::exit::Exit;
use crate::{paint, terminal};
use linkspan_core::internal::facts::nouns::{self, Noun};
use serde_json::json;

pub(super) fn run(noun: &Noun, output: Output) -> Result<Exit, CliError> {
    let text = match output {
        Output::Json => {
            let word = json!({
                "name": noun.name,
                "also": noun.also,
                "short": noun.short,
                "more": noun.more,
            });
            format!("{}\n", json!({ "version": 1, "words": [word] }))
        }
        Output::Human => human(noun),
    };
    terminal::result(&text)?;
    Ok(Exit::Done)
}

fn human(noun: &Noun) -> String {
    let columns = terminal::result_columns();
    let short = paint::wrap(noun.short, columns, noun.name.len() + 2, 0);
    let more = paint::wrap(noun.more, columns, 0, 0);
    format!("{}: {short}\n\n{more}\n", paint::bold(noun.name))
}

/// Where a field was explained that has the name of a word, the word too.
pub(super) fn also(name: &str, output: Output) -> Result<(), CliError> {
    match nouns::find(name) {
        Some(noun) if output == Output::Human => terminal::result(&format!("\n{}", human(noun))),
        _ => Ok(()),
    }
}
