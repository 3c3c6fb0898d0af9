//! A rule that spreads pods and does not count them.

use crate::check::context::{Context, Spot, items};
use crate::check::index::{Labels, Pod, fits, selected_by};
use crate::diagnostic::{Diagnostic, rule};
use crate::yaml::Node;

rule! {
    pub(in crate::check) const SPREAD_SELECTOR: Rule = Rule {
        name: "spread-selector",
        tier: Broken,
        severity: Warning,
        says: "a rule that spreads pods counts others than those of its own workload",
        why: "The pods are not spread: all of them may run on one node.",
        aliases: ["kube-score/pod-topology-spread-constraints"],
    };
}

/// The rules of a pod that spread it.
pub(super) fn check(context: &mut Context<'_>, pod: &Pod<'_>) {
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
}

fn matches(selector: &Node, labels: &Labels<'_>) -> bool {
    selected_by(selector, "matchLabels").iter().all(|(key, value)| labels.get(key) == Some(value))
        && items(selector, "matchExpressions").iter().all(|each| fits(each, labels))
}
