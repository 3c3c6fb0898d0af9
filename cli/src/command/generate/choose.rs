//! What becomes of each file: written, removed, or left to whoever wrote it.

use super::{Args, table};
use crate::ask::{self, Answer};
use crate::error::CliError;
use crate::output::{self, Comparison, Entry, Owner, State};
use crate::{paint, terminal};
use serde::Serialize;
use std::collections::BTreeSet;

/// What a run does with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Action {
    /// Nothing: it is as it should be.
    None,
    /// Write it.
    Write,
    /// Remove it.
    Remove,
    /// Leave it, though the spec asks for another or for none.
    Leave,
}

/// A file, and what becomes of it.
#[derive(Clone, Copy)]
pub(super) struct Choice<'a> {
    pub(super) entry: &'a Entry,
    pub(super) action: Action,
}

impl<'a> Choice<'a> {
    /// For whoever only looks.
    pub(super) const fn none(entry: &'a Entry) -> Self {
        Self { entry, action: Action::None }
    }
}

/// What a person said about files that linkspan did not write as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Answers {
    /// To be overwritten.
    overwrite: BTreeSet<String>,
    /// Theirs for good.
    pub(super) keep: Vec<String>,
}

/// Whether somebody can be asked.
fn asks(args: &Args) -> bool {
    !args.dry_run && !args.force && terminal::can_ask()
}

/// Asks file by file, where somebody can be asked.
pub(super) fn ask_each(args: &Args, found: &Comparison) -> Result<Answers, CliError> {
    let mut answers = Answers::default();
    let mut for_all = None;
    let own = |entry: &&Entry| entry.state == State::Different && entry.owner != Owner::Linkspan;
    for entry in found.entries.iter().filter(own).filter(|_| asks(args)) {
        match wish(entry, &mut for_all)? {
            Wish::Overwrite => {
                answers.overwrite.insert(entry.path.clone());
            }
            Wish::Keep => answers.keep.push(entry.path.clone()),
            Wish::Leave => {}
        }
    }
    Ok(answers)
}

/// What becomes of each file; where nobody can be asked, none is touched that linkspan did not write.
pub(super) fn choose<'a>(
    args: &Args,
    found: &'a Comparison,
    answers: &Answers,
) -> Result<Vec<Choice<'a>>, CliError> {
    let asks = asks(args);
    let stale: Vec<&Entry> = found.entries.iter().filter(|entry| is_removable(entry)).collect();
    let mut choices = Vec::new();
    for entry in &found.entries {
        let action = match entry.state {
            State::Same => Action::None,
            State::Missing => Action::Write,
            State::Different if args.force || entry.owner == Owner::Linkspan => Action::Write,
            State::Different if answers.overwrite.contains(&entry.path) => Action::Write,
            State::Different | State::Stale => Action::Leave,
        };
        choices.push(Choice { entry, action });
    }
    if !stale.is_empty() && (args.force || asks && may_remove(&stale)?) {
        for choice in choices.iter_mut().filter(|choice| is_removable(choice.entry)) {
            choice.action = Action::Remove;
        }
    }
    Ok(choices)
}

/// No longer generated, as linkspan wrote it, and in the folder itself.
fn is_removable(entry: &Entry) -> bool {
    entry.state == State::Stale && entry.owner == Owner::Linkspan && !entry.is_linked
}

/// What somebody wants of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Overwrite,
    Keep,
    Leave,
}

/// Asks about one file, unless an answer was given for all of them.
fn wish(entry: &Entry, for_all: &mut Option<Wish>) -> Result<Wish, CliError> {
    if let Some(answer) = *for_all {
        return Ok(answer);
    }
    terminal::talk(&table::undecided(&[entry]));
    loop {
        match ask::overwrite("Overwrite it?")? {
            Answer::Yes => return Ok(Wish::Overwrite),
            Answer::No => return Ok(Wish::Leave),
            Answer::Keep => return Ok(Wish::Keep),
            Answer::All => return Ok(*for_all.insert(Wish::Overwrite)),
            Answer::None => return Ok(*for_all.insert(Wish::Leave)),
            Answer::Show => {
                let old = entry.old.as_deref().unwrap_or_default();
                terminal::talk(&output::shown_diff(&entry.path, old, &entry.new));
            }
        }
    }
}

fn may_remove(entries: &[&Entry]) -> Result<bool, CliError> {
    terminal::talk(&table::undecided(entries));
    ask::yes(&format!("Remove {} no longer generated?", paint::number(entries.len(), "file")))
}
