//! Each rule by a bad and a good example: the good one is a fixture without a finding, the bad
//! one is the fixture with one edit.

pub(super) mod across;
mod broken;
pub(super) mod companions;
mod corners;
pub(super) mod fixtures;
mod gateway;
mod hostile;
mod kinds;
mod mutate;
mod outside;
pub(super) mod rails;
mod reading;
mod refused;
mod warned;

use super::{Options, Source, check};
use crate::diagnostic::Tier;
use crate::facts::Kubernetes;

/// Rule, path and line of every finding in a text.
fn findings(text: &str, version: Kubernetes) -> Vec<(&'static str, String, usize)> {
    let options = Options { kubernetes: version, ..Options::default() };
    let mut report = check(&[Source { path: "a.yml", text }], &options);
    // The fixtures are sound, not exemplary.
    report.diagnostics.retain(|each| each.tier != Tier::Risky);
    for each in &report.diagnostics {
        assert!(each.place.line > 0 && each.place.column > 0, "{each:?}");
        assert!(!each.message.is_empty() && !each.help.is_empty(), "{each:?}");
        assert!(!each.message.starts_with(char::is_uppercase), "{each:?}");
    }
    report
        .diagnostics
        .into_iter()
        .map(|each| (each.rule.name, each.path, each.place.line))
        .collect()
}

/// An edit of a fixture without findings has to be found: by this rule, at this path, and on the
/// line of the edit or of what it breaks.
pub(super) fn edit(fixture: &str, from: &str, to: &str, rule: &str, path: &str) {
    assert_eq!(findings(fixture, Kubernetes::V1_36), [], "the fixture itself");
    assert_eq!(fixture.matches(from).count(), 1, "`{from}` has to stand once");
    let text = fixture.replacen(from, to, 1);
    let found = findings(&text, Kubernetes::V1_36);
    let hit = found.iter().any(|(name, place, _)| *name == rule && place == path);
    assert!(hit, "{from} -> {to}: no {rule} at {path} in {found:?}");
}

/// Tier and path of every finding of an edit that the API server takes with a warning.
fn warned(fixture: &str, edits: &[(&str, &str)], rule: &str, path: &str) {
    let mut text = fixture.to_owned();
    for (from, to) in edits {
        assert_eq!(text.matches(from).count(), 1, "`{from}` has to stand once");
        text = text.replacen(from, to, 1);
    }
    let report = check(&[Source { path: "a.yml", text: &text }], &Options::default());
    let all: Vec<_> = report
        .diagnostics
        .iter()
        .filter(|each| each.tier != Tier::Risky)
        .map(|each| (each.tier, each.rule.name, each.path.as_str()))
        .collect();
    assert_eq!(all, [(Tier::Warned, rule, path)], "{edits:?}");
}
