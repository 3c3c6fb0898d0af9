//! Containers that may take all memory of their node.

use crate::check::index::Pod;
use crate::check::practice::finder::{Finder, nearest};
use crate::check::practice::pod::{on_windows, running, says};
use crate::check::practice::relations::Relations;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const MEMORY_LIMIT: Rule = Rule {
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

/// Memory without a limit.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>, relations: &Relations<'_>) {
    for container in running(pod) {
        let name = container.name();
        let limited =
            says(pod, &container, "limits", "memory") || relations.gives(pod, "default", "memory");
        if !limited && !on_windows(pod) {
            let asked = says(pod, &container, "requests", "memory");
            let more = if asked { "" } else { ", and it asks for none" };
            let message = format!("`{name}` may take all memory of its node{more}");
            let help = "write `resources.limits.memory` and `resources.requests.memory`";
            let spot = nearest(container.node, &["resources", "limits", "memory"]);
            let at = (spot, container.path("resources.limits.memory"));
            finder.report(&MEMORY_LIMIT, pod.object, at, message, help);
        }
    }
}
