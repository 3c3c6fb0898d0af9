//! What the tests of all sources ask of what is found.

use super::super::finding::{Fate, Findings};
use super::super::spec;
use crate::diagnostic::Severity;
use crate::generate;

/// The spec without its comments, after it was seen to be one without an error.
pub(super) fn bare(findings: &Findings) -> String {
    let text = spec(findings);
    let told = generate(&text).report.diagnostics;
    let told: Vec<_> = told.iter().filter(|each| each.severity == Severity::Error).collect();
    assert!(told.is_empty(), "{text}{told:#?}");
    lines(&text).skip(1).map(|line| format!("{line}\n")).collect()
}

/// Lines of a spec without their comments.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(|line| line.split("  #").next().unwrap_or_default())
}

/// Insists that a spec has a line, whatever comment is behind it.
pub(super) fn has_line(text: &str, line: &str) {
    assert!(lines(text).any(|each| each == line), "{line}\n{text}");
}

/// Each key with what became of it: `= path` carried, `-` not needed, `!` not carried.
pub(super) fn fates(findings: &Findings) -> Vec<String> {
    let fate = |fate: &Fate| match fate {
        Fate::Carried { path } => format!("= {path}"),
        Fate::NotNeeded { .. } => "-".to_owned(),
        Fate::NotCarried { .. } => "!".to_owned(),
    };
    findings.keys.iter().map(|key| format!("{} {}", key.key, fate(&key.fate))).collect()
}

/// The same in order, one a line.
pub(super) fn sorted_fates(findings: &Findings) -> String {
    let mut all = fates(findings);
    all.sort();
    all.into_iter().map(|line| line + "\n").collect()
}
