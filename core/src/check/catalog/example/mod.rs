//! A bad and a good example for each rule. They are tests: the bad one has a finding of its rule,
//! the good one has not. Kept apart from the rules, so that the page does not carry them.

mod broken;
mod rails;
mod refused;
mod risky;
mod warned;

/// Manifests (several documents are fine) that differ by what a rule asks for.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Has a finding of the rule.
    pub bad: &'static str,
    /// Has none.
    pub good: &'static str,
}

/// The example of a rule.
#[must_use]
pub fn example(rule: &str) -> Option<Example> {
    [refused::ALL, warned::ALL, broken::ALL, risky::ALL, rails::ALL]
        .into_iter()
        .flatten()
        .find(|(name, _)| *name == rule)
        .map(|(_, example)| *example)
}
