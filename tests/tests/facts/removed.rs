//! The lifecycle of each API, from which the server takes its own warnings.

use linkspan_core::check::{Options, Source, check};
use linkspan_core::internal::facts::Kubernetes;
use linkspan_tests::{facts, texts_below};
use std::collections::{BTreeMap, BTreeSet};

/// What the server asks and answers, and nobody writes down.
const TALK: [&str; 2] = ["AdmissionReview", "APIGroupDiscovery"];

/// What a version does with an API.
#[derive(Debug, PartialEq)]
enum Life {
    Served,
    /// The minor versions since which it warns, and that will have it no more.
    Deprecated(u32, Option<u32>),
    Removed,
}

/// As the checker says it.
fn told(api: &str, kind: &str, kubernetes: Kubernetes) -> Life {
    let text = format!("apiVersion: {api}\nkind: {kind}\nmetadata: {{name: a}}\n");
    let options = Options { kubernetes, ..Options::default() };
    let report = check(&[Source { path: "a.yml", text: &text }], &options);
    let message = |rule: &str| {
        let found = report.diagnostics.iter().find(|each| each.rule == rule);
        found.map(|each| each.message.as_str())
    };
    let minor = |message: &str, before: &str| {
        let (_, rest) = message.split_once(before)?;
        rest.split(|each: char| !each.is_ascii_digit()).next()?.parse().ok()
    };
    match (message("removed-api"), message("deprecated-api")) {
        (Some(_), _) => Life::Removed,
        (None, Some(message)) => {
            let since = minor(message, "deprecated since 1.").unwrap();
            Life::Deprecated(since, minor(message, "gone in 1."))
        }
        (None, None) => Life::Served,
    }
}

/// A minor version that a type's method returns.
fn minor(text: &str, kind: &str, method: &str) -> Option<u32> {
    let start = format!("func (in *{kind}) APILifecycle{method}() ");
    let (_, body) = text.split_once(&start)?;
    let (_, number) = body.split_once("return 1, ")?;
    number.lines().next()?.parse().ok()
}

#[test]
fn every_api_that_kubernetes_gives_up_is_known() {
    let Some(module) = facts::module("k8s.io/api") else { return };
    // Some are written by hand, in a file beside the one that is generated.
    let mut folders: BTreeMap<String, String> = BTreeMap::new();
    for (path, text) in texts_below(&module, "lifecycle.go").unwrap() {
        let (folder, _) = path.rsplit_once('/').unwrap();
        folders.entry(folder.to_owned()).or_default().push_str(&text);
    }
    let (mut count, mut differ) = (0, Vec::new());
    for (folder, text) in folders {
        let register = std::fs::read_to_string(module.join(&folder).join("register.go")).unwrap();
        let (_, group) = register.split_once("GroupName = \"").unwrap();
        let group = group.split('"').next().unwrap();
        let (_, version) = folder.rsplit_once('/').unwrap();
        let api = if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") };
        let types = text.split("func (in *").skip(1).filter_map(|it| it.split(')').next());
        for kind in types.collect::<BTreeSet<_>>() {
            if kind.ends_with("List") || TALK.contains(&kind) {
                continue;
            }
            let since = minor(&text, kind, "Deprecated");
            let gone = minor(&text, kind, "Removed");
            for version in Kubernetes::ALL {
                let expect = match since.filter(|since| *since <= version.minor()) {
                    _ if gone.is_some_and(|gone| gone <= version.minor()) => Life::Removed,
                    Some(since) => Life::Deprecated(since, gone),
                    None => Life::Served,
                };
                let found = told(&api, kind, version);
                if found != expect {
                    let name = version.name();
                    differ.push(format!("{api} {kind} {name}: {expect:?}, not {found:?}"));
                }
                count += usize::from(expect != Life::Served);
            }
        }
    }
    assert_eq!(differ, Vec::<String>::new());
    eprintln!("{count} answers are those of Kubernetes");
    assert!(count > 200, "{count}");
}
