//! Ports of containers.

use super::super::context::{given, int, items};
use super::super::index::Pod;
use super::finder::Finder;
use super::pod::running;
use crate::diagnostic::rules;
use crate::yaml::Node;

rules! {
    pub(crate) const PRIVILEGED_PORT: Rule = Rule {
        name: "privileged-port",
        tier: Risky,
        severity: Hint,
        says: "a container listens on a port below 1024",
        why: "On many nodes only root may open it, so the pod cannot run as anyone else.",
        aliases: ["kube-linter/privileged-ports"],
    };
    pub(crate) const SSH_PORT: Rule = Rule {
        name: "ssh-port",
        tier: Risky,
        severity: Warning,
        says: "a container listens on the port of SSH",
        why: "SSH is a second way into the app, with keys of its own, that no access rule of the cluster covers.",
        aliases: ["kube-linter/ssh-port"],
    };
}

/// The port of SSH, and ports that only root may open.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>) {
    for container in running(pod) {
        let added = container.node.at(&["securityContext", "capabilities", "add"]);
        let may_bind = added.is_some_and(|added| {
            added.items().iter().any(|each| each.text() == Some("NET_BIND_SERVICE"))
        });
        let mut low = false;
        for (at, port) in items(container.node, "ports").iter().enumerate() {
            let (Some(number), Some(node)) =
                (int(port, "containerPort"), given(port, "containerPort"))
            else {
                continue;
            };
            let path = container.path(&format!("ports[{at}].containerPort"));
            if number == 22 {
                ssh(finder, pod, (node, path));
            } else if (1..1024).contains(&number) && !may_bind && !low {
                low = true;
                let message = format!("port {number} can be opened by root only, on many nodes");
                let help = "listen on 1024 or more; the Service may still offer the low port";
                finder.report(&PRIVILEGED_PORT, pod.object, (node, path), message, help);
            }
        }
    }
}

fn ssh(finder: &mut Finder<'_>, pod: &Pod<'_>, at: (&Node, String)) {
    let message = "port 22 is a second way in, with keys and logs of its own";
    let help = "use `kubectl exec`, which the cluster's own accounts and audit log guard";
    finder.report(&SSH_PORT, pod.object, at, message, help);
}
