//! Azure Kubernetes Service. Sources: Microsoft's documentation of the application routing add-on, of Gateway API in it,
//! and of Azure Container Registry, read 2026-11-23. The commands were not run.

use super::{Door, Provider, Registry};

pub(super) const AKS: Provider = Provider {
    id: "aks",
    label: "Azure AKS",
    credentials: "read -rp 'Resource group: ' group && read -rp 'Cluster: ' cluster\naz aks get-credentials --resource-group \"$group\" --name \"$cluster\"",
    registry: Some(Registry {
        host: ".azurecr.io",
        login: "read -rp 'Registry: ' registry\naz acr login --name \"$registry\"",
        pull_login: "",
    }),
    storage_class: "managed-csi",
    ingress_class: "traefik",
    gateway_class: "approuting-istio",
    prefers_gateway: true,
    load_balancer: Door {
        annotations: &[(
            "service.beta.kubernetes.io/azure-load-balancer-health-probe-request-path",
            "{health}",
        )],
        tls: None,
    },
    ingress: Door::PLAIN,
    gateway: Door::PLAIN,
    named_address: false,
    pitfalls: &[
        "The managed NGINX of the application routing add-on is supported until November 2026 only; its Gateway API takes its place.",
        "The cluster pulls from your registry once it is attached: `az aks update --attach-acr`.",
    ],
};
