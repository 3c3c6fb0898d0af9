//! The Ingress: host names and TLS.

use super::super::labels::{explain_metadata, metadata};
use super::super::{BASE, put, web};
use super::{annotate, explain_annotations};
use crate::bundle::Bundle;
use crate::facts::is_local;
use crate::field::Guide;
use crate::plan::{Plan, Reason, Tls};
use crate::render::Notes;
use k8s_openapi::api::networking::v1::{
    HTTPIngressPath, HTTPIngressRuleValue, Ingress, IngressBackend, IngressRule,
    IngressServiceBackend, IngressSpec, IngressTLS, ServiceBackendPort,
};
use std::collections::BTreeMap;

/// The checker warns of an Ingress without TLS, and it is the spec that wants it so.
const KNOWN: &str = "linkspan: allow ingress-tls because the spec says so: `expose.tls: none`";

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

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    let expose = &plan.expose;
    let hosts = &plan.hosts.value;
    let mut metadata = metadata(plan, &web::name(plan), "web");
    if expose.tls.value == Tls::CertManager {
        let mut annotations = BTreeMap::new();
        annotations.insert("cert-manager.io/cluster-issuer".into(), expose.issuer.value.clone());
        metadata.annotations = Some(annotations);
    }
    annotate(plan, &mut metadata);
    let in_cluster = matches!(expose.tls.value, Tls::CertManager | Tls::Secret);
    let mut spec = IngressSpec {
        ingress_class_name: Some(expose.ingress_class.value.clone()),
        rules: Some(hosts.iter().map(|host| rule(plan, host)).collect()),
        tls: in_cluster.then(|| {
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
    if expose.tls.value == Tls::None && !hosts.iter().all(|host| is_local(host)) {
        notes.comment("spec", Guide::Domain, KNOWN);
    }
    notes.decided("metadata.annotations", &expose.issuer);
    explain_annotations(plan, &mut notes);
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
