//! `# linkspan: allow RULE because REASON`: a person says in a file that a finding is known.
//!
//! A comment on a line of its own speaks of the node that starts on the next line of content, one
//! behind a node of that node, and one before the first node of a document of the whole document;
//! each time with everything below it.

mod reach;
mod read;
pub(super) mod rule;

use super::catalog;
use super::source::Source;
use crate::diagnostic::{
    Allowed, Diagnostic, Mark, Report, Rule, Severity, Suppressed, in_backticks,
};
use crate::field::nearest;
use read::{Comment, Words};
use rule::ALLOW;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// Which findings a comment may take away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Any.
    None,
    /// None of severity error: from a spec with an error nothing can be made.
    NoErrors,
    /// Those alone that follow from the app's files.
    OfApp,
}

/// Takes the findings that comments of texts allow out of the report, and tells which comments
/// allow nothing.
pub(crate) fn apply(sources: &[Source<'_>], limit: Limit, report: &mut Report) {
    let mut said: BTreeMap<&str, Vec<Comment>> = BTreeMap::new();
    for source in sources {
        let comments = read::comments(source.text);
        if !comments.is_empty() {
            said.entry(source.path).or_default().extend(comments);
        }
    }
    if said.is_empty() {
        return;
    }
    // It takes long to find the rule that is meant, and nobody misspells a hundred.
    let mut guesses = GUESSES;
    let mut files: BTreeMap<&str, Found> = BTreeMap::new();
    for each in std::mem::take(&mut report.diagnostics) {
        match said.get_key_value(each.file.as_str()) {
            Some((file, _)) => files.entry(*file).or_default().push(each, limit),
            None => report.diagnostics.push(each),
        }
    }
    for (file, comments) in said {
        let mut found = files.remove(file).unwrap_or_default();
        for comment in comments {
            follow(file, &comment, (limit, &mut guesses), &mut found, report);
        }
        report.diagnostics.extend(found.all.into_iter().flatten());
    }
}

/// Does what one comment says.
fn follow(
    file: &str,
    comment: &Comment,
    (limit, guesses): (Limit, &mut usize),
    found: &mut Found,
    report: &mut Report,
) {
    let diagnostic = |message: String, help: &str| {
        Diagnostic::new(&ALLOW, message).help(help).file(file).at(comment.place, comment.width)
    };
    let (rules, reason) = match &comment.words {
        Words::Odd { message, help } => {
            if limit != Limit::OfApp {
                report.diagnostics.push(diagnostic(message.clone(), help));
            }
            return;
        }
        Words::Allow { rules, reason } => (rules, reason),
    };
    for word in rules {
        let Some(rule) = catalog::rule(word) else {
            if limit == Limit::OfApp {
                continue;
            }
            *guesses = guesses.saturating_sub(1);
            let (message, help) = if *guesses > 0 {
                let (message, help, _) = unknown(word);
                (message, help)
            } else {
                (no_rule(word), ALL_RULES.to_owned())
            };
            report.diagnostics.push(diagnostic(message, &help));
            continue;
        };
        // Where the files of the app are not at hand, nobody knows; where they are, the rest was judged before.
        if rule.is(Mark::OfApp) != (limit == Limit::OfApp) && limit != Limit::None {
            continue;
        }
        let (taken, is_vain) = found.take(rule, &comment.lines);
        report.suppressed.extend(taken.into_iter().map(|diagnostic| Suppressed {
            diagnostic,
            by: Allowed::Comment,
            reason: reason.clone(),
        }));
        if is_vain {
            let message = format!("there is no `{}` here to allow", rule.name);
            let help = match limit {
                Limit::None | Limit::OfApp => {
                    "remove the comment, or write it where the finding is"
                }
                Limit::NoErrors => "remove the comment; errors of linkspan.yml cannot be allowed",
            };
            report.diagnostics.push(diagnostic(message, help));
        }
    }
}

/// Names of no rule for which the one that is meant is looked for.
const GUESSES: usize = 100;
const ALL_RULES: &str = "see all rules with `linkspan explain --rules`";

fn no_rule(word: &str) -> String {
    format!("there is no rule `{}`", in_backticks(word))
}

/// That a name is none of a rule, and which one was meant.
pub(super) fn unknown(word: &str) -> (String, String, Option<&'static str>) {
    let message = no_rule(word);
    // `nearest` compares with underscores.
    let names: Vec<(String, &'static str)> =
        catalog::rules().map(|rule| (rule.name.replace('-', "_"), rule.name)).collect();
    let found = nearest(word, names.iter().map(|(folded, _)| folded.as_str()));
    let name =
        names.iter().find(|(folded, _)| Some(folded.as_str()) == found).map(|(_, name)| *name);
    let help = match name {
        Some(name) => format!("did you mean `{name}`?"),
        None => ALL_RULES.to_owned(),
    };
    (message, help, name)
}

/// The findings of one file.
#[derive(Default)]
struct Found {
    /// Those that no comment has taken.
    all: Vec<Option<Diagnostic>>,
    /// What comments may take and have not, by rule and line.
    left: BTreeMap<(&'static Rule, usize), Vec<usize>>,
    /// Rules and lines of what they have taken.
    taken: BTreeSet<(&'static Rule, usize)>,
}

impl Found {
    fn push(&mut self, each: Diagnostic, limit: Limit) {
        if limit != Limit::NoErrors || each.severity < Severity::Error {
            self.left.entry((each.rule, each.place.line)).or_default().push(self.all.len());
        }
        self.all.push(Some(each));
    }

    /// Takes what a comment allows, and says whether there is nothing. Two comments may speak of one
    /// finding: neither is in vain.
    fn take(
        &mut self,
        rule: &'static Rule,
        lines: &RangeInclusive<usize>,
    ) -> (Vec<Diagnostic>, bool) {
        let range = (rule, *lines.start())..=(rule, *lines.end());
        let is_empty = lines.is_empty();
        let before = !is_empty && self.taken.range(range.clone()).next().is_some();
        let mut taken = Vec::new();
        while !is_empty && let Some((key, numbers)) = self.left.range(range.clone()).next() {
            let numbers = numbers.iter();
            let key = *key;
            taken.extend(numbers.filter_map(|at| self.all.get_mut(*at)?.take()));
            self.left.remove(&key);
            self.taken.insert(key);
        }
        let is_vain = taken.is_empty() && !before;
        (taken, is_vain)
    }
}

#[cfg(test)]
mod tests;
