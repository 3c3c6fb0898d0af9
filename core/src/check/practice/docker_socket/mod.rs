//! Pods that command the containers of their node.

use crate::check::index::Pod;
use crate::check::practice::finder::Finder;
use crate::check::practice::host::mounts;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const DOCKER_SOCKET: Rule = Rule {
        name: "docker-socket",
        tier: Risky,
        severity: Warning,
        says: "a pod mounts the socket of its node's container runtime",
        why: "Through the socket the pod can start containers with any rights: it is root on the node.",
        aliases: ["kube-linter/docker-sock", "checkov/CKV_K8S_27"],
    };
}

/// Sockets by which a pod commands the node's containers, and the folders in which they stand.
const SOCKETS: [&str; 8] = [
    "/run",
    "/run/containerd/containerd.sock",
    "/run/crio/crio.sock",
    "/run/docker.sock",
    "/var/run",
    "/var/run/containerd/containerd.sock",
    "/var/run/crio/crio.sock",
    "/var/run/docker.sock",
];

/// The socket of the container runtime.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>) {
    for mount in mounts(pod).filter(|mount| SOCKETS.contains(&mount.folder())) {
        let message =
            format!("`{}` lets the pod start any container on its node, as root", mount.written);
        let help = "build images with BuildKit or Kaniko; read logs and metrics by the API";
        finder.report(&DOCKER_SOCKET, pod.object, (mount.node, mount.path), message, help);
    }
}
