//! Each rule where it speaks and where it is silent.

mod catalog;
mod exempt;
mod pod;
mod relations;

use super::super::{Options, Source, check};
use crate::diagnostic::Tier;
use crate::facts::Kubernetes;

/// What a version's server is asked.
fn options(kubernetes: Kubernetes) -> Options {
    fn of(mut options: Options, kubernetes: Kubernetes) -> Options {
        options.kubernetes = kubernetes;
        options
    }
    of(Options::default(), kubernetes)
}

/// The rules of the tier that speak about a text, each with its path and line.
fn told(text: &str) -> Vec<String> {
    let report = check(&[Source { path: "a.yml", text }], &Options::default());
    let risky = report.diagnostics.iter().filter(|each| {
        each.tier == Tier::Risky
            || matches!(each.rule.name, "pod-security-enforced" | "deprecated-api")
    });
    risky.map(|each| format!("{} {} {}", each.rule, each.path, each.place.line)).collect()
}

/// What one rule says of a text, as "path line".
fn of(rule: &str, text: &str) -> Vec<String> {
    let told = told(text).into_iter();
    told.filter_map(|each| each.strip_prefix(rule)?.strip_prefix(' ').map(str::to_owned)).collect()
}
