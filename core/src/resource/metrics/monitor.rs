//! Who fetches: a PodMonitor, and a Probe of the blackbox exporter.
//!
//! Fields as in the CRDs of prometheus-operator 0.85; only what is written here.

use super::super::labels::{explain_metadata, metadata, selector_labels};
use super::super::{BASE, Custom, put};
use super::{API, PORT};
use crate::field::{Guide, url};
use crate::plan::{Check, LABEL_COMPONENT, Metrics, Plan};
use crate::render::Notes;
use crate::resource::Objects;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PodMonitor {
    selector: LabelSelector,
    pod_metrics_endpoints: Vec<Endpoint>,
}

#[derive(Serialize)]
struct Endpoint {
    port: &'static str,
    interval: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Probe {
    job_name: String,
    interval: &'static str,
    module: &'static str,
    prober: Prober,
    targets: Targets,
}

#[derive(Serialize)]
struct Prober {
    scheme: &'static str,
    url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Targets {
    static_config: StaticConfig,
}

#[derive(Serialize)]
struct StaticConfig {
    #[serde(rename = "static")]
    addresses: Vec<String>,
}

/// Metadata with the label by which Prometheus selects.
pub(super) fn selected(plan: &Plan, name: &str) -> ObjectMeta {
    let mut metadata = metadata(plan, name, "monitoring");
    if let Some(labels) = &mut metadata.labels {
        labels.insert("release".into(), plan.monitoring.release.value.clone());
    }
    metadata
}

/// The reasons of [`selected`].
pub(super) fn explain_selected(plan: &Plan, notes: &mut Notes) {
    explain_metadata(plan, notes);
    notes.decided("metadata.labels[release]", &plan.monitoring.release);
}

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    if plan.monitoring.metrics.value != Metrics::None {
        pod_monitor(plan, bundle);
    }
    if plan.monitoring.check.value == Check::Probe {
        probe(plan, bundle);
    }
}

fn pod_monitor(plan: &Plan, bundle: &mut Objects<'_>) {
    let mut labels = selector_labels(plan, "");
    labels.remove(LABEL_COMPONENT);
    let monitor = Custom {
        api_version: API,
        kind: "PodMonitor",
        metadata: selected(plan, &plan.app.value),
        spec: PodMonitor {
            selector: LabelSelector { match_labels: Some(labels), ..LabelSelector::default() },
            pod_metrics_endpoints: vec![Endpoint { port: PORT, interval: "30s" }],
        },
    };
    let mut notes = Notes::new(
        plan.monitoring
            .metrics
            .because("Prometheus fetches the metrics of every pod that has them."),
    );
    explain_selected(plan, &mut notes);
    notes.fixed(
        "spec.selector",
        Guide::Monitoring,
        "All pods of the app; those without a port of that name are passed over.",
    );
    put(bundle, BASE, "pod-monitor", &monitor, &notes);
}

/// Name of the Probe's job, by which alerts find it.
pub(super) fn job(plan: &Plan) -> String {
    format!("{}-check", plan.app.value)
}

fn probe(plan: &Plan, bundle: &mut Objects<'_>) {
    let Some((address, why)) = plan.public_address() else { return };
    let Some(exporter) = url(&plan.monitoring.prober.value) else { return };
    let probe = Custom {
        api_version: API,
        kind: "Probe",
        metadata: selected(plan, &job(plan)),
        spec: Probe {
            job_name: job(plan),
            interval: "60s",
            module: "http_2xx",
            prober: Prober {
                scheme: if exporter.tls { "https" } else { "http" },
                url: format!("{}:{}", exporter.host, exporter.port),
            },
            targets: Targets { static_config: StaticConfig { addresses: vec![address] } },
        },
    };
    let mut notes = Notes::new(
        plan.monitoring.check.because("Prometheus' blackbox exporter asks as a visitor would."),
    );
    explain_selected(plan, &mut notes);
    notes.decided("spec.prober", &plan.monitoring.prober);
    notes.because("spec.targets", why);
    put(bundle, BASE, "probe", &probe, &notes);
}
