//! Clusters of one's own: any, k3s, minikube, kind. Sources: the projects' own documentation, read 2026-11-23.

use super::{Controller, Door, Provider, tool};

const MAKES: &str = "makes the cluster";

pub(super) const GENERIC: Provider = Provider {
    id: "generic",
    label: "Any cluster",
    credentials: "",
    tool: None,
    loads: None,
    policies: None,
    controller: Controller::Any,
    balancer: "the cluster",
    identity: None,
    ranges: "",
    registry: None,
    storage_class: "",
    ingress_class: "traefik",
    gateway_class: "traefik",
    prefers_gateway: false,
    load_balancer: Door::PLAIN,
    ingress: Door::PLAIN,
    gateway: Door::PLAIN,
    named_address: false,
    pitfalls: &[],
};

pub(super) const K3S: Provider = Provider {
    id: "k3s",
    label: "k3s",
    credentials: "export KUBECONFIG=\"$HOME/.kube/{namespace}.yml\"\n(umask 077 && mkdir -p \"$HOME/.kube\" && sudo k3s kubectl config view --raw >\"$KUBECONFIG\")",
    policies: Some(("k3s", "always: a controller of its own")),
    balancer: "k3s itself (ServiceLB)",
    storage_class: "local-path",
    pitfalls: &[
        "A volume of `local-path` lies on one node and goes with it: back it up.",
        "Traefik is there already and answers on the ports 80 and 443 of every node; their addresses are the ones for DNS.",
        "From another machine, put the server's address in place of `127.0.0.1` in that file, and keep it out of the app's folder: it opens everything.",
    ],
    ..GENERIC
};

pub(super) const MINIKUBE: Provider = Provider {
    id: "minikube",
    label: "minikube",
    credentials: "minikube start\nkubectl config use-context minikube",
    tool: Some(tool("minikube", MAKES)),
    loads: Some("minikube"),
    policies: Some(("minikube", "when started with `--cni=calico` or `--cni=cilium`")),
    balancer: "`minikube tunnel`",
    storage_class: "standard",
    pitfalls: &[
        "No registry is needed: `deploy.sh` puts the image on the node (`minikube image load`). To pull it from a registry all the same, set `registry.private: true`.",
        "A load balancer gets its address while `minikube tunnel` runs.",
    ],
    ..GENERIC
};

pub(super) const KIND: Provider = Provider {
    id: "kind",
    label: "kind",
    credentials: "kind create cluster\nkubectl config use-context kind-kind",
    tool: Some(tool("kind", MAKES)),
    loads: Some("kind"),
    policies: Some(("kind", "since 0.24")),
    balancer: "`cloud-provider-kind`",
    storage_class: "standard",
    pitfalls: &[
        "No registry is needed: `deploy.sh` puts the image on the nodes (`kind load docker-image`). To pull it from a registry all the same, set `registry.private: true`.",
        "Nothing gives load balancers an address until `cloud-provider-kind` runs beside the cluster.",
    ],
    ..GENERIC
};
