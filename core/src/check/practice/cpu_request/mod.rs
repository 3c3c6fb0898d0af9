//! Containers that ask for no share of the processor.

use crate::check::index::Pod;
use crate::check::practice::finder::{Finder, nearest};
use crate::check::practice::pod::{running, says};
use crate::check::practice::relations::Relations;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const CPU_REQUEST: Rule = Rule {
        name: "cpu-request",
        tier: Risky,
        severity: Hint,
        says: "a container asks for no share of the processor",
        why: "The scheduler counts it as nothing and packs the node full; when the node is busy, this container waits for all others.",
        aliases: [
            "kube-linter/unset-cpu-requirements",
            "polaris/cpuRequestsMissing",
            "checkov/CKV_K8S_10",
        ],
    };
}

/// A share of the processor that nobody asked for. A limit on the processor is not asked for: it slows a container
/// down while its node has time to spare.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>, relations: &Relations<'_>) {
    for container in running(pod) {
        let name = container.name();
        let asks = ["requests", "limits"].iter().any(|part| says(pod, &container, part, "cpu"))
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
