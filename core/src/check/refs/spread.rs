//! Where pods may run: rules that count pods by label.

use super::super::context::{Context, Spot, items};
use super::super::index::{Index, Labels, Pod, fits, selected_by};
use crate::check::refs::selector::SELECTS_NOTHING;
use crate::diagnostic::{Diagnostic, rules};
use crate::yaml::Node;

rules! {
    pub(crate) const SPREAD_SELECTOR: Rule = Rule {
        name: "spread-selector",
        tier: Broken,
        severity: Warning,
        says: "a rule that spreads pods counts others than those of its own workload",
        why: "The pods are not spread: all of them may run on one node.",
        aliases: ["kube-score/pod-topology-spread-constraints"],
    };
}

/// Spread that does not count the pod itself, and company that the folder does not have.
pub(super) fn check(context: &mut Context<'_>, pod: &Pod<'_>, index: &Index<'_>) {
    for (at, rule) in items(pod.spec, "topologySpreadConstraints").iter().enumerate() {
        let Some(selector) = rule.get("labelSelector") else { continue };
        if !matches(selector, &pod.labels) {
            let message =
                "the labels that are counted are not those of this pod, so its pods are not spread";
            let help = "make `labelSelector` match the labels of the template";
            let diagnostic = Diagnostic::new(&SPREAD_SELECTOR, message).help(help);
            let path = format!("topologySpreadConstraints[{at}].labelSelector");
            context.push(diagnostic, Spot::from(selector), &path);
        }
    }
    let required = ["affinity", "podAffinity", "requiredDuringSchedulingIgnoredDuringExecution"];
    for (at, term) in super::list(pod.spec, &required).iter().enumerate() {
        if term.get("namespaces").is_some() || term.get("namespaceSelector").is_some() {
            continue;
        }
        let Some(selector) = term.get("labelSelector") else { continue };
        let labels = selected_by(selector, "matchLabels");
        let expressions = items(selector, "matchExpressions");
        let mut found = index.selected(&pod.object.namespace, &labels, expressions);
        if found.next().is_none() {
            let message = "this pod has to run beside pods of which the folder has none";
            let help = "make `labelSelector` match the labels of a pod template; without such a pod it finds no node";
            let diagnostic = Diagnostic::new(&SELECTS_NOTHING, message).help(help);
            let path = format!("{}[{at}].labelSelector", required.join("."));
            context.push(diagnostic, Spot::from(selector), &path);
        }
    }
}

fn matches(selector: &Node, labels: &Labels<'_>) -> bool {
    selected_by(selector, "matchLabels").iter().all(|(key, value)| labels.get(key) == Some(value))
        && items(selector, "matchExpressions").iter().all(|each| fits(each, labels))
}
