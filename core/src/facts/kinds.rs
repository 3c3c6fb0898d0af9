//! Kinds that a release treats in another way than others.

/// Kinds without a namespace. Sources: `kubectl api-resources --namespaced=false` of Kubernetes 1.33, and the definitions of
/// the Gateway API, cert-manager, External Secrets and Prometheus' operator, read 2026-11-30.
const CLUSTER_WIDE: [&str; 25] = [
    "APIService",
    "CSIDriver",
    "CSINode",
    "CertificateSigningRequest",
    "ClusterIssuer",
    "ClusterRole",
    "ClusterRoleBinding",
    "ClusterSecretStore",
    "ClusterTrustBundle",
    "CustomResourceDefinition",
    "DeviceClass",
    "FlowSchema",
    "GatewayClass",
    "IngressClass",
    "MutatingWebhookConfiguration",
    "Namespace",
    "Node",
    "PersistentVolume",
    "PriorityClass",
    "PriorityLevelConfiguration",
    "RuntimeClass",
    "StorageClass",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
];

/// Whether objects of a kind stand in no namespace.
#[must_use]
pub fn is_cluster_wide(kind: &str) -> bool {
    CLUSTER_WIDE.contains(&kind)
}

/// Whether what an object of a kind holds is gone with it.
#[must_use]
pub fn keeps_data(kind: &str) -> bool {
    matches!(kind, "PersistentVolumeClaim" | "Secret" | "StatefulSet")
}
