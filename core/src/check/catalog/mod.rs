//! Every rule of the checker by its stable name: what it says, why it matters, and what other tools
//! call it. The texts of `linkspan explain RULE`, the list of the docs and the names that
//! settings accept come from here. Each rule stands beside its code; the lists of all rooms meet here.

mod alias;
pub mod bundle;
pub mod cluster;
mod example;
pub mod file;
#[cfg(test)]
mod tests;

pub use crate::diagnostic::Example;
pub use alias::{ALIASES, Alias, UNCOVERED};
pub use example::{example, files};

use super::{
    api, app, comment, metadata, names, object, practice, rails, refs, removed, schema, settings,
};
use crate::diagnostic::Rule;
use crate::{plan, spec, yaml};

/// Rules of manifests, by room and file.
const OF_MANIFESTS: &[&[&[&Rule]]] = &[
    &[yaml::rules::RULES, file::RULES, cluster::RULES],
    &[object::RULES, metadata::RULES, names::RULES, removed::RULES, comment::rule::RULES],
    schema::ALL,
    api::ALL,
    refs::ALL,
    practice::ALL,
    rails::ALL,
    app::ALL,
];

/// Rules of `linkspan.yml` alone, by room and file.
const OF_SPEC: &[&[&[&Rule]]] =
    &[spec::ALL, plan::conflicts::ALL, &[settings::rule::RULES, bundle::RULES]];

/// All rules: of manifests by tier, then those of `linkspan.yml` alone; by name within.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    sorted(OF_MANIFESTS, true).into_iter().chain(sorted(OF_SPEC, false))
}

/// The rules of manifests, in no order.
pub(crate) fn of_manifests() -> impl Iterator<Item = &'static Rule> {
    all(OF_MANIFESTS)
}

/// All rules, in no order.
fn unsorted() -> impl Iterator<Item = &'static Rule> {
    of_manifests().chain(all(OF_SPEC))
}

fn sorted(lists: &'static [&[&[&Rule]]], by_tier: bool) -> Vec<&'static Rule> {
    let mut rules: Vec<&Rule> = all(lists).collect();
    rules.sort_unstable_by_key(|rule| (by_tier.then_some(rule.tier), rule.name));
    rules
}

/// The rules of lists.
fn all(lists: &'static [&[&[&Rule]]]) -> impl Iterator<Item = &'static Rule> {
    lists.iter().copied().flatten().copied().flatten().copied()
}

/// The rule of a name or of an alias, with or without the tool before it.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    unsorted()
        .find(|rule| rule.name == name)
        .or_else(|| unsorted().find(|rule| rule.aliases.iter().any(|alias| alias::is(alias, name))))
        .or_else(|| alias::rule(name).and_then(|name| unsorted().find(|rule| rule.name == name)))
}

/// Whether a rule judges `linkspan.yml` alone.
#[must_use]
pub fn is_of_spec(name: &str) -> bool {
    all(OF_SPEC).any(|rule| rule.name == name)
}
