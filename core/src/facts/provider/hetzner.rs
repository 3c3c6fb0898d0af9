//! Clusters on Hetzner Cloud, with its cloud controller manager. Source: the manager's load balancer annotations
//! (`internal/annotation/load_balancer.go`), read 2026-11-23.

use super::{Door, DoorTls, Provider};

pub(super) const HETZNER: Provider = Provider {
    id: "hetzner",
    label: "Hetzner Cloud",
    credentials: "",
    registry: None,
    storage_class: "hcloud-volumes",
    ingress_class: "traefik",
    gateway_class: "traefik",
    prefers_gateway: false,
    load_balancer: Door {
        annotations: &[
            ("load-balancer.hetzner.cloud/location", "{location}"),
            ("load-balancer.hetzner.cloud/type", "lb11"),
            ("load-balancer.hetzner.cloud/health-check-protocol", "http"),
            ("load-balancer.hetzner.cloud/health-check-http-path", "{health}"),
        ],
        tls: Some(DoorTls {
            annotations: &[
                ("load-balancer.hetzner.cloud/protocol", "https"),
                ("load-balancer.hetzner.cloud/certificate-type", "managed"),
                ("load-balancer.hetzner.cloud/http-managed-certificate-domains", "{hosts}"),
                ("load-balancer.hetzner.cloud/http-redirect-http", "true"),
            ],
            named: false,
            keeps_http: false,
            redirects: true,
            about: (
                "Hetzner makes and renews the certificate; the names have to be in Hetzner's DNS",
                "hcloud certificate list",
            ),
        }),
    },
    ingress: Door::PLAIN,
    gateway: Door::PLAIN,
    named_address: false,
    pitfalls: &[
        "A load balancer needs a location, which `expose.location` names: that of your nodes.",
        "The load balancer sends every host name and path to one Service; for more, run Traefik or another controller behind it.",
    ],
};
