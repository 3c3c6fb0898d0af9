//! Containers that listen where only root may.

use crate::check::index::Pod;
use crate::check::practice::finder::Finder;
use crate::check::practice::pod::{Container, running};
use crate::check::practice::port::ports;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const PRIVILEGED_PORT: Rule = Rule {
        name: "privileged-port",
        tier: Risky,
        severity: Hint,
        says: "a container listens on a port below 1024",
        why: "On many nodes only root may open it, so the pod cannot run as anyone else.",
        aliases: ["kube-linter/privileged-ports"],
    };
}

/// A port that only root may open, once a container.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>) {
    for container in running(pod).filter(|container| !may_bind(container)) {
        let mut low = ports(&container).filter(|port| port.number != 22);
        let Some(port) = low.find(|port| (1..1024).contains(&port.number)) else { continue };
        let message = format!("port {} can be opened by root only, on many nodes", port.number);
        let help = "listen on 1024 or more; the Service may still offer the low port";
        finder.report(&PRIVILEGED_PORT, pod.object, (port.node, port.path), message, help);
    }
}

/// Whether a container is given the right to open any port.
fn may_bind(container: &Container<'_>) -> bool {
    let added = container.node.at(&["securityContext", "capabilities", "add"]);
    added.is_some_and(|added| {
        added.items().iter().any(|each| each.text() == Some("NET_BIND_SERVICE"))
    })
}
