//! Pods that a drain takes all at once.

use crate::check::practice::finder::Finder;
use crate::check::practice::relations::Relations;
use crate::check::practice::replicas::Replicas;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const DISRUPTION_BUDGET: Rule = Rule {
        name: "disruption-budget",
        tier: Risky,
        severity: Hint,
        says: "several pods serve requests, and no disruption budget keeps one of them running",
        why: "An upgrade of the cluster drains its nodes: without a budget it may stop all pods at the same time.",
        aliases: [
            "kube-score/deployment-has-poddisruptionbudget",
            "kube-score/statefulset-has-poddisruptionbudget",
            "polaris/missingPodDisruptionBudget",
        ],
    };
}

/// Several pods that no budget guards.
pub(super) fn check(
    finder: &mut Finder<'_>,
    replicas: &Replicas<'_, '_>,
    relations: &Relations<'_>,
) {
    let pod = replicas.pod;
    let serves = replicas.service.is_some() || pod.object.kind == "StatefulSet";
    if replicas.count < 2 || !serves || relations.has_budget(pod) {
        return;
    }
    let message = "draining nodes may take all of its pods at once";
    let help = "add a PodDisruptionBudget with `maxUnavailable: 1` that selects them";
    finder.report(
        &DISRUPTION_BUDGET,
        pod.object,
        (replicas.spot(), "spec.replicas"),
        message,
        help,
    );
}
