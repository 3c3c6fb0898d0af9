//! Disruption budgets without a size.

use crate::check::context::given;
use crate::check::object::Object;
use crate::check::practice::finder::{Finder, nearest};
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const BUDGET_SIZE: Rule = Rule {
        name: "budget-size",
        tier: Risky,
        severity: Warning,
        says: "a disruption budget does not say how many pods may be missing",
        why: "Kubernetes then lets none of them be evicted: the drain of a node hangs, and with it the upgrade.",
        aliases: ["kube-score/poddisruptionbudget-has-policy"],
    };
}

/// A budget that does not say how many pods it keeps.
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
}
