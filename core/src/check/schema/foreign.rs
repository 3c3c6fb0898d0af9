//! Kinds of others that Linkspan writes itself: their fields are typed where they are made.

/// Kinds by group and version. Sources: the definitions of KEDA 2.21, prometheus-operator 0.85,
/// CloudNativePG 1.30, External Secrets 1.3.2 and Sealed Secrets 0.40.
const WRITTEN: [(&str, &[&str]); 5] = [
    ("keda.sh/v1alpha1", &["ScaledObject", "TriggerAuthentication"]),
    ("postgresql.cnpg.io/v1", &["Cluster", "Database", "Pooler"]),
    ("monitoring.coreos.com/v1", &["PodMonitor", "Probe", "PrometheusRule"]),
    ("external-secrets.io/v1", &["ExternalSecret"]),
    ("bitnami.com/v1alpha1", &["SealedSecret"]),
];

/// Whether it is one of them.
pub(super) fn is_written(api: &str, kind: &str) -> bool {
    WRITTEN.iter().any(|(group, kinds)| *group == api && kinds.contains(&kind))
}
