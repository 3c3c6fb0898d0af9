//! Every example shows its rule, and names and texts have one shape.

use super::{example, rule, rules};
use crate::check::{Options, Source, check};
use crate::diagnostic::{Diagnostic, Severity};
use std::collections::BTreeSet;

fn judge(text: &str) -> Vec<Diagnostic> {
    if text.starts_with("app:") {
        return crate::generate(text).report.diagnostics;
    }
    let files = super::files(text);
    let sources: Vec<Source<'_>> =
        files.into_iter().map(|(path, text)| Source { path, text }).collect();
    check(&sources, &Options::default()).diagnostics
}

#[test]
fn every_example_shows_its_rule_and_nothing_unlisted() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let Some(example) = example(rule.name) else { continue };
        let (bad, good) = (judge(&example.bad()), judge(example.good));
        for each in bad.iter().chain(&good) {
            assert_eq!(super::rule(each.rule.name), Some(each.rule));
        }
        let own: Vec<&Diagnostic> = bad.iter().filter(|each| each.rule == rule.name).collect();
        if !own.iter().any(|each| each.tier == rule.tier && each.severity == rule.severity) {
            wrong.push(format!("{}: the bad one has {bad:#?}", rule.name));
        }
        if let Some(found) = good.iter().find(|each| each.rule == rule.name) {
            wrong.push(format!("{}: the good one has {found:#?}", rule.name));
        }
        if let Some(found) = good.iter().find(|each| each.severity == Severity::Error) {
            wrong.push(format!("{}: the good one has {found:#?}", rule.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_and_texts_have_one_shape() {
    let mut names = BTreeSet::new();
    for each in rules() {
        let name = each.name;
        assert!(names.insert(name), "`{name}` is listed twice");
        let kebab = name.bytes().all(|byte| byte == b'-' || byte.is_ascii_alphanumeric());
        assert!(kebab && name == name.to_lowercase(), "{name}");
        // Names of products keep their capital.
        let article = ["A", "An", "The", "This", "There", "It"];
        let first = each.says.split(' ').next().unwrap_or_default();
        assert!(!article.contains(&first), "{name}: {}", each.says);
        assert!(!each.says.ends_with('.') && each.why.ends_with('.'), "{name}");
        for alias in each.aliases {
            assert!(alias.contains('/'), "{name}: `{alias}` names no tool");
            assert_eq!(rule(alias).map(|found| found.aliases.contains(alias)), Some(true));
        }
        assert_eq!(rule(name).map(|found| found.name), Some(name));
    }
    assert!(rule("no-such-rule").is_none() && rule("").is_none());
}
