//! Comments of a text that speak to Linkspan, with the lines that they speak of.

use super::reach::Reach;
use crate::diagnostic::{Lines, Place, in_backticks};
use crate::yaml;
use std::ops::RangeInclusive;

/// What a comment starts with, behind `#` and spaces.
const CALL: &str = "linkspan:";
const FORM: &str = "write `# linkspan: allow RULE because REASON`";

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Comment {
    /// Its `#`.
    pub(super) place: Place,
    /// Characters up to the end of the line.
    pub(super) width: usize,
    /// The lines of what it speaks of.
    pub(super) lines: RangeInclusive<usize>,
    /// What it says.
    pub(super) words: Words,
}

/// What a comment says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// These rules are broken here on purpose.
    Allow {
        /// As written.
        rules: Vec<String>,
        /// Why.
        reason: String,
    },
    /// Something that is not understood.
    Odd {
        /// What is wrong.
        message: String,
        /// What to write.
        help: String,
    },
}

/// Every comment to Linkspan in documents that can be read.
pub(super) fn comments(text: &str) -> Vec<Comment> {
    if !text.contains(CALL) {
        return Vec::new();
    }
    let lines = Lines::new(text);
    let (documents, _) = yaml::read(text);
    let reach = Reach::new(&documents, &lines);
    let mut all = Vec::new();
    for number in 1..=lines.count() {
        let Some(line) = lines.line(number) else { continue };
        let (mut counted, mut column) = (0, 1);
        for (at, said) in calls(line) {
            column += line.get(counted..at).unwrap_or_default().chars().count();
            counted = at;
            let place = Place { line: number, column };
            // In a document that cannot be read nobody knows what is a comment.
            if !reach.is_read(number) || reach.is_in_text(place) {
                continue;
            }
            let alone = line.get(..at).is_some_and(|before| before.trim().is_empty());
            let reached = if alone { reach.after(number) } else { reach.on(number) };
            all.push(Comment {
                place,
                width: line.get(at..).unwrap_or_default().chars().count(),
                lines: reached,
                words: words(said),
            });
            break;
        }
    }
    all
}

/// Where a `#` could start a comment to Linkspan, and what follows the call.
fn calls(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.match_indices('#').filter_map(|(at, _)| {
        let (before, after) = line.split_at_checked(at)?;
        let opens = before.is_empty() || before.ends_with([' ', '\t']);
        let said = after.trim_start_matches('#').trim_start().strip_prefix(CALL)?;
        opens.then_some((at, said.trim()))
    })
}

fn words(said: &str) -> Words {
    let odd = |message: String, help: &str| Words::Odd { message, help: help.to_owned() };
    let (verb, rest) = said.split_once(char::is_whitespace).unwrap_or((said, ""));
    if verb != "allow" {
        return odd(format!("Linkspan does not know what `{}` means", in_backticks(verb)), FORM);
    }
    let rest = rest.trim();
    let (rules, reason) = match rest.split_once("because") {
        Some((rules, reason)) => (rules, reason.trim()),
        None => (rest, ""),
    };
    let rules: Vec<String> =
        rules.split([',', ' ', '\t']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    if rules.is_empty() {
        return odd("the comment names no rule to allow".to_owned(), FORM);
    }
    if !reason.chars().any(char::is_alphanumeric) {
        let message =
            format!("nothing says why `{}` is allowed here", in_backticks(&rules.join(", ")));
        return odd(message, "add `because` and the reason: others will ask");
    }
    Words::Allow { rules, reason: reason.to_owned() }
}
