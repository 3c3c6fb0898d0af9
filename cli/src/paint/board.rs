//! The progress of a release: one line a step, and lines that are redrawn while something is waited
//! for. Elsewhere than on a terminal a line is written when it changes.

use super::{bold, dim, green, plain, red, yellow};
use crate::terminal;
use linkspan_core::internal::rollout::State;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// Where the text behind the step's word starts.
const INDENT: usize = 11;

/// What was drawn.
pub(crate) struct Board {
    is_live: bool,
    drawn: Cell<usize>,
    shown: RefCell<BTreeMap<String, String>>,
}

/// A line of something that is waited for.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) words: String,
    pub(crate) state: State,
}

impl Board {
    pub(crate) fn new() -> Self {
        Self { is_live: terminal::is_live(), drawn: Cell::new(0), shown: RefCell::default() }
    }

    /// A step that is done, or that is done at once.
    pub(crate) fn step(&self, word: &str, text: &str) {
        self.keep();
        terminal::talk(&headed(word, text));
    }

    /// More about the step before.
    pub(crate) fn more(&self, text: &str) {
        self.keep();
        terminal::talk(&format!("{:INDENT$}{}\n", "", plain::inline(text)));
    }

    /// Something to know that stops nothing.
    pub(crate) fn warn(&self, text: &str) {
        self.keep();
        terminal::talk(&format!("{:INDENT$}{}: {}\n", "", yellow("warning"), plain::inline(text)));
    }

    /// What to do about it.
    pub(crate) fn help(&self, text: &str) {
        self.keep();
        terminal::talk(&format!("{:INDENT$}{}: {}\n", "", green("help"), plain::inline(text)));
    }

    /// A line that a program in the cluster wrote.
    pub(crate) fn quote(&self, text: &str) {
        self.keep();
        let text = text.replace('\t', "    ");
        terminal::talk(&format!("{:INDENT$}{} {}\n", "", dim("|"), plain::inline(&text)));
    }

    /// What is waited for, as it stands now.
    pub(crate) fn draw(&self, rows: &[Row]) {
        let longest = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or_default();
        if self.is_live {
            self.wipe();
            let width = terminal::width().saturating_sub(INDENT + longest + 3);
            for row in rows {
                let words: String = plain::inline(&row.words).chars().take(width).collect();
                terminal::talk(&line(&row.name, longest, &words, row.state));
            }
            self.drawn.set(rows.len());
            return;
        }
        for row in rows {
            let changed = self.shown.borrow().get(&row.name) != Some(&row.words);
            if changed {
                terminal::talk(&line(&row.name, longest, &plain::inline(&row.words), row.state));
                self.shown.borrow_mut().insert(row.name.clone(), row.words.clone());
            }
        }
    }

    /// Lets the lines stand as they are.
    pub(crate) fn keep(&self) {
        self.drawn.set(0);
    }

    fn wipe(&self) {
        let lines = self.drawn.replace(0);
        if lines > 0 {
            terminal::erase(lines);
        }
    }
}

fn line(name: &str, longest: usize, words: &str, state: State) -> String {
    let words = match state {
        State::Done => green(words),
        State::Progressing => words.to_owned(),
        State::Failed => red(words),
    };
    format!("{:INDENT$}{name:longest$}  {words}\n", "")
}

/// A line that starts with the word of its step.
fn headed(word: &str, text: &str) -> String {
    let pad = INDENT.saturating_sub(word.chars().count() + 2).max(1);
    format!("  {}{:pad$}{}\n", bold(word), "", plain::inline(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_and_its_text_stand_apart() {
        for (word, expect) in [
            ("lock", "lock     anna deploys"),
            ("roll out", "roll out anna deploys"),
            ("namespace", "namespace anna deploys"),
        ] {
            let line = headed(word, "anna deploys");
            let plain: String = anstream::adapter::strip_str(&line).to_string();
            assert_eq!(plain.trim(), expect);
        }
    }
}
