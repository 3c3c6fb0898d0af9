//! Disruption budgets that hold up the drain of a node.

use crate::check::context::filled;
use crate::check::object::Object;
use crate::check::practice::finder::{Finder, nearest};
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const EVICTION_POLICY: Rule = Rule {
        name: "eviction-policy",
        tier: Risky,
        severity: Hint,
        says: "a disruption budget protects pods that are not ready",
        why: "A pod that never becomes ready can then never be moved either: the drain of its node hangs, and with it the upgrade.",
        aliases: ["kube-linter/pdb-unhealthy-pod-eviction-policy"],
    };
}

/// A budget by which pods that are not ready hold up the drain of a node.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object) {
    let Some(spec) = object.root.get("spec") else { return };
    if filled(spec, "unhealthyPodEvictionPolicy").is_none() {
        let spot = nearest(&object.root, &["spec", "unhealthyPodEvictionPolicy"]);
        let message = "pods that are not ready hold up the drain of their node";
        let help = "write `unhealthyPodEvictionPolicy: AlwaysAllow`";
        let at = (spot, "spec.unhealthyPodEvictionPolicy");
        finder.report(&EVICTION_POLICY, object, at, message, help);
    }
}
