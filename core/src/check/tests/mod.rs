//! Each rule by a bad and a good example: the good one is a fixture without a finding, the bad
//! one is the fixture with one edit.

mod broken;
mod fixtures;
mod hostile;
mod mutate;
mod reading;
mod refused;

use super::{Options, Source, check};
use crate::facts::Kubernetes;

/// Rule, path and line of every finding in a text.
fn findings(text: &str, version: Kubernetes) -> Vec<(&'static str, String, usize)> {
    let options = Options { kubernetes: version };
    let report = check(&[Source { path: "a.yml", text }], &options);
    for each in &report.diagnostics {
        assert!(each.place.line > 0 && each.place.column > 0, "{each:?}");
        assert!(!each.message.is_empty() && !each.help.is_empty(), "{each:?}");
        assert!(!each.message.starts_with(char::is_uppercase), "{each:?}");
    }
    report.diagnostics.into_iter().map(|each| (each.rule, each.path, each.place.line)).collect()
}

/// An edit of a fixture without findings has to be found: by this rule, at this path, and on the
/// line of the edit or of what it breaks.
fn edit(fixture: &str, from: &str, to: &str, rule: &str, path: &str) {
    assert_eq!(findings(fixture, Kubernetes::V1_36), [], "the fixture itself");
    assert_eq!(fixture.matches(from).count(), 1, "`{from}` has to stand once");
    let text = fixture.replacen(from, to, 1);
    let found = findings(&text, Kubernetes::V1_36);
    let hit = found.iter().any(|(name, place, _)| *name == rule && place == path);
    assert!(hit, "{from} -> {to}: no {rule} at {path} in {found:?}");
}

/// An edit that the API server takes with a warning.
fn warned(from: &str, to: &str, path: &str) {
    let text = fixtures::WEB.replacen(from, to, 1);
    let report = check(&[Source { path: "a.yml", text: &text }], &Options::default());
    let all: Vec<_> =
        report.diagnostics.iter().map(|each| (each.tier, each.path.as_str())).collect();
    assert_eq!(all, [(crate::diagnostic::Tier::Warned, path)], "{from} -> {to}");
}

#[test]
fn what_is_dated_is_warned_of() {
    let container = "spec.template.spec.containers[0]";
    warned("name: PORT", "name: RAILS_ENV", &format!("{container}.env[1]"));
    warned("emptyDir: {}", "rbd: {image: a, monitors: [b]}", "spec.template.spec.volumes[0].rbd");
    warned(
        "kind: Ingress\nmetadata:",
        "kind: Ingress\nmetadata:\n  annotations:\n    kubernetes.io/ingress.class: nginx",
        "metadata.annotations[kubernetes.io/ingress.class]",
    );
}
