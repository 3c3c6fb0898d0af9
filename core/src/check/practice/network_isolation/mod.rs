//! Pods that no network policy selects, beside those that one does.

use crate::check::context::bool;
use crate::check::index::Pod;
use crate::check::practice::finder::{Finder, nearest};
use crate::check::practice::pod::metadata;
use crate::check::practice::relations::Relations;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const NETWORK_ISOLATION: Rule = Rule {
        name: "network-isolation",
        tier: Risky,
        severity: Warning,
        says: "no network policy selects a pod, while policies select others of its namespace",
        why: "Anything in the cluster can reach this pod, and from it the pods that the policies protect.",
        aliases: [
            "kube-linter/non-isolated-pod",
            "kube-score/pod-networkpolicy",
            "polaris/missingNetworkPolicy",
            "checkov/CKV2_K8S_6",
        ],
    };
}

/// A pod that everything can reach, where others of its namespace are isolated.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>, relations: &Relations<'_>) {
    // A pod in its node's network is beyond any policy.
    if !relations.is_left_open(pod) || bool(pod.spec, "hostNetwork") == Some(true) {
        return;
    }
    let (metadata, path) = metadata(pod);
    let spot = metadata
        .map_or_else(|| nearest(&pod.object.root, &["spec"]), |it| nearest(it, &["labels"]));
    let message = "no NetworkPolicy of the folder selects this pod, so everything can reach it";
    let help = "select it too, or add a policy with an empty `podSelector` that denies by default";
    finder.report(&NETWORK_ISOLATION, pod.object, (spot, format!("{path}.labels")), message, help);
}
