//! How many pods there are, and what keeps them apart.

use super::super::context::{Spot, entry, filled, given, int, items};
use super::super::index::Pod;
use super::finder::{Finder, nearest};
use super::relations::Relations;
use crate::diagnostic::rules;
use crate::yaml::Node;

rules! {
    pub(crate) const DISRUPTION_BUDGET: Rule = Rule {
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
    pub(crate) const SINGLE_REPLICA: Rule = Rule {
        name: "single-replica",
        tier: Risky,
        severity: Hint,
        says: "one pod answers for a Service",
        why: "When its node is drained or dies, nothing answers until another pod has started elsewhere.",
        aliases: ["kube-score/deployment-replicas", "polaris/deploymentMissingReplicas"],
    };
    pub(crate) const TOPOLOGY_SPREAD: Rule = Rule {
        name: "topology-spread",
        tier: Risky,
        severity: Hint,
        says: "nothing keeps several pods on different nodes",
        why: "They may all run on one node, and when that node fails, the app is gone.",
        aliases: [
            "kube-linter/no-anti-affinity",
            "kube-score/deployment-has-host-podantiaffinity",
            "kube-score/statefulset-has-host-podantiaffinity",
            "polaris/topologySpreadConstraint",
        ],
    };
}

/// One pod alone, and several that a node or a drain takes all at once.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>, relations: &Relations<'_>) {
    let kind = pod.object.kind.as_str();
    let Some(spec) = pod.object.root.get("spec") else { return };
    if !matches!(kind, "Deployment" | "StatefulSet") {
        return;
    }
    let scaled = relations.least(pod.object);
    let count = scaled.or_else(|| int(spec, "replicas")).unwrap_or(1);
    let service = relations.service(pod);
    match (count, service) {
        (1, Some(service)) if kind == "Deployment" && scaled.is_none() && !is_single(pod, spec) => {
            let message = format!(
                "one pod answers for the Service `{}`: when its node goes, nothing does",
                service.name
            );
            let help = "write `replicas: 2`, if two pods of it may run at once";
            let at = (nearest(&pod.object.root, &["spec", "replicas"]), "spec.replicas");
            finder.report(&SINGLE_REPLICA, pod.object, at, message, help);
        }
        (2.., _) => {
            if (service.is_some() || kind == "StatefulSet") && !relations.has_budget(pod) {
                let message = "draining nodes may take all of its pods at once";
                let help = "add a PodDisruptionBudget with `maxUnavailable: 1` that selects them";
                let at = (replicas(pod, spec), "spec.replicas");
                finder.report(&DISRUPTION_BUDGET, pod.object, at, message, help);
            }
            if !is_spread(pod.spec) {
                let message = "nothing keeps its pods on different nodes";
                let help = "add `topologySpreadConstraints` over `kubernetes.io/hostname`";
                let path = format!("{}.topologySpreadConstraints", pod.path);
                let at = (replicas(pod, spec), path);
                finder.report(&TOPOLOGY_SPREAD, pod.object, at, message, help);
            }
        }
        _ => {}
    }
}

fn replicas(pod: &Pod<'_>, spec: &Node) -> Spot {
    entry(spec, "replicas").map_or_else(|| nearest(&pod.object.root, &["spec"]), Spot::from)
}

/// Whether it says that it is one on purpose: it holds a volume, or has planned its releases for
/// one pod.
fn is_single(pod: &Pod<'_>, spec: &Node) -> bool {
    let strategy = given(spec, "strategy");
    let recreated = strategy.and_then(|it| filled(it, "type")) == Some("Recreate");
    let rolling = strategy.and_then(|it| given(it, "rollingUpdate"));
    let planned = rolling.and_then(|it| int(it, "maxUnavailable")) == Some(0);
    let holds = |volume: &Node| given(volume, "persistentVolumeClaim").is_some();
    recreated || planned || items(pod.spec, "volumes").iter().any(holds)
}

/// Whether something says where its pods stand to each other.
fn is_spread(spec: &Node) -> bool {
    let affinity = |key| {
        spec.at(&["affinity", key]).is_some_and(|it| !it.is_null() && !it.entries().is_empty())
    };
    // Pods that have to be together cannot be apart.
    !items(spec, "topologySpreadConstraints").is_empty()
        || affinity("podAntiAffinity")
        || affinity("podAffinity")
}
