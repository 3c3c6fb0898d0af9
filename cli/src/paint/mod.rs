//! Findings and words for the terminal. Everything that a person wrote goes through [`plain`]
//! before it is shown.

mod board;
mod example;
pub(crate) mod plain;
mod report;
mod style;
mod wrap;

pub(crate) use board::{Board, Row};
pub(crate) use example::example;
pub(crate) use report::{Sources, report};
pub(crate) use style::{bold, dim, green, red, yellow};
pub(crate) use wrap::wrap;

use linkspan_core::diagnostic::{Report, Severity, Tier};

/// An error of the command itself.
pub(crate) fn failure(message: &str, help: &str) -> String {
    let columns = crate::terminal::talk_columns();
    let mut text = format!("{}: {}\n", red("error"), wrap(message, columns, 7, 2));
    if !help.is_empty() {
        text.push_str(&format!("{}: {}\n", green("help"), wrap(help, columns, 6, 2)));
    }
    text
}

/// `2 errors, 1 warning`; empty when there is nothing.
pub(crate) fn counts(report: &Report) -> String {
    let mut parts = Vec::new();
    for severity in Severity::ALL {
        match report.count(severity) {
            0 => {}
            count => parts.push(number(count, severity.word())),
        }
    }
    parts.join(", ")
}

/// `2 refused, 1 broken`; empty when there is nothing.
pub(crate) fn tiers(report: &Report) -> String {
    let all = Tier::ALL.into_iter().filter_map(|tier| {
        let count = report.diagnostics.iter().filter(|each| each.tier == tier).count();
        (count > 0).then(|| format!("{count} {}", tier.word()))
    });
    all.collect::<Vec<_>>().join(", ")
}

/// `1 file`, `2 files`.
pub(crate) fn number(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
