//! Ports of containers.

use super::super::context::{given, int, items};
use super::super::index::Pod;
use super::finder::Finder;
use super::pod::running;
use crate::yaml::Node;

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
                finder.hint("privileged-port", pod.object, (node, path), message, help);
            }
        }
    }
}

fn ssh(finder: &mut Finder<'_>, pod: &Pod<'_>, at: (&Node, String)) {
    let message = "port 22 is a second way in, with keys and logs of its own";
    let help = "use `kubectl exec`, which the cluster's own accounts and audit log guard";
    finder.warning("ssh-port", pod.object, at, message, help);
}
