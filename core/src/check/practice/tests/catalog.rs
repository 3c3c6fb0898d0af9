//! What the catalogue says of the rules holds.

use super::super::super::catalog::example;
use super::super::super::{Options, Source, check};
use crate::diagnostic::{Diagnostic, Tier};

fn of(rule: &str, text: &str) -> Vec<Diagnostic> {
    let report = check(&[Source { path: "a.yml", text }], &Options::default());
    let refused = report.diagnostics.iter().find(|each| each.tier == Tier::Refused);
    assert_eq!(refused, None, "{rule}: {text}");
    report.diagnostics.into_iter().filter(|each| each.rule == rule).collect()
}

#[test]
fn examples_are_as_they_are_called() {
    for rule in super::super::ALL.concat() {
        let example = example(rule.name).unwrap_or_else(|| panic!("{} has no example", rule.name));
        let bad = of(rule.name, &example.bad());
        assert_eq!(bad.len(), 1, "{}: {bad:?}", rule.name);
        for each in &bad {
            assert_eq!((each.tier, each.severity), (rule.tier, rule.severity), "{}", rule.name);
            assert!(each.place.line > 0 && !each.path.is_empty(), "{each:?}");
            assert!(!each.help.is_empty() && !each.message.ends_with('.'), "{each:?}");
            assert!(!each.message.starts_with(char::is_uppercase), "{each:?}");
        }
        assert_eq!(of(rule.name, example.good), [], "{}", rule.name);
    }
}
