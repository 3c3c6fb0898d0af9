//! Disruption budgets.

use super::super::context::{filled, given};
use super::super::object::Object;
use super::finder::{Finder, nearest};
use crate::diagnostic::rules;

rules! {
    pub(crate) const BUDGET_SIZE: Rule = Rule {
        name: "budget-size",
        tier: Risky,
        severity: Warning,
        says: "a disruption budget does not say how many pods may be missing",
        why: "Kubernetes then lets none of them be evicted: the drain of a node hangs, and with it the upgrade.",
        aliases: ["kube-score/poddisruptionbudget-has-policy"],
    };
    pub(crate) const EVICTION_POLICY: Rule = Rule {
        name: "eviction-policy",
        tier: Risky,
        severity: Hint,
        says: "a disruption budget protects pods that are not ready",
        why: "A pod that never becomes ready can then never be moved either: the drain of its node hangs, and with it the upgrade.",
        aliases: ["kube-linter/pdb-unhealthy-pod-eviction-policy"],
    };
}

/// A budget that does not say how many pods it keeps, and one by which pods that are not ready hold
/// up the drain of a node.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object) {
    let Some(spec) = object.root.get("spec") else { return };
    if given(spec, "minAvailable").is_none() && given(spec, "maxUnavailable").is_none() {
        let spot = nearest(&object.root, &["spec", "maxUnavailable"]);
        // The controller counts on no pod then and allows nothing: getExpectedPodCount and
        // updatePdbStatus of pkg/controller/disruption, 1.36.2.
        let message = "the budget says nothing of how many pods may be missing, so none ever may";
        let help = "write `maxUnavailable: 1`, which holds for any number of pods";
        finder.report(&BUDGET_SIZE, object, (spot, "spec.maxUnavailable"), message, help);
    }
    if filled(spec, "unhealthyPodEvictionPolicy").is_none() {
        let spot = nearest(&object.root, &["spec", "unhealthyPodEvictionPolicy"]);
        let message = "pods that are not ready hold up the drain of their node";
        let help = "write `unhealthyPodEvictionPolicy: AlwaysAllow`";
        let at = (spot, "spec.unhealthyPodEvictionPolicy");
        finder.report(&EVICTION_POLICY, object, at, message, help);
    }
}
