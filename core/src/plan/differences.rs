//! What differs between environments: a table for people.

use super::{LogAgent, Plan, values};
use crate::spec::Read;
use crate::value::ordered;
use std::collections::BTreeMap;

/// A field that does not hold the same everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its path, groups by name: `workers[mail].replicas`.
    pub field: String,
    /// What holds without an environment, then in each; empty where nothing does.
    pub values: Vec<String>,
}

/// Every such field, for the base and the plans of its environments.
#[must_use]
pub fn differences(read: &Read, base: &Plan, plans: &[Plan]) -> Vec<Difference> {
    let all: Vec<(BTreeMap<String, String>, BTreeMap<String, String>)> =
        std::iter::once((&read.texts, base))
            .chain(read.environments.iter().map(|each| &each.texts).zip(plans))
            .map(|(texts, plan)| {
                let mut all = values(plan);
                all.extend(texts.clone());
                (by_name(&all), by_name(texts))
            })
            .collect();
    let fields = ordered(all.iter().flat_map(|(all, _)| all.keys()).map(|field| (field, ())));
    let logs = |plan: &Plan| plan.logging.kind.value != LogAgent::None;
    let logs = plans.iter().any(logs);
    fields
        .into_keys()
        // Where there would be no agent, its namespace is none either.
        .filter(|field| logs || *field != "logging.namespace")
        // Of a group that some lack, what is set says enough.
        .filter(|field| {
            let in_all = all.iter().all(|(all, _)| all.contains_key(*field));
            in_all || all.iter().any(|(_, texts)| texts.contains_key(*field))
        })
        .map(|field| Difference {
            field: field.clone(),
            values: all
                .iter()
                .map(|(each, _)| each.get(field).cloned().unwrap_or_default())
                .collect(),
        })
        .filter(|each| each.values.windows(2).any(|pair| pair.first() != pair.last()))
        .collect()
}

/// Paths with the names of groups in place of their indexes.
fn by_name(all: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let entries = all
        .iter()
        .filter_map(|(path, text)| {
            let Some((list, rest)) = path.split_once('[') else {
                return Some((path.clone(), text.clone()));
            };
            let (index, rest) = rest.split_once("].")?;
            let name = all.get(&format!("{list}[{index}].name"))?;
            Some((format!("{list}[{name}].{rest}"), text.clone()))
        })
        .filter(|(path, _)| !path.ends_with("].name"));
    ordered(entries)
}
