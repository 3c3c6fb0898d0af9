//! Figures of the agreement, and what is left of it.

use super::verdict::{Verdict, Warning};
use super::{Document, line};
use linkspan_core::diagnostic::{Diagnostic, Severity, Tier};
use std::collections::BTreeSet;
use std::fmt;
use std::ops::AddAssign;

/// The columns of [`Score`].
pub(super) const HEAD: &str = "  valid  false   invalid  found    fields  found  extra     lines  right   warned  found  false";

/// Figures of some documents.
#[derive(Clone, Copy, Default)]
pub(super) struct Score {
    valid: usize,
    false_alarms: usize,
    invalid: usize,
    found: usize,
    fields: usize,
    fields_found: usize,
    extra: usize,
    lines: usize,
    lines_right: usize,
    warned: usize,
    warned_found: usize,
    false_warnings: usize,
}

impl Score {
    pub(super) fn new(document: &Document, verdict: &Verdict, found: &[Diagnostic]) -> Self {
        let facts = disagreements(document, verdict, found);
        let count = |word: &str| {
            let start = format!("{} {word}", document.id);
            facts.iter().filter(|fact| fact.starts_with(&start)).count()
        };
        let lines = if document.has_lines && !verdict.valid { refused(found).count() } else { 0 };
        let warned = if verdict.valid { verdict.warned.len() } else { 0 };
        Self {
            valid: usize::from(verdict.valid),
            false_alarms: count("false alarm"),
            invalid: usize::from(!verdict.valid),
            found: usize::from(!verdict.valid) - count("not found"),
            fields: verdict.refused.len(),
            fields_found: verdict.refused.len() - count("field"),
            extra: count("extra"),
            lines,
            lines_right: lines.saturating_sub(count("line")),
            warned,
            warned_found: warned - count("warning"),
            false_warnings: count("false warning"),
        }
    }
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.valid += other.valid;
        self.false_alarms += other.false_alarms;
        self.invalid += other.invalid;
        self.found += other.found;
        self.fields += other.fields;
        self.fields_found += other.fields_found;
        self.extra += other.extra;
        self.lines += other.lines;
        self.lines_right += other.lines_right;
        self.warned += other.warned;
        self.warned_found += other.warned_found;
        self.false_warnings += other.false_warnings;
    }
}

impl fmt::Display for Score {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:>7}{:>7}", self.valid, self.false_alarms)?;
        write!(out, "{:>10}{:>7}", self.invalid, self.found)?;
        write!(out, "{:>10}{:>7}{:>7}", self.fields, self.fields_found, self.extra)?;
        write!(out, "{:>10}{:>7}", self.lines, self.lines_right)?;
        write!(out, "{:>9}{:>7}{:>7}", self.warned, self.warned_found, self.false_warnings)
    }
}

fn refused(found: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    found.iter().filter(|each| each.tier == Tier::Refused)
}

/// Each point on which checker and server disagree about a document, in words.
pub(super) fn disagreements(
    document: &Document,
    verdict: &Verdict,
    found: &[Diagnostic],
) -> BTreeSet<String> {
    let id = &document.id;
    let mut facts = BTreeSet::new();
    let paths: BTreeSet<&str> = refused(found).map(|each| each.path.as_str()).collect();
    if verdict.valid {
        for path in paths {
            facts.insert(format!("{id} false alarm {path}"));
        }
        warnings(id, verdict, found, &mut facts);
        return facts;
    }
    if paths.is_empty() {
        facts.insert(format!("{id} not found"));
    }
    for field in verdict.refused.iter().filter(|field| !paths.contains(field.as_str())) {
        facts.insert(format!("{id} field {field}"));
    }
    // Some answers name no field, and a server that cannot read an object does not judge it.
    if verdict.judged && !verdict.refused.is_empty() {
        for path in paths.iter().filter(|path| !verdict.refused.contains(**path)) {
            facts.insert(format!("{id} extra {path}"));
        }
    }
    if document.has_lines {
        for each in refused(found) {
            let place = each.place.line;
            let right = line::lines(&document.text, &each.path).contains(&place);
            if !right {
                facts.insert(format!("{id} line {} {place}", each.path));
            }
        }
    }
    facts
}

fn warnings(id: &str, verdict: &Verdict, found: &[Diagnostic], facts: &mut BTreeSet<String>) {
    let mut own: Vec<&Diagnostic> = found
        .iter()
        .filter(|each| each.tier == Tier::Warned && each.severity != Severity::Hint)
        .collect();
    for warning in &verdict.warned {
        let at = own.iter().position(|each| match warning {
            Warning::At(path) => each.path == *path,
            Warning::Volume(_) => each.path.contains("volumes["),
        });
        if let Some(at) = at {
            own.remove(at);
        } else {
            let (Warning::At(what) | Warning::Volume(what)) = warning;
            facts.insert(format!("{id} warning {what}"));
        }
    }
    for each in own {
        facts.insert(format!("{id} false warning {}", each.path));
    }
}
