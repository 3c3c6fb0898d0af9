//! Pods that one node may hold all of.

use crate::check::context::items;
use crate::check::practice::finder::Finder;
use crate::check::practice::replicas::Replicas;
use crate::diagnostic::rule;
use crate::yaml::Node;

rule! {
    pub(in crate::check) const TOPOLOGY_SPREAD: Rule = Rule {
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

/// Several pods that nothing keeps apart.
pub(super) fn check(finder: &mut Finder<'_>, replicas: &Replicas<'_, '_>) {
    let pod = replicas.pod;
    if replicas.count < 2 || is_spread(pod.spec) {
        return;
    }
    let message = "nothing keeps its pods on different nodes";
    let help = "add `topologySpreadConstraints` over `kubernetes.io/hostname`";
    let at = (replicas.spot(), format!("{}.topologySpreadConstraints", pod.path));
    finder.report(&TOPOLOGY_SPREAD, pod.object, at, message, help);
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
