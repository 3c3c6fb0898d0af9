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

use super::{practice, rails, refs, rules as api, schema, settings};
use crate::diagnostic::Rule;
use crate::{plan, spec, yaml};

/// Rules of manifests, by room and file.
const OF_MANIFESTS: &[&[&[&Rule]]] = &[
    &[yaml::rules::RULES, file::RULES, cluster::RULES],
    super::ALL,
    schema::ALL,
    api::ALL,
    refs::ALL,
    practice::ALL,
    rails::ALL,
];

/// Rules of `linkspan.yml` alone, by room and file.
const OF_SPEC: &[&[&[&Rule]]] = &[spec::ALL, plan::rules::ALL, &[settings::RULES, bundle::RULES]];

/// All rules: of manifests by tier, then those of `linkspan.yml` alone; by name within.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let mut of_manifests: Vec<&Rule> = all(OF_MANIFESTS).collect();
    let mut of_spec: Vec<&Rule> = all(OF_SPEC).collect();
    of_manifests.sort_by_key(|rule| (rule.tier, rule.name));
    of_spec.sort();
    of_manifests.into_iter().chain(of_spec)
}

/// The rules of lists, in no order.
fn all(lists: &'static [&[&[&Rule]]]) -> impl Iterator<Item = &'static Rule> {
    lists.iter().copied().flatten().copied().flatten().copied()
}

/// The rule of a name or of an alias, with or without the tool before it.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    let rules = || all(OF_MANIFESTS).chain(all(OF_SPEC));
    rules()
        .find(|rule| rule.name == name)
        .or_else(|| rules().find(|rule| rule.aliases.iter().any(|alias| alias::is(alias, name))))
        .or_else(|| alias::rule(name).and_then(|name| rules().find(|rule| rule.name == name)))
}

/// Whether a rule judges `linkspan.yml` alone.
#[must_use]
pub fn is_of_spec(name: &str) -> bool {
    all(OF_SPEC).any(|rule| rule.name == name)
}
