//! Specs in which every choice meets every other: most mistakes of a generator show when two choices meet.

mod axis;
mod companion;
mod cover;
mod refused;

pub use axis::{Axis, axes};
pub use cover::{Pair, Sweep, sweep};
pub use refused::{Refused, refused};

use linkspan_core::diagnostic::Severity;
use linkspan_core::{plan, spec};
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;

/// A list that stands in `sweep/`.
fn list<T: DeserializeOwned>(name: &str) -> T {
    let path = crate::here().join("sweep").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The rules that refuse a spec. They need its plan and none of its files.
#[must_use]
pub fn refusals(text: &str) -> BTreeSet<&'static str> {
    let read = spec::read(text);
    let conflicts = if read.environments.is_empty() {
        plan::check(&plan::resolve(&read.spec))
    } else {
        let plans: Vec<_> = read.environments.iter().map(plan::resolve_environment).collect();
        plan::check_environments(&read.environments, &plans)
    };
    let errors = read.diagnostics.iter().chain(&conflicts);
    errors.filter(|each| each.severity == Severity::Error).map(|each| each.rule.name).collect()
}
