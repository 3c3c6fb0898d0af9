//! Containers with a door for shells.

use crate::check::index::Pod;
use crate::check::practice::finder::Finder;
use crate::check::practice::pod::running;
use crate::check::practice::port::ports;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const SSH_PORT: Rule = Rule {
        name: "ssh-port",
        tier: Risky,
        severity: Warning,
        says: "a container listens on the port of SSH",
        why: "SSH is a second way into the app, with keys of its own, that no access rule of the cluster covers.",
        aliases: ["kube-linter/ssh-port"],
    };
}

/// The port of SSH.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>) {
    for container in running(pod) {
        for port in ports(&container).filter(|port| port.number == 22) {
            let message = "port 22 is a second way in, with keys and logs of its own";
            let help = "use `kubectl exec`, which the cluster's own accounts and audit log guard";
            finder.report(&SSH_PORT, pod.object, (port.node, port.path), message, help);
        }
    }
}
