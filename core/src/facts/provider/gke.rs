//! Google Kubernetes Engine. Sources: Google's documentation of GKE Gateway, its policies, Certificate Manager and
//! Artifact Registry, read 2026-11-23, and of Workload Identity Federation for GKE, read 2026-11-27.

use super::{Controller, Door, DoorTls, Identity, IdentityForm, Provider, Registry, tool};

pub(super) const GKE: Provider = Provider {
    id: "gke",
    label: "Google GKE",
    credentials: "(printf 'Cluster: ' && read -r cluster && printf 'Location: ' && read -r location &&\n  gcloud container clusters get-credentials \"$cluster\" --location \"$location\")",
    tool: Some(tool(
        "gcloud",
        "logs in to cluster and registry; with its component gke-gcloud-auth-plugin",
    )),
    loads: None,
    policies: Some(("GKE", "with Dataplane V2 (always with Autopilot)")),
    controller: Controller::Google,
    balancer: "the cloud",
    identity: Some(Identity {
        what: "the e-mail address of a service account of IAM",
        form: IdentityForm::Account,
        annotation: "iam.gke.io/gcp-service-account",
        pod_label: None,
        // The metadata server. Google's page on how Workload Identity Federation for GKE works names 169.254.169.254 at port
        // 80 for Dataplane V2 and 169.254.169.252 at port 988 for the others; its guide of network policies names 8080 and 987
        // beside them. Read 2026-11-27.
        reaches: &[
            ("169.254.169.254/32", 80),
            ("169.254.169.254/32", 8080),
            ("169.254.169.252/32", 987),
            ("169.254.169.252/32", 988),
        ],
        about: "The service account has to let that ServiceAccount act in its name.",
        setup: &[
            (
                "The cluster has to have a workload identity pool (Autopilot always has). Where this prints nothing, turn it on: `gcloud container clusters update` with `--workload-pool=PROJECT.svc.id.goog`, and `gcloud container node-pools update` with `--workload-metadata=GKE_METADATA`:",
                "read -rp 'Cluster: ' cluster && read -rp 'Location: ' location\npool=\"$(gcloud container clusters describe \"$cluster\" --location \"$location\" --format='value(workloadIdentityConfig.workloadPool)')\"\necho \"$pool\"",
            ),
            (
                "In the same shell, allow it, and give the service account a role with what the app may do:",
                "gcloud iam service-accounts add-iam-policy-binding {identity} \\\n  --role=roles/iam.workloadIdentityUser --member=\"serviceAccount:${pool}[{namespace}/{app}]\"\nread -rp 'Project: ' project && read -rp 'Role (roles/storage.objectUser): ' role\ngcloud projects add-iam-policy-binding \"$project\" --member=serviceAccount:{identity} --role=\"$role\"",
            ),
        ],
        check: "curl --silent --header 'Metadata-Flavor: Google' http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/email",
    }),
    ranges: "gcloud compute networks subnets list --format='table(name,region,ipCidrRange)'\ngcloud compute addresses list --global --filter='purpose=VPC_PEERING' --format='table(name,address,prefixLength)'",
    registry: Some(Registry {
        host: ".pkg.dev",
        login: "(printf 'Registry (REGION-docker.pkg.dev): ' && read -r registry &&\n  gcloud auth configure-docker \"$registry\")",
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
