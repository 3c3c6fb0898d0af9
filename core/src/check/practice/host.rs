//! What a pod takes from its node.

use super::super::context::{filled, items, text};
use super::super::index::Pod;
use super::finder::Finder;
use crate::diagnostic::rules;

rules! {
    pub(crate) const DOCKER_SOCKET: Rule = Rule {
        name: "docker-socket",
        tier: Risky,
        severity: Warning,
        says: "a pod mounts the socket of its node's container runtime",
        why: "Through the socket the pod can start containers with any rights: it is root on the node.",
        aliases: ["kube-linter/docker-sock", "checkov/CKV_K8S_27"],
    };
    pub(crate) const SENSITIVE_MOUNT: Rule = Rule {
        name: "sensitive-mount",
        tier: Risky,
        severity: Warning,
        says: "a pod mounts a folder of its node that holds secrets or programs",
        why: "The pod can read the node's keys, or change what the node runs as root.",
        aliases: ["kube-linter/sensitive-host-mounts"],
    };
}

/// Sockets by which a pod commands the node's containers.
const SOCKETS: [&str; 6] = [
    "/var/run/docker.sock",
    "/run/docker.sock",
    "/var/run/containerd/containerd.sock",
    "/run/containerd/containerd.sock",
    "/var/run/crio/crio.sock",
    "/run/crio/crio.sock",
];

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

const CONTAINER_LOGS: &str = "/var/lib/docker/containers";

/// A socket or a folder by which a pod becomes its node.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>) {
    for (at, volume) in items(pod.spec, "volumes").iter().enumerate() {
        let Some(host) = volume.get("hostPath") else { continue };
        let (Some(node), Some(written)) = (host.get("path"), filled(host, "path")) else {
            continue;
        };
        let path = format!("{}.volumes[{at}].hostPath.path", pod.path);
        let folder = written.trim_end_matches('/');
        let below = |above: &str| {
            folder.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let name = text(volume, "name").unwrap_or_default();
        if SOCKETS.contains(&folder) || matches!(folder, "/var/run" | "/run") {
            let message =
                format!("`{written}` lets the pod start any container on its node, as root");
            let help = "build images with BuildKit or Kaniko; read logs and metrics by the API";
            finder.report(&DOCKER_SOCKET, pod.object, (node, path), message, help);
        } else if folder == CONTAINER_LOGS {
            // What every reader of logs mounts; it holds no secret of the node.
        } else if folder.is_empty() || SENSITIVE.iter().any(|above| below(above)) {
            let message = format!("the volume `{name}` gives the pod its node's `{written}`");
            let help = "mount the one folder that is needed, read-only, or none";
            finder.report(&SENSITIVE_MOUNT, pod.object, (node, path), message, help);
        }
    }
}
