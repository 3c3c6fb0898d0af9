//! What Google's gateway has to be told apart, by policies of its own (`networking.gke.io/v1`). Source: Google's
//! documentation of Gateway resources and their policies, read 2026-11-23; there is no published module to check against.

use super::super::labels::{explain_metadata, metadata};
use super::super::{BASE, process, put, web};
use crate::facts::{Controller, Told};
use crate::field::Guide;
use crate::plan::{CableAdapter, Plan, Reason};
use crate::render::Notes;
use crate::resource::Objects;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

/// A policy and the Service that it is for.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Policy<D> {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: PolicySpec<D>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PolicySpec<D> {
    default: D,
    target_ref: Target,
}

/// A Service of the same namespace; its group is the empty one.
#[derive(Serialize)]
struct Target {
    group: &'static str,
    kind: &'static str,
    name: String,
}

#[derive(Serialize)]
struct HealthCheck {
    config: HealthConfig,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HealthConfig {
    #[serde(rename = "type")]
    kind: &'static str,
    http_health_check: HttpCheck,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HttpCheck {
    request_path: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Backend {
    timeout_sec: i64,
}

/// Adds the policies where the gateway is Google's.
pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    if plan.provider.value.controller != Controller::Google
        || !plan.expose.gateway_class.value.starts_with("gke-")
    {
        return;
    }
    let http_health_check = HttpCheck { request_path: plan.web.health_path.value.clone() };
    let check = HealthCheck { config: HealthConfig { kind: "HTTP", http_health_check } };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Domain,
        "Google's load balancer asks `/` unless it is told where health checks are answered.",
    ));
    explain_metadata(plan, &mut notes);
    notes.decided("spec.default", &plan.web.health_path);
    let object = policy(plan, &web::name(plan), "HealthCheckPolicy", check);
    put(bundle, BASE, "health-check-policy", &object, &notes);
    for process in plan.processes.iter().filter(|process| process.is_at_the_door()) {
        let http_health_check = HttpCheck { request_path: process.health_path.value.clone() };
        let check = HealthCheck { config: HealthConfig { kind: "HTTP", http_health_check } };
        let mut notes = Notes::new(process.health_path.because(
            "Google's load balancer asks `/` unless it is told where health checks are answered.",
        ));
        explain_metadata(plan, &mut notes);
        let object = policy(plan, &process::name(plan, process), "HealthCheckPolicy", check);
        let file = format!("{}-health-check-policy", process.name.value);
        put(bundle, BASE, &file, &object, &notes);
    }
    let cable = &plan.action_cable;
    let cable = (cable.adapter.value != CableAdapter::None).then_some(&cable.timeout);
    let longest = plan.timeout_by(Told::BackendPolicy);
    // One time holds for all of a Service, so that the longer of the two counts.
    let Some(seconds) = cable.into_iter().chain(longest).max_by_key(|each| each.value) else {
        return;
    };
    let backend = Backend { timeout_sec: seconds.value };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Domain,
        "Google's load balancer ends each connection after 30 seconds, websockets too, unless it is told otherwise.",
    ));
    explain_metadata(plan, &mut notes);
    notes.decided("spec.default", seconds);
    let object = policy(plan, &web::name(plan), "GCPBackendPolicy", backend);
    put(bundle, BASE, "backend-policy", &object, &notes);
}

fn policy<D>(plan: &Plan, name: &str, kind: &'static str, default: D) -> Policy<D> {
    let name = name.to_owned();
    Policy {
        api_version: "networking.gke.io/v1",
        kind,
        metadata: metadata(plan, &name, "web"),
        spec: PolicySpec { default, target_ref: Target { group: "", kind: "Service", name } },
    }
}
