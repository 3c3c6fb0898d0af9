//! The catalogue is whole: every name that code reports is in it, and every example shows its rule.

use super::{example, rule, rules};
use crate::check::{Options, Source, check};
use crate::diagnostic::{Diagnostic, Severity};
use std::collections::BTreeSet;
use std::path::Path;

/// Rules of files that cannot be written down in a text, of sizes that nobody wants to read, of
/// what only a cluster knows, and of files beside the lock that tells of them.
const WITHOUT_EXAMPLE: [&str; 8] = [
    "left-over-file",
    "namespace-left",
    "no-such-kind",
    "not-utf8",
    "server-refuses",
    "stale-bundle",
    "too-large",
    "unreadable",
];

fn judge(text: &'static str) -> Vec<Diagnostic> {
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
        let Some(example) = example(rule.name) else {
            assert!(WITHOUT_EXAMPLE.contains(&rule.name), "{} has no example", rule.name);
            continue;
        };
        let (bad, good) = (judge(example.bad), judge(example.good));
        for each in bad.iter().chain(&good) {
            assert!(super::rule(each.rule).is_some(), "{} is not in the catalogue", each.rule);
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

/// The first text after a call that reports, where it is a rule's name.
fn reported(source: &str) -> BTreeSet<String> {
    const CALLS: [&str; 9] = [
        "refused(",
        "warned(",
        "broken(",
        "risky(",
        "rails(",
        "report_at_list(",
        "Diagnostic::new(",
        "tell(",
        "hint(",
    ];
    let mut names = BTreeSet::new();
    for call in CALLS {
        for (at, _) in source.match_indices(call) {
            let rest = source.get(at + call.len()..).unwrap_or_default();
            let mut rest = rest.trim_start();
            for word in ["context,", "read,", "found,"] {
                rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
            }
            if let Some(after) = rest.strip_prefix("Severity::") {
                rest = after.split_once(',').map_or("", |(_, after)| after).trim_start();
            }
            let Some((name, _)) = rest.strip_prefix('"').and_then(|rest| rest.split_once('"'))
            else {
                continue;
            };
            let letters =
                |byte: u8| byte == b'-' || byte.is_ascii_lowercase() || byte.is_ascii_digit();
            if !name.is_empty() && name.bytes().all(letters) {
                names.insert(name.to_owned());
            }
        }
    }
    names
}

#[expect(clippy::disallowed_methods, reason = "the sources are what is judged")]
fn sources(folder: &Path, out: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            // What a test makes up is no rule.
            out.push(text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned());
        }
    }
}

#[test]
fn every_name_in_the_code_is_listed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for folder in ["src/check", "src/plan", "src/spec", "src/generate", "../cli/src"] {
        sources(&root.join(folder), &mut texts);
    }
    let names: BTreeSet<String> = texts.iter().flat_map(|text| reported(text)).collect();
    assert!(names.len() > 100, "{names:?}");
    let unlisted: Vec<&String> = names.iter().filter(|name| rule(name).is_none()).collect();
    // The tests of painting make up one of their own.
    assert_eq!(unlisted, Vec::<&String>::new());
}
