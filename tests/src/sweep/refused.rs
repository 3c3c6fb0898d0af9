//! The pairs that are refused, and why that is right.

use super::axis::Axis;
use super::companion::values;
use serde::Deserialize;
use serde_yaml::Value;
use std::collections::BTreeMap;

/// An entry of `sweep/refused.yml`.
#[derive(Deserialize)]
struct Entry {
    rule: String,
    why: String,
    pairs: Vec<BTreeMap<String, Value>>,
}

/// Pairs that a rule refuses.
pub struct Refused {
    /// The rule.
    pub rule: String,
    /// Why it is right to refuse them.
    pub why: String,
    pairs: Vec<[(usize, Vec<usize>); 2]>,
}

/// All that is refused.
///
/// # Panics
/// When an entry does not name two fields that there are.
#[must_use]
pub fn refused(axes: &[Axis]) -> Vec<Refused> {
    let of = |pair: &BTreeMap<String, Value>| {
        let sides: Vec<_> = pair.iter().map(|(name, named)| values(axes, name, named)).collect();
        <[_; 2]>::try_from(sides).unwrap_or_else(|_| panic!("{pair:?} is not a pair"))
    };
    let entries = super::list::<Vec<Entry>>("refused.yml").into_iter();
    entries
        .map(|Entry { rule, why, pairs }| Refused {
            rule,
            why,
            pairs: pairs.iter().map(of).collect(),
        })
        .collect()
}

impl Refused {
    /// Every pair that it names, the axis that comes first before the other.
    pub fn pairs(&self) -> impl Iterator<Item = super::Pair> + '_ {
        self.pairs.iter().flat_map(|[one, other]| {
            let (one, other) = if one.0 < other.0 { (one, other) } else { (other, one) };
            let of = |value: &usize| (one.0, *value);
            one.1
                .iter()
                .map(of)
                .flat_map(move |side| other.1.iter().map(move |value| (side, (other.0, *value))))
        })
    }
}
