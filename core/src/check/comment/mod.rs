//! `# linkspan: allow RULE because REASON`: a person says in a file that a finding is known.
//!
//! A comment on a line of its own speaks of the node that starts on the next line of content, one
//! behind a node of that node, and one before the first node of a document of the whole document;
//! each time with everything below it.

mod reach;
mod read;

use super::catalog;
use crate::diagnostic::{Allowed, Diagnostic, Report, Severity, Suppressed, Tier, in_backticks};
use crate::field::nearest;
use read::{Comment, Words};

/// Which findings a comment may take away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Any.
    None,
    /// None of severity error: from a spec with an error nothing can be made.
    NoErrors,
}

/// Takes the findings that comments of a text allow out of the report, and tells which comments
/// allow nothing.
pub(crate) fn apply(file: &str, text: &str, limit: Limit, report: &mut Report) {
    for comment in read::comments(text) {
        let diagnostic = |message: String, help: &str| {
            Diagnostic::new("allow", Tier::Risky, Severity::Warning, message)
                .help(help)
                .file(file)
                .at(comment.place, comment.width)
        };
        match &comment.words {
            Words::Odd { message, help } => {
                report.diagnostics.push(diagnostic(message.clone(), help));
            }
            Words::Allow { rules, reason } => {
                for word in rules {
                    let Some(rule) = catalog::rule(word) else {
                        let (message, help) = unknown(word);
                        report.diagnostics.push(diagnostic(message, &help));
                        continue;
                    };
                    let taken = take(file, &comment, rule.name, reason, limit, report);
                    if taken == 0 {
                        let message = format!("there is no `{}` here to allow", rule.name);
                        let help = match limit {
                            Limit::None => "remove the comment, or write it where the finding is",
                            Limit::NoErrors => {
                                "remove the comment; errors of linkspan.yml cannot be allowed"
                            }
                        };
                        report.diagnostics.push(diagnostic(message, help));
                    }
                }
            }
        }
    }
}

/// That a name is none of a rule, and which one was meant.
pub(super) fn unknown(word: &str) -> (String, String) {
    let message = format!("there is no rule `{}`", in_backticks(word));
    // `nearest` compares with underscores.
    let names: Vec<(String, &str)> =
        catalog::rules().map(|rule| (rule.name.replace('-', "_"), rule.name)).collect();
    let found = nearest(word, names.iter().map(|(folded, _)| folded.as_str()));
    let name = names.iter().find(|(folded, _)| Some(folded.as_str()) == found);
    let help = match name {
        Some((_, name)) => format!("did you mean `{name}`?"),
        None => "see all rules with `linkspan explain --rules`".to_owned(),
    };
    (message, help)
}

/// How many findings a comment took.
fn take(
    file: &str,
    comment: &Comment,
    rule: &str,
    reason: &str,
    limit: Limit,
    report: &mut Report,
) -> usize {
    let meant = |each: &Diagnostic| {
        each.rule == rule
            && each.file == file
            && comment.lines.contains(&each.place.line)
            && (limit == Limit::None || each.severity < Severity::Error)
    };
    let all = std::mem::take(&mut report.diagnostics);
    let (taken, kept): (Vec<_>, Vec<_>) = all.into_iter().partition(meant);
    let count = taken.len();
    report.diagnostics = kept;
    report.suppressed.extend(taken.into_iter().map(|diagnostic| Suppressed {
        diagnostic,
        by: Allowed::Comment,
        reason: reason.to_owned(),
    }));
    // Two comments may speak of one finding: neither is in vain.
    let before = report.suppressed.iter().filter(|each| meant(&each.diagnostic)).count();
    count.max(before)
}

#[cfg(test)]
mod tests;
