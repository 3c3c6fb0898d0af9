//! DigitalOcean Kubernetes. Sources: the annotations of its cloud controller manager (`docs/controllers/services/
//! annotations.md`, `loadbalancers.go`) and its documentation of load balancers, registry and Gateway API, read
//! 2026-11-23. The name of the gateway class is Cilium's own; its documentation was not at hand to confirm it.

use super::{Controller, Door, DoorTls, LOGS_IN, Provider, Registry, tool};

const NAME: &str = "service.beta.kubernetes.io/do-loadbalancer-certificate-name";

pub(super) const DIGITALOCEAN: Provider = Provider {
    id: "digitalocean",
    label: "DigitalOcean",
    credentials: "(printf 'Cluster: ' && read -r cluster &&\n  doctl kubernetes cluster kubeconfig save \"$cluster\")",
    tool: Some(tool("doctl", LOGS_IN)),
    loads: None,
    policies: Some(("DigitalOcean", "always: Cilium")),
    controller: Controller::Any,
    balancer: "the cloud",
    identity: None,
    ranges: "doctl vpcs list --format Name,IPRange",
    registry: Some(Registry {
        host: "registry.digitalocean.com",
        login: "doctl registry login",
        pull_login: "doctl registry docker-config",
    }),
    storage_class: "do-block-storage",
    ingress_class: "traefik",
    gateway_class: "cilium",
    prefers_gateway: true,
    load_balancer: Door {
        annotations: &[
            ("service.beta.kubernetes.io/do-loadbalancer-type", "REGIONAL"),
            ("service.beta.kubernetes.io/do-loadbalancer-protocol", "http"),
            ("service.beta.kubernetes.io/do-loadbalancer-healthcheck-protocol", "http"),
            ("service.beta.kubernetes.io/do-loadbalancer-healthcheck-path", "{health}"),
        ],
        tls: Some(DoorTls {
            annotations: &[
                (NAME, "{certificate}"),
                ("service.beta.kubernetes.io/do-loadbalancer-tls-ports", "443"),
                ("service.beta.kubernetes.io/do-loadbalancer-redirect-http-to-https", "true"),
            ],
            named: true,
            keeps_http: true,
            redirects: true,
            about: (
                "DigitalOcean holds the certificate, by its name, and renews those of Let's Encrypt for domains in its DNS",
                "doctl compute certificate list",
            ),
        }),
    },
    ingress: Door::PLAIN,
    gateway: Door::PLAIN,
    named_address: false,
    pitfalls: &[
        "The default load balancer works on TCP alone, without certificates; that is why its type is named where it matters.",
        "Change the load balancer by annotations only: what is changed in the control panel is put back.",
        "The Gateway API comes with VPC-native clusters of 1.33 or later; `kubectl get gatewayclass` shows whether yours has it.",
    ],
};
