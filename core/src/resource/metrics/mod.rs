//! The app's metrics: where pods show them, who fetches them, and what raises an alarm.

mod alerts;
mod monitor;

use super::container::{self, Own};
use super::web::small;
use crate::bundle::Bundle;
use crate::field::Guide;
use crate::plan::{Metrics, Plan, exporter_resources};
use crate::render::Notes;
use k8s_openapi::api::core::v1::{Container, ContainerPort};

/// The port's name, by which the PodMonitor finds it.
const PORT: &str = "metrics";
/// The group of prometheus-operator's kinds.
const API: &str = "monitoring.coreos.com/v1";

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    monitor::add(plan, bundle);
    alerts::add(plan, bundle);
}

/// Yabeda's exporters in Puma and in workers read the port from here.
pub(super) fn variable(plan: &Plan) -> Option<Own> {
    let monitoring = &plan.monitoring;
    (monitoring.metrics.value == Metrics::Yabeda).then(|| Own {
        name: "PROMETHEUS_EXPORTER_PORT",
        value: monitoring.port.value.to_string(),
        reason: monitoring.port.reason(),
    })
}

fn port(plan: &Plan) -> ContainerPort {
    ContainerPort {
        name: Some(PORT.into()),
        container_port: small(plan.monitoring.port.value),
        ..ContainerPort::default()
    }
}

/// Where the process itself shows its metrics.
pub(super) fn open_port(plan: &Plan, process: &mut Container) {
    if plan.monitoring.metrics.value == Metrics::Yabeda {
        process.ports.get_or_insert_default().push(port(plan));
    }
}

/// The process beside the app's that collects what its processes tell: it starts before them and
/// ends after them.
pub(super) fn sidecar(plan: &Plan) -> Option<Vec<Container>> {
    let monitoring = &plan.monitoring;
    if monitoring.metrics.value != Metrics::PrometheusExporter {
        return None;
    }
    let number = monitoring.port.value.to_string();
    // Its own default is to listen inside the pod only.
    let words = ["bundle", "exec", "prometheus_exporter", "--bind", "0.0.0.0", "--port", &number];
    let args = words.map(String::from).to_vec();
    let image = format!("{}:{}", plan.image.value, crate::plan::UNRELEASED);
    let mut sidecar =
        container::of_image(PORT, image, &exporter_resources(), plan.read_only_root.value);
    sidecar.args = Some(args);
    sidecar.restart_policy = Some("Always".into());
    sidecar.ports = Some(vec![port(plan)]);
    let scratch = container::scratch(plan);
    sidecar.env =
        Some(scratch.into_iter().map(|own| container::plain(own.name, own.value)).collect());
    let mut folders = container::writable(plan);
    folders.retain(|(name, _)| *name == "tmp");
    sidecar.volume_mounts = container::mounts(&folders);
    Some(vec![sidecar])
}

/// The reasons of [`sidecar`] and [`open_port`] in a Deployment.
pub(super) fn explain(plan: &Plan, notes: &mut Notes) {
    let monitoring = &plan.monitoring;
    if monitoring.metrics.value == Metrics::None {
        return;
    }
    let path = "spec.template.spec.initContainers[0]";
    if monitoring.metrics.value == Metrics::PrometheusExporter {
        notes.because("spec.template.spec.initContainers", monitoring.metrics.reason());
        let at = |inner: &str| format!("{path}.{inner}");
        notes.comment(
            &at("restartPolicy"),
            Guide::Monitoring,
            "Runs beside the app, not before it: starts first and ends last.",
        );
        notes.because(&at("image"), plan.image.reason());
        for inner in ["ports", "args[6]"] {
            notes.decided(&at(inner), &monitoring.port);
        }
        container::explain_resources(path, &exporter_resources(), notes);
    }
}
