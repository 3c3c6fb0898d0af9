//! PodDisruptionBudgets: whom they protect, and whether a node can still be drained.

use super::super::context::{Context, Spot, given, items};
use super::super::index::{Index, MANY, selected_by};
use super::super::object::Object;
use super::replicas::{Rounding, Sizes, amount};
use super::selector;
use crate::diagnostic::{Diagnostic, rules};
use crate::facts::Kubernetes;
use std::collections::BTreeMap;

rules! {
    pub(crate) const BLOCKED_DRAIN: Rule = Rule {
        name: "blocked-drain",
        tier: Broken,
        severity: Warning,
        says: "a budget lets no pod go",
        why: "A node on which such a pod runs cannot be drained: upgrades of the cluster stop there until somebody deletes the pod by hand.",
        aliases: [
            "kube-linter/pdb-max-unavailable",
            "kube-linter/pdb-min-available",
            "polaris/pdbDisruptionsIsZero",
            "polaris/pdbMinAvailableGreaterThanHPAMinReplicas",
        ],
    };
    pub(crate) const TWO_BUDGETS: Rule = Rule {
        name: "two-budgets",
        tier: Broken,
        severity: Error,
        says: "two budgets protect the same pods",
        why: "Kubernetes refuses to evict a pod with two budgets, so its node cannot be drained.",
    };
}

/// A budget of more workloads than these is not added up.
const MOST: usize = 32;

/// What a budget selects and allows.
pub(super) fn check(
    context: &mut Context<'_>,
    object: &Object,
    index: &Index<'_>,
    sizes: &Sizes<'_>,
) {
    let Some(spec) = object.root.get("spec") else { return };
    selector::of_pods(context, object, spec.get("selector"), "spec.selector", index);
    let Some(pods) = protected(object, index, sizes) else { return };
    for (field, is_least) in [("minAvailable", true), ("maxUnavailable", false)] {
        let Some(node) = given(spec, field) else { continue };
        let Some(wanted) = node.text().and_then(|text| amount(text, pods, Rounding::Up)) else {
            continue;
        };
        let blocks = if is_least { pods > 0 && wanted >= pods } else { wanted == 0 };
        if blocks {
            let message = if is_least {
                format!(
                    "with {pods} pods of which {wanted} have to be there, none may be evicted: no node that runs one can be drained"
                )
            } else {
                "no pod may be evicted: no node that runs one can be drained".to_owned()
            };
            let help = "let one pod go: `maxUnavailable: 1`, and have two pods or more";
            let diagnostic = Diagnostic::new(&BLOCKED_DRAIN, message).help(help);
            context.push(diagnostic, Spot::from(node), &format!("spec.{field}"));
        }
    }
}

/// The pods that a budget protects, when there are the fewest; nothing where they cannot be counted.
fn protected(object: &Object, index: &Index<'_>, sizes: &Sizes<'_>) -> Option<i128> {
    let selector = object.root.at(&["spec", "selector"])?;
    let labels = selected_by(selector, "matchLabels");
    let expressions = items(selector, "matchExpressions");
    let mut sum: i128 = 0;
    for (count, pod) in index.selected(&object.namespace, &labels, expressions).enumerate() {
        // Jobs end by themselves, but nobody knows how many pods of theirs there are.
        let size = sizes.of(pod.object).filter(|_| count < MOST)?;
        sum = sum.saturating_add(size.least);
    }
    Some(sum)
}

/// Pods of two budgets: the eviction API refuses to evict those at all.
pub(super) fn twice(index: &Index<'_>, version: Kubernetes, found: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<usize, &Object> = BTreeMap::new();
    for object in index.of_kind("PodDisruptionBudget") {
        let Some(node) = object.root.at(&["spec", "selector"]) else { continue };
        let labels = selected_by(node, "matchLabels");
        let selected =
            index.pod_labels.select(&object.namespace, &labels, items(node, "matchExpressions"));
        for at in selected.take(MANY) {
            let Some(before) = taken.insert(at, object) else { continue };
            // Of another environment, or the same one written twice.
            if before.name == object.name || before.namespace != object.namespace {
                continue;
            }
            let message = format!("the budget `{}` protects pods of this one too", before.name);
            let help = "make one budget of them: Kubernetes evicts no pod that two budgets protect";
            let diagnostic = Diagnostic::new(&TWO_BUDGETS, message).help(help);
            let mut context = Context::new(object, version, found);
            context.push(diagnostic, Spot::from(node), "spec.selector");
            break;
        }
    }
}
