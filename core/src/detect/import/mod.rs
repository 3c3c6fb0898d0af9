//! Files of other tools that deploy: each key ends as carried, not needed or not carried.

mod compose;
mod kamal;
mod kind;
mod ledger;
mod mount;
mod program;
mod store;
mod variables;
mod words;

pub use kind::{Tool, source};

use super::app::App;
use super::notes::Notes;
use super::wanted::fits;

/// Files that are read wherever they are.
const TEXTS: [&str; 3] = ["config/deploy.yml", "config/deploy.*.yml", ".kamal/secrets*"];

/// Whether a file of another tool is read.
pub(super) fn wants(path: &str) -> bool {
    TEXTS.iter().any(|pattern| fits(pattern, path))
}

/// Whether such a file can lie in a folder.
pub(super) fn enters(folder: &str) -> bool {
    TEXTS
        .iter()
        .any(|pattern| pattern.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
}

/// The text of a file as it is kept: one of secrets without its values.
pub(super) fn kept(path: &str, text: String) -> String {
    if kamal::is_secrets(path) { kamal::names_only(&text) } else { text }
}

/// Files of one tool: those that somebody named, and those with their usual names.
fn files(app: &App, tool: Tool) -> Vec<(&str, &str)> {
    let usual = |path: &str| match tool {
        Tool::Kamal => wants(path) && path.starts_with("config/"),
        _ => false,
    };
    app.texts()
        .filter(|(path, text)| {
            usual(path) || app.is_source(path) && source(path, text) == Some(tool)
        })
        .collect()
}

/// Reads the files of other tools.
pub(super) fn read(app: &App, notes: &mut Notes) {
    kamal::read(app, notes);
    compose::read(app, notes);
}
