//! What the namespace may take at most, and what pods have that do not say what they need.

use super::labels::{explain_metadata, metadata};
use super::{BASE, put};
use crate::field::Guide;
use crate::plan::{Plan, Reason, UNSAID};
use crate::render::Notes;
use crate::resource::Objects;
use crate::value::ordered;
use k8s_openapi::api::core::v1::{
    LimitRange, LimitRangeItem, LimitRangeSpec, ResourceQuota, ResourceQuotaSpec,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::collections::BTreeMap;

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    if plan.quota.is_set() {
        quota(plan, bundle);
        defaults(plan, bundle);
    }
}

fn quota(plan: &Plan, bundle: &mut Objects<'_>) {
    let limits = &plan.quota;
    let mut hard = BTreeMap::new();
    let mut notes = Notes::new(Reason::fixed(
        Guide::Cluster,
        "What all pods of the namespace may take together: a pod that would be too much is refused.",
    ));
    explain_metadata(plan, &mut notes);
    for (key, amount) in [("requests.cpu", &limits.cpu), ("limits.memory", &limits.memory)] {
        if let Some(amount) = amount {
            hard.insert(key.to_owned(), Quantity(amount.value.clone()));
            notes.decided(&format!("spec.hard[{key}]"), amount);
        }
    }
    if let Some(pods) = &limits.pods {
        hard.insert("pods".to_owned(), Quantity(pods.value.to_string()));
        notes.decided("spec.hard.pods", pods);
    }
    let quota = ResourceQuota {
        metadata: metadata(plan, &plan.app.value, "app"),
        spec: Some(ResourceQuotaSpec { hard: Some(hard), ..ResourceQuotaSpec::default() }),
        ..ResourceQuota::default()
    };
    put(bundle, BASE, "quota", &quota, &notes);
}

/// Under a quota, a pod that does not say what it needs is refused. Ours all do; those of others, such as
/// cert-manager's or a person's `kubectl run`, get these.
fn defaults(plan: &Plan, bundle: &mut Objects<'_>) {
    let amounts = |all: &[(&str, &str)]| {
        let quantity =
            |(name, amount): &(&str, &str)| ((*name).to_owned(), Quantity((*amount).to_owned()));
        Some(ordered(all.iter().map(quantity)))
    };
    let [(_, cpu), (_, memory), (_, limit)] = UNSAID;
    let range = LimitRange {
        metadata: metadata(plan, &plan.app.value, "app"),
        spec: Some(LimitRangeSpec {
            limits: vec![LimitRangeItem {
                type_: "Container".into(),
                default: amounts(&[("memory", limit)]),
                default_request: amounts(&[("cpu", cpu), ("memory", memory)]),
                ..LimitRangeItem::default()
            }],
        }),
    };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Cluster,
        "What a container has that does not say what it needs: under a quota it would be refused. Those of the app all say it.",
    ));
    explain_metadata(plan, &mut notes);
    put(bundle, BASE, "limit-range", &range, &notes);
}
