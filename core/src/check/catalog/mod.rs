//! Every rule of the checker by its stable name: what it says, why it matters, and what other tools
//! call it. The texts of `linkspan explain RULE`, the list of the docs and the names that
//! settings accept come from here; a test holds that no finding has a rule that is not listed.

mod alias;
mod broken;
mod example;
mod rails;
mod refused;
mod risky;
mod spec;
#[cfg(test)]
mod tests;
mod warned;

pub use alias::{ALIASES, Alias, UNCOVERED};
pub use example::{Example, example, files};

use crate::diagnostic::{Severity, Tier};

/// A rule of the checker.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable name, such as `unknown-field`.
    pub name: &'static str,
    /// The tier of its findings.
    pub tier: Tier,
    /// The severity of its findings, unless settings say otherwise.
    pub severity: Severity,
    /// One lower-case sentence: what is wrong where this is found.
    pub says: &'static str,
    /// Why it matters: what happens to a person who leaves it.
    pub why: &'static str,
    /// What other tools call it, such as `kube-score/pod-probes` or `kube-linter/latest-tag`.
    pub aliases: &'static [&'static str],
}

/// All rules: of manifests by tier, then those of `linkspan.yml` alone; by name within.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    [refused::RULES, warned::RULES, broken::RULES, risky::RULES, rails::RULES, spec::RULES]
        .into_iter()
        .flatten()
}

/// The rule of a name or of an alias, with or without the tool before it.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    rules()
        .find(|rule| rule.name == name)
        .or_else(|| rules().find(|rule| rule.aliases.iter().any(|alias| alias::is(alias, name))))
        .or_else(|| alias::rule(name).and_then(|name| rules().find(|rule| rule.name == name)))
}

/// Whether a rule judges `linkspan.yml` alone.
#[must_use]
pub fn is_of_spec(name: &str) -> bool {
    spec::RULES.iter().any(|rule| rule.name == name)
}
