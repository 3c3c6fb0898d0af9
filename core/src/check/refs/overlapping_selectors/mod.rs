//! Workloads whose selectors match pods of another one.

use crate::check::context::{Context, Spot, items};
use crate::check::index::{Index, selected_by};
use crate::check::object::Object;
use crate::diagnostic::{Diagnostic, rule};
use crate::facts::Kubernetes;
use crate::workload::workload;

rule! {
    pub(in crate::check) const OVERLAPPING_SELECTORS: Rule = Rule {
        name: "overlapping-selectors",
        tier: Broken,
        severity: Warning,
        says: "the selector of a workload also matches the pods of another",
        why: "Services, budgets, autoscalers and `kubectl logs` take the pods of one for those of the other.",
    };
}

/// Pods that are looked at for each workload: those of other environments may come first.
const MOST: usize = 64;

/// Judges every workload with a selector. Jobs have one that Kubernetes makes.
pub(super) fn check(index: &Index<'_>, version: Kubernetes, found: &mut Vec<Diagnostic>) {
    for object in index.objects {
        if !is_selecting(object) {
            continue;
        }
        let Some(node) = object.root.at(&["spec", "selector"]) else { continue };
        let labels = selected_by(node, "matchLabels");
        let expressions = items(node, "matchExpressions");
        if labels.is_empty() && expressions.is_empty() {
            continue;
        }
        let mut pods = index.selected(&object.namespace, &labels, expressions).take(MOST);
        let Some(other) = pods.find(|pod| {
            let other = pod.object;
            is_selecting(other)
                && other.namespace == object.namespace
                && (other.name != object.name || other.kind != object.kind)
                // Folders of two environments without namespaces.
                && (!object.namespace.is_empty() || folder(other) == folder(object))
        }) else {
            continue;
        };
        let message = format!(
            "this selector also matches the pods of the {} `{}`",
            other.object.kind, other.object.name
        );
        let help = "add a label that only the pods of this workload have, to the selector and to the template";
        let diagnostic = Diagnostic::new(&OVERLAPPING_SELECTORS, message).help(help);
        let mut context = Context::new(object, version, found);
        context.push(diagnostic, Spot::from(node), "spec.selector");
    }
}

fn is_selecting(object: &Object) -> bool {
    workload(&object.kind).is_some_and(|it| it.selects)
}

fn folder(object: &Object) -> &str {
    crate::check::companion::folder(&object.file)
}
