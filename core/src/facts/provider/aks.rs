//! Azure Kubernetes Service. Sources: Microsoft's documentation of the application routing add-on, of Gateway API in it,
//! and of Azure Container Registry, read 2026-11-23. The commands were not run. The health probe: the sources of
//! cloud-provider-azure 1.34.3 (`azure_loadbalancer_healthprobe.go`), read 2026-11-27: a path is used only where the
//! protocol is HTTP, and that is TCP unless something says otherwise. Identity: Microsoft's guide of Microsoft Entra Workload ID
//! with AKS and its reference of federated credentials, read 2026-11-27.

use super::{Controller, Door, Identity, IdentityForm, LOGS_IN, Provider, Registry, tool};

pub(super) const AKS: Provider = Provider {
    id: "aks",
    label: "Azure AKS",
    credentials: "(printf 'Resource group: ' && read -r group && printf 'Cluster: ' && read -r cluster &&\n  az aks get-credentials --resource-group \"$group\" --name \"$cluster\")",
    tool: Some(tool("az", LOGS_IN)),
    loads: None,
    policies: Some(("AKS", "when made with `--network-policy` or `--network-dataplane cilium`")),
    controller: Controller::Any,
    balancer: "the cloud",
    identity: Some(Identity {
        what: "the client ID of a managed identity",
        form: IdentityForm::Id,
        annotation: "azure.workload.identity/client-id",
        pod_label: Some(("azure.workload.identity/use", "true")),
        // The token is a file in the pod; what it is exchanged for comes by HTTPS.
        reaches: &[],
        about: "The managed identity has to trust the tokens that the cluster gives that ServiceAccount.",
        setup: &[
            (
                "The cluster has to have an issuer of tokens and the add-on; where this prints nothing, turn them on with `az aks update --enable-oidc-issuer --enable-workload-identity`:",
                "read -rp 'Resource group of the cluster: ' group && read -rp 'Cluster: ' cluster\nissuer=\"$(az aks show --resource-group \"$group\" --name \"$cluster\" --query oidcIssuerProfile.issuerUrl --output tsv)\"\necho \"$issuer\"",
            ),
            (
                "In the same shell, let the identity trust it, and give the identity a role with what the app may do:",
                "read -rp 'Resource group of the identity: ' group && read -rp 'Name of the identity: ' identity\naz identity federated-credential create --name {namespace}-{app} \\\n  --resource-group \"$group\" --identity-name \"$identity\" --issuer \"$issuer\" \\\n  --subject system:serviceaccount:{namespace}:{app} --audiences api://AzureADTokenExchange\nread -rp 'Role (Storage Blob Data Contributor): ' role && read -rp 'ID of what it is for: ' scope\naz role assignment create --assignee {identity} --role \"$role\" --scope \"$scope\"",
            ),
        ],
        check: "printenv AZURE_CLIENT_ID AZURE_FEDERATED_TOKEN_FILE",
    }),
    ranges: "az network vnet list --query '[].{name: name, ranges: addressSpace.addressPrefixes}' --output json",
    registry: Some(Registry {
        host: ".azurecr.io",
        login: "(printf 'Registry: ' && read -r registry &&\n  az acr login --name \"$registry\")",
        pull_login: "",
    }),
    storage_class: "managed-csi",
    ingress_class: "traefik",
    gateway_class: "approuting-istio",
    prefers_gateway: true,
    load_balancer: Door {
        annotations: &[
            ("service.beta.kubernetes.io/azure-load-balancer-health-probe-protocol", "http"),
            (
                "service.beta.kubernetes.io/azure-load-balancer-health-probe-request-path",
                "{health}",
            ),
        ],
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
