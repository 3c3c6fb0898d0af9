//! Pods that reach their node's secrets or programs.

use crate::check::index::Pod;
use crate::check::practice::finder::Finder;
use crate::check::practice::host::mounts;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const SENSITIVE_MOUNT: Rule = Rule {
        name: "sensitive-mount",
        tier: Risky,
        severity: Warning,
        says: "a pod mounts a folder of its node that holds secrets or programs",
        why: "The pod can read the node's keys, or change what the node runs as root.",
        aliases: ["kube-linter/sensitive-host-mounts"],
    };
}

/// Folders of the node that hold its secrets or its programs.
const SENSITIVE: [&str; 12] = [
    "/boot",
    "/dev",
    "/etc",
    "/home",
    "/lib",
    "/proc",
    "/root",
    "/sys",
    "/usr",
    "/var/lib/kubelet",
    "/var/lib/docker",
    "/var/lib/containerd",
];

/// What every reader of logs mounts; it holds no secret of the node.
const CONTAINER_LOGS: &str = "/var/lib/docker/containers";

/// A folder by which a pod becomes its node.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>) {
    for mount in mounts(pod).filter(|mount| is_sensitive(mount.folder())) {
        let message =
            format!("the volume `{}` gives the pod its node's `{}`", mount.volume, mount.written);
        let help = "mount the one folder that is needed, read-only, or none";
        finder.report(&SENSITIVE_MOUNT, pod.object, (mount.node, mount.path), message, help);
    }
}

fn is_sensitive(folder: &str) -> bool {
    let below = |above: &&str| {
        folder.strip_prefix(*above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    folder.is_empty() || folder != CONTAINER_LOGS && SENSITIVE.iter().any(below)
}
