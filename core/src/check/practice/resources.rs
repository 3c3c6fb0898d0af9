//! What a container asks of its node.

use super::super::context::given;
use super::super::index::Pod;
use super::finder::{Finder, nearest};
use super::pod::{on_windows, running};
use super::relations::Relations;
use crate::diagnostic::rules;
use crate::yaml::Node;

rules! {
    pub(crate) const CPU_REQUEST: Rule = Rule {
        name: "cpu-request",
        tier: Risky,
        severity: Hint,
        says: "a container asks for no share of the processor",
        why: "The scheduler takes it for free and packs the node full; when the node is busy, this container waits for all others.",
        aliases: [
            "kube-linter/unset-cpu-requirements",
            "polaris/cpuRequestsMissing",
            "checkov/CKV_K8S_10",
        ],
    };
    pub(crate) const MEMORY_LIMIT: Rule = Rule {
        name: "memory-limit",
        tier: Risky,
        severity: Warning,
        says: "a container has no limit of memory",
        why: "A leak grows until the node has none left; then the kernel kills pods that did nothing wrong.",
        aliases: [
            "kube-linter/unset-memory-requirements",
            "kube-score/container-resources",
            "polaris/memoryLimitsMissing",
            "checkov/CKV_K8S_13",
        ],
    };
}

/// Memory without a limit, and a share of the processor that nobody asked for. A limit on the
/// processor is not asked for: it slows a container down while its node has time to spare.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>, relations: &Relations<'_>) {
    let has = |node: &Node, part: &str, resource: &str| {
        node.at(&["resources", part]).is_some_and(|it| given(it, resource).is_some())
    };
    let pod_has = |part, resource| has(pod.spec, part, resource);
    for container in running(pod) {
        let own = |part, resource| has(container.node, part, resource);
        let name = container.name();
        let limited = own("limits", "memory")
            || pod_has("limits", "memory")
            || relations.gives(pod, "default", "memory");
        if !limited && !on_windows(pod) {
            let asked = own("requests", "memory") || pod_has("requests", "memory");
            let more = if asked { "" } else { ", and it asks for none" };
            let message = format!("`{name}` may take all memory of its node{more}");
            let help = "write `resources.limits.memory` and `resources.requests.memory`";
            let spot = nearest(container.node, &["resources", "limits", "memory"]);
            let at = (spot, container.path("resources.limits.memory"));
            finder.report(&MEMORY_LIMIT, pod.object, at, message, help);
        }
        let asks = ["requests", "limits"]
            .iter()
            .any(|part| own(part, "cpu") || pod_has(part, "cpu"))
            || ["default", "defaultRequest"].iter().any(|field| relations.gives(pod, field, "cpu"));
        if !asks {
            let message =
                format!("`{name}` asks for no share of the processor and is last on a busy node");
            let help = "write `resources.requests.cpu`, such as `100m`";
            let spot = nearest(container.node, &["resources", "requests", "cpu"]);
            let at = (spot, container.path("resources.requests.cpu"));
            finder.report(&CPU_REQUEST, pod.object, at, message, help);
        }
    }
}
