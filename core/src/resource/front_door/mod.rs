//! How requests reach the web pods.

mod alb;
mod gateway;
mod gke;
mod ingress;

use super::labels::{explain_metadata, metadata, selector_labels};
use super::{BASE, put};
use crate::bundle::Bundle;
use crate::field::Guide;
use crate::plan::{Plan, Reason, Via};
use crate::render::Notes;
use k8s_openapi::api::core::v1::{Service, ServicePort, ServiceSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    service(plan, bundle);
    match plan.expose.via.value {
        Via::Gateway => {
            gateway::add(plan, bundle);
            gke::add(plan, bundle);
            alb::add(plan, bundle);
        }
        Via::Ingress => ingress::add(plan, bundle),
        Via::LoadBalancer | Via::None => {}
    }
}

fn service(plan: &Plan, bundle: &mut Bundle) {
    let (kind, about) = match plan.expose.via.value {
        Via::LoadBalancer => (
            "LoadBalancer",
            format!(
                "The way to the web pods from outside: {} makes a load balancer for it.",
                plan.provider.value.balancer
            ),
        ),
        Via::Gateway | Via::Ingress | Via::None => (
            "ClusterIP",
            "One address inside the cluster for all web pods that are ready.".to_owned(),
        ),
    };
    let mut service = service_of(plan, "web", "http", 80);
    if let Some(spec) = &mut service.spec {
        spec.type_ = Some(kind.into());
        spec.ports = spec.ports.take().map(|ports| with_https(plan, ports));
    }
    let outside = plan.expose.via.value == Via::LoadBalancer;
    if outside {
        annotate(plan, &mut service.metadata);
    }
    let mut notes = Notes::new(Reason::fixed(Guide::Cluster, about));
    explain_metadata(plan, &mut notes);
    notes.decided("spec.type", &plan.expose.via);
    if outside {
        explain_annotations(plan, &mut notes);
    }
    if plan.expose.provider_tls().is_some_and(|_| outside) {
        notes.because(
            "spec.ports",
            plan.expose.tls.because("TLS ends at the load balancer; Puma speaks plain HTTP."),
        );
    }
    notes.fixed(
        "spec.selector",
        Guide::Cluster,
        "The web pods of this app, whatever their release.",
    );
    notes.fixed(
        "spec.ports[0].targetPort",
        Guide::Cluster,
        "The port's name in the pod, so that its number can change.",
    );
    put(bundle, BASE, "web-service", &service, &notes);
}

/// A load balancer that ends TLS has a port for it, and plain HTTP only where it sends people on from there.
fn with_https(plan: &Plan, mut ports: Vec<ServicePort>) -> Vec<ServicePort> {
    let tls = plan.expose.provider_tls().filter(|_| plan.expose.via.value == Via::LoadBalancer);
    if let Some(tls) = tls {
        let mut https = ports.first().cloned().unwrap_or_default();
        https.name = Some("https".into());
        https.port = 443;
        if !tls.keeps_http {
            ports.clear();
        }
        ports.push(https);
    }
    ports
}

/// What the provider wants, beside what is there.
fn annotate(plan: &Plan, metadata: &mut ObjectMeta) {
    let more = plan.door_annotations();
    if !more.is_empty() {
        metadata.annotations.get_or_insert_default().extend(more);
    }
}

/// The reasons of [`annotate`].
fn explain_annotations(plan: &Plan, notes: &mut Notes) {
    for (key, _) in plan.door_annotations() {
        notes.decided(&format!("metadata.annotations[{key}]"), &plan.provider);
    }
}

/// One address inside the cluster for the pods of a part of the app.
pub(super) fn service_of(plan: &Plan, component: &str, port_name: &str, port: i32) -> Service {
    Service {
        metadata: metadata(plan, &format!("{}-{component}", plan.app.value), component),
        spec: Some(ServiceSpec {
            type_: Some("ClusterIP".into()),
            selector: Some(selector_labels(plan, component)),
            ports: Some(vec![ServicePort {
                name: Some(port_name.into()),
                port,
                target_port: Some(IntOrString::String(port_name.into())),
                ..ServicePort::default()
            }]),
            ..ServiceSpec::default()
        }),
        ..Service::default()
    }
}
