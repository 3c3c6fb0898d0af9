//! Every rule of the checker by its stable name: what it says, why it matters, and what other tools
//! call it. The texts of `linkspan explain RULE`, the list of the docs and the names that
//! settings accept come from here; a test holds that no finding has a rule that is not listed.

mod broken;
mod example;
mod rails;
mod refused;
mod risky;
mod warned;

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

/// All rules, by tier, then by name.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    [refused::RULES, warned::RULES, broken::RULES, risky::RULES, rails::RULES].into_iter().flatten()
}

/// The rule of a name or of an alias, with or without the tool before it.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.name == name).or_else(|| {
        rules().find(|rule| {
            rule.aliases.iter().any(|alias| {
                *alias == name || alias.split_once('/').is_some_and(|(_, short)| short == name)
            })
        })
    })
}
