//! Which pods a policy selects, and what it shuts.

use super::super::json;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// One of the two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Direction {
    Ingress,
    Egress,
}

impl Direction {
    pub(super) const ALL: [Self; 2] = [Self::Ingress, Self::Egress];

    /// As `policyTypes` names it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Ingress => "Ingress",
            Self::Egress => "Egress",
        }
    }

    /// Where a policy has its rules.
    pub(super) const fn rules(self) -> &'static str {
        match self {
            Self::Ingress => "ingress",
            Self::Egress => "egress",
        }
    }
}

/// Whether any of these policies shuts a direction of a pod.
pub(super) fn is_shut(policies: &[&Value], pod: &Value, direction: Direction) -> bool {
    policies.iter().any(|policy| selects(policy, pod) && speaks_of(policy, direction))
}

/// Without types, a policy speaks of what comes in, and of what goes out where it has rules for it.
fn speaks_of(policy: &Value, direction: Direction) -> bool {
    match json::list(policy, "/spec/policyTypes") {
        [] => {
            direction == Direction::Ingress
                || policy.pointer("/spec/egress").is_some_and(|rules| !rules.is_null())
        }
        types => types.iter().any(|each| each == direction.name()),
    }
}

pub(super) fn selects(policy: &Value, pod: &Value) -> bool {
    let labels = policy.pointer("/spec/podSelector/matchLabels").and_then(Value::as_object);
    let has = |(key, value): (&String, &Value)| label(pod, key) == value.as_str();
    labels.is_none_or(|labels| labels.iter().all(has))
        && expressions(policy).iter().all(|each| fits(each, pod))
}

fn expressions(policy: &Value) -> &[Value] {
    json::list(policy, "/spec/podSelector/matchExpressions")
}

fn fits(expression: &Value, pod: &Value) -> bool {
    let found = label(pod, json::text(expression, "/key"));
    let is_listed =
        || found.is_some_and(|found| json::list(expression, "/values").iter().any(|v| v == found));
    match json::text(expression, "/operator") {
        "In" => is_listed(),
        "NotIn" => !is_listed(),
        "Exists" => found.is_some(),
        _ => found.is_none(),
    }
}

fn label<'a>(pod: &'a Value, key: &str) -> Option<&'a str> {
    pod.pointer("/metadata/labels")?.get(key)?.as_str()
}

/// The labels that the selectors of policies look at.
pub(super) fn keys<'a>(policies: impl Iterator<Item = &'a Value>) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for policy in policies {
        let labels = policy.pointer("/spec/podSelector/matchLabels").and_then(Value::as_object);
        keys.extend(labels.into_iter().flatten().map(|(key, _)| key.clone()));
        keys.extend(expressions(policy).iter().map(|each| json::text(each, "/key").to_owned()));
    }
    keys
}

/// A selector of the pods that no policy tells from this one.
pub(super) fn class(pod: &Value, keys: &BTreeSet<String>) -> Value {
    let (mut labels, mut absent) = (Map::new(), Vec::new());
    for key in keys {
        match label(pod, key) {
            Some(value) => {
                labels.insert(key.clone(), value.into());
            }
            None => absent.push(json!({"key": key, "operator": "DoesNotExist"})),
        }
    }
    if absent.is_empty() {
        json!({"matchLabels": labels})
    } else {
        json!({"matchLabels": labels, "matchExpressions": absent})
    }
}
