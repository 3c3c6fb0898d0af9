//! How requests reach the web pods.

mod alb;
mod gateway;
mod gke;
mod ingress;
mod middleware;

use super::labels::{explain_metadata, metadata, selector_labels};
use super::{BASE, put};
use crate::field::Guide;
use crate::plan::{Expose, Plan, Reason, Tls, Via};
use crate::render::{Items, Notes, Part};
use crate::resource::Objects;
use k8s_openapi::api::core::v1::{Service, ServicePort, ServiceSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    service(plan, bundle);
    middleware::add(plan, bundle);
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

fn service(plan: &Plan, bundle: &mut Objects<'_>) {
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
    let mut notes = Notes::new(Reason::fixed(Guide::Cluster, about));
    explain_metadata(plan, &mut notes);
    notes.decided("spec.type", &plan.expose.via);
    notes.fixed(
        "spec.selector",
        Guide::Cluster,
        "The web pods of this app, whatever their release.",
    );
    let mut service = service_of(plan, "web", "http", 80);
    if plan.expose.via.value == Via::LoadBalancer {
        annotate(plan, &mut service.metadata, &mut notes);
    }
    if let Some(spec) = &mut service.spec {
        spec.type_ = Some(kind.into());
        spec.ports = spec.ports.take().map(|ports| with_https(plan, ports, &mut notes));
    }
    put(bundle, BASE, "web-service", &service, &notes);
}

/// A load balancer that ends TLS has a port for it, and plain HTTP only where it sends people on from there.
fn with_https(plan: &Plan, ports: Vec<ServicePort>, notes: &mut Notes) -> Vec<ServicePort> {
    let mut ports: Items<ServicePort> = ports.into_iter().map(explained).collect();
    let tls = plan.expose.provider_tls().filter(|_| plan.expose.via.value == Via::LoadBalancer);
    if let Some(tls) = tls {
        let why = "TLS ends at the load balancer; Puma speaks plain HTTP.";
        notes.because("spec.ports", plan.expose.tls.because(why));
        let plain = ports.clone();
        if !tls.keeps_http {
            ports = Items::default();
        }
        ports.extend(plain.map(|port| ServicePort {
            name: Some("https".into()),
            port: 443,
            ..port
        }));
    }
    notes.list("spec.ports", ports)
}

fn explained(port: ServicePort) -> Part<ServicePort> {
    let mut part = Part::from(port);
    part.reasons.fixed(
        "targetPort",
        Guide::Cluster,
        "The port's name in the pod, so that its number can change.",
    );
    part
}

/// The issuer of the certificate where cert-manager makes one, and what the provider wants.
fn add_annotations(plan: &Plan, metadata: &mut ObjectMeta, notes: &mut Notes) {
    let Expose { tls, issuer, .. } = &plan.expose;
    if tls.value == Tls::CertManager {
        let annotations = metadata.annotations.get_or_insert_default();
        annotations.insert("cert-manager.io/cluster-issuer".into(), issuer.value.clone());
        notes.decided("metadata.annotations", issuer);
    }
    annotate(plan, metadata, notes);
}

/// What the provider wants, beside what is there, then what the spec wants.
fn annotate(plan: &Plan, metadata: &mut ObjectMeta, notes: &mut Notes) {
    for (key, value) in plan.door_annotations() {
        notes.decided(&format!("metadata.annotations[{key}]"), &plan.provider);
        metadata.annotations.get_or_insert_default().insert(key, value);
    }
    own(plan, metadata, notes);
}

/// What the spec wants.
fn own(plan: &Plan, metadata: &mut ObjectMeta, notes: &mut Notes) {
    for (key, value, reason) in plan.own_annotations() {
        notes.because(&format!("metadata.annotations[{key}]"), reason);
        metadata.annotations.get_or_insert_default().insert(key, value);
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
