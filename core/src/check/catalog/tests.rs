//! Every example shows its rule, and names and texts have one shape.

use super::{example, rule, rules};
use crate::check::{Options, Source, check, practice};
use crate::diagnostic::{Diagnostic, Rule, Severity, Tier};
use crate::internal::intake::{Specs, apps};
use std::collections::BTreeSet;

/// Everything that is found in an example.
fn found(text: &str) -> Vec<Diagnostic> {
    if text.starts_with("app:") {
        return crate::generate(text).report.diagnostics;
    }
    let files = super::files(text);
    let sources: Vec<Source<'_>> =
        files.into_iter().map(|(path, text)| Source { path, text }).collect();
    if sources.iter().any(|source| source.path == crate::spec::FILE) {
        let mut specs = Specs::read(&sources, &[]);
        specs.know(&sources, &apps(&sources));
        return specs.report.diagnostics;
    }
    check(&sources, &Options::default()).diagnostics
}

/// What is wrong with the bad example of a rule.
fn wrong_in_bad(rule: &Rule, bad: &[Diagnostic]) -> Option<&'static str> {
    let own: Vec<&Diagnostic> = bad.iter().filter(|each| each.rule == rule.name).collect();
    let is_plain = |each: &Diagnostic| each.tier == rule.tier && each.severity == rule.severity;
    let is_practice = practice::ALL.concat().contains(&rule);
    if !own.iter().any(|each| is_plain(each)) {
        Some("nothing has its tier and its severity")
    } else if is_practice && own.len() > 1 {
        Some("its rule is found more than once")
    } else if is_practice && bad.iter().any(|each| each.tier == Tier::Refused) {
        Some("the server refuses it")
    } else if is_practice && own.iter().any(|each| each.path.is_empty()) {
        Some("it names no field")
    } else {
        own.into_iter().find_map(misshapen)
    }
}

/// What is wrong with the form of a finding.
fn misshapen(found: &Diagnostic) -> Option<&'static str> {
    // Names of products keep their capital, of which messages about specs start with many.
    let product = ["Rails", "Sidekiq", "Thruster"];
    let is_name = product.iter().any(|name| found.message.starts_with(name))
        || super::is_of_spec(found.rule.name);
    if found.place.line == 0 {
        Some("it has no place")
    } else if found.help.is_empty() {
        Some("it has no help")
    } else if found.message.ends_with('.') {
        Some("its message ends with a full stop")
    } else if found.message.starts_with(char::is_uppercase) && !is_name {
        Some("its message starts with a capital")
    } else {
        None
    }
}

/// What is wrong with the good example of a rule.
fn wrong_in_good(rule: &Rule, good: &[Diagnostic]) -> Option<&'static str> {
    // A Secret may always be in the cluster.
    let elsewhere = ["missing-secret", "missing-reference"];
    let breaks = |tier| matches!(tier, Tier::Broken | Tier::Rails);
    let is_judged = breaks(rule.tier) && !super::is_of_spec(rule.name);
    let is_broken =
        |each: &Diagnostic| is_judged && breaks(each.tier) && !elsewhere.contains(&each.rule.name);
    if good.iter().any(|each| each.rule == rule.name) {
        Some("its rule is found")
    } else if good.iter().any(|each| each.severity == Severity::Error) {
        Some("it has an error")
    } else if good.iter().any(is_broken) {
        Some("it does not work")
    } else {
        None
    }
}

#[test]
fn every_example_shows_its_rule_and_nothing_unlisted() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let Some(example) = example(rule.name) else { continue };
        let (bad, good) = (found(&example.bad()), found(example.good));
        for each in bad.iter().chain(&good) {
            assert_eq!(super::rule(each.rule.name), Some(each.rule));
        }
        if let Some(fault) = wrong_in_bad(rule, &bad) {
            wrong.push(format!("{}, the bad one: {fault}: {bad:#?}", rule.name));
        }
        if let Some(fault) = wrong_in_good(rule, &good) {
            wrong.push(format!("{}, the good one: {fault}: {good:#?}", rule.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whoever adds a rule of practice shows it by a file.
#[test]
fn every_rule_of_practice_has_an_example() {
    for rule in practice::ALL.concat() {
        assert!(example(rule.name).is_some(), "{}", rule.name);
    }
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
