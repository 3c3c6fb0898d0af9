//! Kinds of other projects that a bundle may hold.

/// Kinds of other projects that a bundle may hold: those that Linkspan writes are typed where they are
/// made, and their definitions judge them in the cluster. Sources: the definitions that `cargo xtask cluster` installs.
const FOREIGN: [(&str, &[&str]); 14] = [
    ("networking.gke.io/v1", &["GCPBackendPolicy", "HealthCheckPolicy"]),
    ("gateway.k8s.aws/v1beta1", &["LoadBalancerConfiguration", "TargetGroupConfiguration"]),
    ("traefik.io/v1alpha1", &["Middleware"]),
    ("cert-manager.io/v1", &["Certificate", "ClusterIssuer", "Issuer"]),
    ("keda.sh/v1alpha1", &["ScaledObject", "TriggerAuthentication"]),
    ("postgresql.cnpg.io/v1", &["Cluster", "Database", "Pooler", "ScheduledBackup"]),
    ("external-secrets.io/v1", &["ClusterSecretStore", "ExternalSecret", "SecretStore"]),
    ("bitnami.com/v1alpha1", &["SealedSecret"]),
    ("monitoring.coreos.com/v1", &["PodMonitor", "Probe", "PrometheusRule", "ServiceMonitor"]),
    ("argoproj.io/v1alpha1", &["AppProject", "Application", "ApplicationSet"]),
    ("kustomize.toolkit.fluxcd.io/v1", &["Kustomization"]),
    ("source.toolkit.fluxcd.io/v1", &["GitRepository", "OCIRepository"]),
    ("apiextensions.k8s.io/v1", &["CustomResourceDefinition"]),
    ("apiregistration.k8s.io/v1", &["APIService"]),
];

/// Whether it is one of them.
pub(super) fn is_known(api: &str, kind: &str) -> bool {
    FOREIGN.iter().any(|(group, kinds)| *group == api && kinds.contains(&kind))
}
