//! What monitoring needs to know of others' programs.
//!
//! KEDA 2.21 (`keda.sh/v1alpha1`) and prometheus-operator (`monitoring.coreos.com/v1`): fields after
//! their published CRDs, names of a trigger's settings after the scalers' sources in the Go module.
//! Gems: yabeda-prometheus and prometheus_exporter 2.3 after their READMEs; names of metrics in the
//! alerts were read there and not run. Datadog and New Relic: variables after docs.datadoghq.com and
//! docs.newrelic.com as remembered in their gems' configuration; no account was there to try.
//! Read 2026-11-23.

/// Oldest KEDA whose ScaledObject has every field that is written.
pub const KEDA: &str = "2.14";
