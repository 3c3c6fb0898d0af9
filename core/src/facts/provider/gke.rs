//! Google Kubernetes Engine. Sources: Google's documentation of GKE Gateway, its policies, Certificate Manager and
//! Artifact Registry, read 2026-11-23.

use super::{Door, DoorTls, Identity, Provider, Registry};

pub(super) const GKE: Provider = Provider {
    id: "gke",
    label: "Google GKE",
    credentials: "read -rp 'Cluster: ' cluster && read -rp 'Location: ' location\ngcloud container clusters get-credentials \"$cluster\" --location \"$location\"",
    loads: None,
    balancer: "the cloud",
    identity: Some(Identity {
        what: "the e-mail address of a service account of IAM",
        annotation: "iam.gke.io/gcp-service-account",
        pod_label: None,
        // The metadata server, with Dataplane V2 and without.
        reaches: &[("169.254.169.254/32", 80), ("169.254.169.252/32", 988)],
    }),
    registry: Some(Registry {
        host: ".pkg.dev",
        login: "read -rp 'Registry (REGION-docker.pkg.dev): ' registry\ngcloud auth configure-docker \"$registry\"",
        pull_login: "",
    }),
    storage_class: "standard-rwo",
    ingress_class: "traefik",
    gateway_class: "gke-l7-global-external-managed",
    prefers_gateway: true,
    load_balancer: Door::PLAIN,
    ingress: Door::PLAIN,
    gateway: Door {
        annotations: &[],
        tls: Some(DoorTls {
            annotations: &[("networking.gke.io/certmap", "{certificate}")],
            named: true,
            keeps_http: true,
            redirects: true,
            about: (
                "Google's Certificate Manager holds the certificates, in a certificate map",
                "gcloud certificate-manager maps list",
            ),
        }),
    },
    named_address: false,
    pitfalls: &[
        "The Gateway needs a VPC-native cluster with the HttpLoadBalancing add-on, and the Gateway API turned on (`--gateway-api=standard`).",
        "A new load balancer takes some minutes until it answers; until then it says 404 or 502.",
        "The load balancer ends each websocket after the backend's time-out, 30 seconds unless a GCPBackendPolicy says more.",
    ],
};
