//! The app's metrics: where pods show them, who fetches them, and what raises an alarm.

mod alerts;
mod monitor;

use super::web::small;
use super::{container, mount};
use crate::field::Guide;
use crate::plan::{Metrics, Monitoring, Plan, exporter_resources};
use crate::render::{Items, Part, words};
use crate::resource::Objects;
use k8s_openapi::api::core::v1::{Container, ContainerPort, EnvVar};

/// The port's name, by which the PodMonitor finds it.
const PORT: &str = "metrics";
/// The group of prometheus-operator's kinds.
const API: &str = "monitoring.coreos.com/v1";

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    monitor::add(plan, bundle);
    alerts::add(plan, bundle);
}

/// Yabeda's exporters in Puma and in workers read the port from here.
pub(super) fn variable(plan: &Plan) -> Items<EnvVar> {
    let Monitoring { metrics, port, .. } = &plan.monitoring;
    let mut own = Items::default();
    if metrics.value == Metrics::Yabeda {
        let variable = container::plain("PROMETHEUS_EXPORTER_PORT", port.value.to_string());
        own.decided(variable, port);
    }
    own
}

fn port(plan: &Plan) -> ContainerPort {
    ContainerPort {
        name: Some(PORT.into()),
        container_port: small(plan.monitoring.port.value),
        ..ContainerPort::default()
    }
}

/// Adds the port where the process itself shows its metrics.
pub(super) fn open_port(plan: &Plan, ports: &mut Items<ContainerPort>) {
    if plan.monitoring.metrics.value == Metrics::Yabeda {
        ports.decided(port(plan), &plan.monitoring.port);
    }
}

/// The process beside the app's that collects what its processes tell: it starts before them and ends after them.
pub(super) fn sidecar(plan: &Plan) -> Option<Part<Container>> {
    if plan.monitoring.metrics.value != Metrics::PrometheusExporter {
        return None;
    }
    let monitoring = &plan.monitoring;
    let image = format!("{}:{}", plan.image.value, crate::plan::UNRELEASED);
    let mut sidecar =
        container::of_image(PORT, image, &exporter_resources(), plan.read_only_root.value);
    let Part { object, reasons } = &mut sidecar;
    reasons.decided("image", &plan.image);
    // Its own default is to listen inside the pod only.
    let mut args = words(["bundle", "exec", "prometheus_exporter", "--bind", "0.0.0.0", "--port"]);
    args.decided(monitoring.port.value.to_string(), &monitoring.port);
    object.args = Some(reasons.list("args", args));
    object.restart_policy = Some("Always".into());
    reasons.comment(
        "restartPolicy",
        Guide::Monitoring,
        "Runs beside the app, not before it: starts first and ends last.",
    );
    object.ports = Some(vec![port(plan)]);
    reasons.decided("ports", &monitoring.port);
    object.env = Some(reasons.list("env", container::scratch(plan)));
    let places = mount::places(plan, "web");
    let scratch: Vec<_> = places.iter().filter(|place| place.name == "tmp").collect();
    if !scratch.is_empty() {
        object.volume_mounts = Some(reasons.list("volumeMounts", mount::mounts(scratch)));
    }
    reasons.decided("", &monitoring.metrics);
    Some(sidecar)
}
