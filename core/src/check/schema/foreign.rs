//! Kinds of others that Linkspan writes itself: their fields are typed where they are made.

/// Kinds by group and version. Sources: the CRDs of KEDA 2.21, prometheus-operator 0.85
/// and CloudNativePG 1.30.
const WRITTEN: [(&str, &[&str]); 3] = [
    ("keda.sh/v1alpha1", &["ScaledObject", "TriggerAuthentication"]),
    ("postgresql.cnpg.io/v1", &["Cluster", "Database", "Pooler"]),
    ("monitoring.coreos.com/v1", &["PodMonitor", "Probe", "PrometheusRule"]),
];

/// Whether it is one of them.
pub(super) fn is_written(api: &str, kind: &str) -> bool {
    WRITTEN.iter().any(|(group, kinds)| *group == api && kinds.contains(&kind))
}
