//! Two budgets of the same pods.

use crate::check::context::{Context, Spot, items};
use crate::check::index::{Index, MANY, selected_by};
use crate::check::object::Object;
use crate::diagnostic::{Diagnostic, rule};
use crate::facts::Kubernetes;
use std::collections::BTreeMap;

rule! {
    pub(in crate::check) const TWO_BUDGETS: Rule = Rule {
        name: "two-budgets",
        tier: Broken,
        severity: Error,
        says: "two budgets protect the same pods",
        why: "Kubernetes refuses to evict a pod with two budgets, so its node cannot be drained.",
    };
}

/// Pods of two budgets: the eviction API refuses to evict those at all.
pub(super) fn check(index: &Index<'_>, version: Kubernetes, found: &mut Vec<Diagnostic>) {
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
