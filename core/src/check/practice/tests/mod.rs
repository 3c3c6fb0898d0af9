//! Each rule where it speaks and where it is silent.

mod exempt;
mod pod;
mod relations;
pub(super) mod web;

use super::super::{Options, Source, check};
use crate::facts::Kubernetes;

/// What a version's server is asked.
fn options(kubernetes: Kubernetes) -> Options {
    fn of(mut options: Options, kubernetes: Kubernetes) -> Options {
        options.kubernetes = kubernetes;
        options
    }
    of(Options::default(), kubernetes)
}

/// The rules of the room that speak about a text, each with its path and line.
fn told(text: &str) -> Vec<String> {
    let report = check(&[Source { path: "a.yml", text }], &Options::default());
    let own = super::ALL.concat();
    let risky = report.diagnostics.iter().filter(|each| own.contains(&each.rule));
    risky.map(|each| format!("{} {} {}", each.rule, each.path, each.place.line)).collect()
}

/// What one rule says of a text, as "path line".
pub(super) fn of(rule: &str, text: &str) -> Vec<String> {
    let told = told(text).into_iter();
    told.filter_map(|each| each.strip_prefix(rule)?.strip_prefix(' ').map(str::to_owned)).collect()
}
