//! Network policies while old and new pods serve together. A policy shuts what it selects, and what several of them let
//! through adds up: so the rules from before stand beside the new ones, under names of their own, until the old pods are
//! gone.

mod select;

use super::id::Id;
use super::{MANAGER, json};
use crate::plan::{LABEL_INSTANCE, LABEL_MANAGED_BY};
use select::{Direction, class, is_shut, keys, selects};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

const KIND: &str = "NetworkPolicy";

/// What stands beside the policies of a bundle until the old pods are gone.
///
/// `live` are all policies of the namespace, `wanted` those of the bundle as the API server would make them, `serving`
/// the pods that run, `coming` templates of those that will.
#[must_use]
pub fn beside(
    app: &str,
    live: &[Value],
    wanted: &[Value],
    serving: &[Value],
    coming: &[Value],
) -> Vec<Value> {
    let (ours, others): (Vec<&Value>, Vec<&Value>) =
        live.iter().partition(|policy| json::is_ours(policy, app));
    let mut found: Vec<Value> =
        wanted.iter().filter_map(|policy| Some(copy(replaced(&ours, policy)?))).collect();
    if serving.is_empty() {
        // Nothing is cut off.
        found.clear();
    }
    let after: Vec<&Value> = others.into_iter().chain(wanted).collect();
    let live: Vec<&Value> = live.iter().collect();
    let keys = keys(live.iter().chain(&after).copied());
    let mut openings: BTreeSet<(String, Vec<Direction>)> = BTreeSet::new();
    let pods = serving.iter().map(|pod| (pod, true)).chain(coming.iter().map(|pod| (pod, false)));
    for (pod, serves) in pods {
        let ours = ours.iter().copied().chain(wanted);
        if !ours.into_iter().any(|policy| selects(policy, pod)) {
            continue;
        }
        let apart = Direction::ALL.into_iter().filter(|direction| {
            let (before, then) =
                (is_shut(&live, pod, *direction), is_shut(&after, pod, *direction));
            // What nothing serves behind yet may be shut at once.
            before && !then || serves && then && !before
        });
        let apart: Vec<Direction> = apart.collect();
        if !apart.is_empty() {
            openings.insert((class(pod, &keys).to_string(), apart));
        }
    }
    let place = wanted.first().or_else(|| ours.first().copied());
    let namespace = place.map_or("", |policy| json::text(policy, "/metadata/namespace"));
    found.extend(openings.into_iter().map(|(selector, directions)| {
        let selector = serde_json::from_str(&selector).unwrap_or_default();
        opening(app, namespace, &selector, &directions)
    }));
    // One that stands there already was left by a run that was cut off, and is not this run's to take away.
    found.retain(|policy| !live.iter().any(|each| json::name(each) == json::name(policy)));
    found
}

/// The policies as they are, to be applied again when the release is taken back; those of the bundle that are new have
/// to go then.
#[must_use]
pub fn earlier(app: &str, live: &[Value], wanted: &[Value]) -> (Vec<Value>, Vec<Id>) {
    let ours: Vec<&Value> = live.iter().filter(|policy| json::is_ours(policy, app)).collect();
    let changed = wanted.iter().filter_map(|policy| replaced(&ours, policy));
    let back = changed.map(|policy| bare(policy, json::name(policy))).collect();
    let is_new = |policy: &&Value| !live.iter().any(|each| json::name(each) == json::name(policy));
    (back, wanted.iter().filter(is_new).map(Id::of).collect())
}

/// The live policy whose rules a policy of the bundle replaces.
fn replaced<'a>(ours: &[&'a Value], policy: &Value) -> Option<&'a Value> {
    let same = |live: &&&Value| json::name(live) == json::name(policy);
    ours.iter().find(same).copied().filter(|live| live.get("spec") != policy.get("spec"))
}

/// The rules of a live policy under another name, which follows from them: a copy that a run left which was cut off is
/// never written over.
fn copy(live: &Value) -> Value {
    let spec = live.get("spec").map(Value::to_string).unwrap_or_default();
    bare(live, &format!("{}-before-{}", json::name(live), digest(&spec)))
}

fn bare(live: &Value, name: &str) -> Value {
    json!({
        "apiVersion": json::text(live, "/apiVersion"),
        "kind": KIND,
        "metadata": {
            "name": name,
            "namespace": json::text(live, "/metadata/namespace"),
            "labels": live.pointer("/metadata/labels").cloned().unwrap_or_else(|| json!({})),
        },
        "spec": live.get("spec").cloned().unwrap_or_else(|| json!({})),
    })
}

/// Lets everything through to pods, or from them.
fn opening(app: &str, namespace: &str, selector: &Value, directions: &[Direction]) -> Value {
    let mut spec = Map::new();
    spec.insert("podSelector".into(), selector.clone());
    let types: Vec<&str> = directions.iter().map(|each| each.name()).collect();
    for each in directions {
        spec.insert(each.rules().into(), json!([{}]));
    }
    spec.insert("policyTypes".into(), json!(types));
    let spec = Value::Object(spec);
    json!({
        "apiVersion": "networking.k8s.io/v1",
        "kind": KIND,
        "metadata": {
            "name": format!("{app}-open-{}", digest(&spec.to_string())),
            "namespace": namespace,
            "labels": {LABEL_INSTANCE: app, LABEL_MANAGED_BY: MANAGER},
        },
        "spec": spec,
    })
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
