//! How requests reach the web pods.

use super::labels::{explain_metadata, metadata, selector_labels};
use super::{BASE, put, web};
use crate::bundle::Bundle;
use crate::field::Guide;
use crate::plan::{Plan, Reason, Tls, Via};
use crate::render::Notes;
use k8s_openapi::api::core::v1::{Service, ServicePort, ServiceSpec};
use k8s_openapi::api::networking::v1::{
    HTTPIngressPath, HTTPIngressRuleValue, Ingress, IngressBackend, IngressRule,
    IngressServiceBackend, IngressSpec, IngressTLS, ServiceBackendPort,
};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::collections::BTreeMap;

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    service(plan, bundle);
    if plan.expose.via.value == Via::Ingress {
        ingress(plan, bundle);
    }
}

fn service(plan: &Plan, bundle: &mut Bundle) {
    let (kind, about) = match plan.expose.via.value {
        Via::LoadBalancer => (
            "LoadBalancer",
            "The way to the web pods from outside: the cloud makes a load balancer for it.",
        ),
        Via::Ingress | Via::None => {
            ("ClusterIP", "One address inside the cluster for all web pods that are ready.")
        }
    };
    let mut service = service_of(plan, "web", "http", 80);
    if let Some(spec) = &mut service.spec {
        spec.type_ = Some(kind.into());
    }
    let mut notes = Notes::new(Reason::fixed(Guide::Cluster, about));
    explain_metadata(plan, &mut notes);
    notes.decided("spec.type", &plan.expose.via);
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

fn rule(plan: &Plan, host: &str) -> IngressRule {
    IngressRule {
        host: Some(host.to_owned()),
        http: Some(HTTPIngressRuleValue {
            paths: vec![HTTPIngressPath {
                path: Some("/".into()),
                path_type: "Prefix".into(),
                backend: IngressBackend {
                    service: Some(IngressServiceBackend {
                        name: web::name(plan),
                        port: Some(ServiceBackendPort { name: Some("http".into()), number: None }),
                    }),
                    resource: None,
                },
            }],
        }),
    }
}

fn ingress(plan: &Plan, bundle: &mut Bundle) {
    let expose = &plan.expose;
    let hosts = &plan.hosts.value;
    let mut metadata = metadata(plan, &web::name(plan), "web");
    if expose.tls.value == Tls::CertManager {
        let mut annotations = BTreeMap::new();
        annotations.insert("cert-manager.io/cluster-issuer".into(), expose.issuer.value.clone());
        metadata.annotations = Some(annotations);
    }
    let mut spec = IngressSpec {
        ingress_class_name: Some(expose.ingress_class.value.clone()),
        rules: Some(hosts.iter().map(|host| rule(plan, host)).collect()),
        tls: (expose.tls.value != Tls::None).then(|| {
            vec![IngressTLS {
                hosts: Some(hosts.clone()),
                secret_name: Some(expose.tls_secret.value.clone()),
            }]
        }),
        ..IngressSpec::default()
    };
    if hosts.is_empty() {
        spec.rules = None;
        spec.tls = None;
        spec.default_backend = rule(plan, "")
            .http
            .and_then(|http| http.paths.into_iter().next())
            .map(|path| path.backend);
    }
    let ingress = Ingress { metadata, spec: Some(spec), ..Ingress::default() };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Domain,
        "The way to the web pods from outside: host names and TLS.",
    ));
    explain_metadata(plan, &mut notes);
    notes.decided("metadata.annotations", &expose.issuer);
    notes.because(
        "spec.ingressClassName",
        expose
            .ingress_class
            .because("Always named: without it, no controller may feel responsible."),
    );
    notes.decided("spec.rules", &plan.hosts);
    notes.decided("spec.tls", &expose.tls);
    for index in 0..hosts.len() {
        notes.decided(&format!("spec.tls[0].hosts[{index}]"), &plan.hosts);
        notes.fixed(
            &format!("spec.rules[{index}].http"),
            Guide::Domain,
            "Every path goes to the web pods.",
        );
    }
    notes.decided("spec.tls[0].secretName", &expose.tls_secret);
    put(bundle, BASE, "ingress", &ingress, &notes);
}
