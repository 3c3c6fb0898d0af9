//! What the AWS Load Balancer Controller has to be told of a Gateway, by objects of its own (`gateway.k8s.aws/v1beta1`, as
//! its types of autumn 2026 have it).

use super::super::labels::{explain_metadata, metadata};
use super::super::{BASE, Custom, process, put, web};
use crate::facts::Told;
use crate::field::Guide;
use crate::plan::{Decided, Plan, Reason, Tls};
use crate::render::Notes;
use crate::resource::Objects;
use serde::Serialize;

const API: &str = "gateway.k8s.aws/v1beta1";
/// The kind of what a Gateway names as its parameters, and its group.
pub(super) const LOAD_BALANCER: (&str, &str) = ("LoadBalancerConfiguration", "gateway.k8s.aws");

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LoadBalancer {
    scheme: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    listener_configurations: Vec<Listener>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    load_balancer_attributes: Vec<Attribute>,
}

#[derive(Serialize)]
struct Attribute {
    key: &'static str,
    value: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Listener {
    protocol_port: &'static str,
    default_certificate: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TargetGroup {
    target_reference: Target,
    default_configuration: Properties,
}

#[derive(Serialize)]
struct Target {
    kind: &'static str,
    name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties {
    target_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    health_check_config: Option<HealthCheck>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HealthCheck {
    health_check_path: String,
}

/// Adds them where the Gateway is of that controller.
pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    if !plan.has_alb_gateway() {
        return;
    }
    if plan.expose.gateway.is_none() {
        load_balancer(plan, bundle);
    }
    target(plan, ("target-group", web::name(plan)), Some(&plan.web.health_path), bundle);
    for process in plan.processes.iter().filter(|process| process.is_at_the_door()) {
        let file = format!("{}-target-group", process.name.value);
        let name = process::name(plan, process);
        target(plan, (&file, name), Some(&process.health_path), bundle);
    }
    let mut told: Vec<&str> = Vec::new();
    for route in &plan.routes {
        let service = route.service.value.as_str();
        if !told.contains(&service) {
            let file = format!("{}-target-group", route.name.value);
            target(plan, (&file, service.to_owned()), None, bundle);
            told.push(service);
        }
    }
}

/// How one Service's pods are found and asked.
fn target(
    plan: &Plan,
    (file, name): (&str, String),
    health_path: Option<&Decided<String>>,
    bundle: &mut Objects<'_>,
) {
    let object = Custom {
        api_version: API,
        kind: "TargetGroupConfiguration",
        metadata: metadata(plan, &name, "web"),
        spec: TargetGroup {
            target_reference: Target { kind: "Service", name },
            default_configuration: Properties {
                target_type: "ip",
                health_check_config: health_path
                    .map(|path| HealthCheck { health_check_path: path.value.clone() }),
            },
        },
    };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Domain,
        "How the load balancer finds the web pods, and asks whether they are well.",
    ));
    explain_metadata(plan, &mut notes);
    notes.comment(
        "spec.defaultConfiguration.targetType",
        Guide::Domain,
        "Straight to the pods; without it, to a port of the nodes, which this Service does not open.",
    );
    if let Some(path) = health_path {
        notes.decided("spec.defaultConfiguration.healthCheckConfig", path);
    }
    put(bundle, BASE, file, &object, &notes);
}

fn load_balancer(plan: &Plan, bundle: &mut Objects<'_>) {
    let expose = &plan.expose;
    let certificate = expose.certificate.as_ref().filter(|_| expose.tls.value == Tls::Provider);
    let longest = plan.timeout_by(Told::Attributes);
    let object = Custom {
        api_version: API,
        kind: LOAD_BALANCER.0,
        metadata: metadata(plan, &web::name(plan), "web"),
        spec: LoadBalancer {
            scheme: "internet-facing",
            listener_configurations: certificate
                .map(|certificate| Listener {
                    protocol_port: "HTTPS:443",
                    default_certificate: certificate.value.clone(),
                })
                .into_iter()
                .collect(),
            load_balancer_attributes: longest
                .map(|seconds| Attribute {
                    key: "idle_timeout.timeout_seconds",
                    value: seconds.value.to_string(),
                })
                .into_iter()
                .collect(),
        },
    };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Domain,
        "The load balancer that the controller makes for the Gateway, which names this object.",
    ));
    explain_metadata(plan, &mut notes);
    notes.comment(
        "spec.scheme",
        Guide::Domain,
        "Without it, the load balancer answers inside the VPC alone.",
    );
    if let Some(certificate) = certificate {
        notes.decided("spec.listenerConfigurations", certificate);
    }
    if let Some(seconds) = longest {
        notes.decided("spec.loadBalancerAttributes", seconds);
    }
    put(bundle, BASE, "load-balancer", &object, &notes);
}
