//! The Ingress: host names and TLS.

use super::super::labels::{explain_metadata, metadata};
use super::super::web::small;
use super::super::{BASE, process, put, web};
use super::{add_annotations, middleware};
use crate::facts::is_local;
use crate::field::Guide;
use crate::plan::{Behind, Plan, Process, Reason, Tls};
use crate::render::{Items, Notes, Part, Reasons};
use crate::resource::Objects;
use k8s_openapi::api::networking::v1::{
    HTTPIngressPath, HTTPIngressRuleValue, Ingress, IngressBackend, IngressRule,
    IngressServiceBackend, IngressSpec, IngressTLS, ServiceBackendPort,
};

/// The checker warns of an Ingress without TLS, and it is the spec that wants it so.
const KNOWN: &str = "linkspan: allow ingress-tls because the spec says so: `expose.tls: none`";

fn paths(plan: &Plan, host: &str) -> Part<HTTPIngressRuleValue> {
    let mut reasons = Reasons::default();
    let mut paths = Items::default();
    for door in plan.doors(Some(host)) {
        let path = HTTPIngressPath {
            path: Some(door.path.to_owned()),
            path_type: "Prefix".into(),
            backend: backend(plan, door.to),
        };
        match door.to {
            Behind::Process(process) => paths.decided(path, &process.name),
            Behind::Service(route) => paths.decided(path, &route.service),
            Behind::Web => paths.push(path),
        }
    }
    let object = HTTPIngressRuleValue { paths: reasons.list("paths", paths) };
    Part { object, reasons }
}

fn backend(plan: &Plan, to: Behind<'_>) -> IngressBackend {
    let named = |name: &str| ServiceBackendPort { name: Some(name.to_owned()), number: None };
    let (name, port) = match to {
        Behind::Web => (web::name(plan), named("http")),
        Behind::Process(process) => {
            (process::name(plan, process), named(Process::port_name(process)))
        }
        Behind::Service(route) => {
            let number = Some(small(route.port.value));
            (route.service.value.clone(), ServiceBackendPort { name: None, number })
        }
    };
    IngressBackend {
        service: Some(IngressServiceBackend { name, port: Some(port) }),
        resource: None,
    }
}

fn rule(plan: &Plan, host: &str) -> Part<IngressRule> {
    let mut reasons = Reasons::default();
    let http = reasons.part("http", paths(plan, host));
    match &plan.expose.path {
        Some(path) => reasons.decided("http", path),
        None => reasons.fixed("http", Guide::Domain, "Every path goes to the web pods."),
    }
    let object = IngressRule { host: Some(host.to_owned()), http: Some(http) };
    Part { object, reasons }
}

/// The same for every host that has no rule of its own.
fn any_host(plan: &Plan) -> Part<IngressRule> {
    let mut rule = rule(plan, "");
    rule.object.host = None;
    rule.reasons.because("", plan.expose.any_host.reason());
    rule
}

/// The certificate, where it is read from a Secret.
fn tls(plan: &Plan) -> Part<IngressTLS> {
    let mut hosts = Items::default();
    for host in &plan.hosts.value {
        hosts.decided(host.clone(), &plan.hosts);
    }
    let secret = &plan.expose.tls_secret;
    let mut reasons = Reasons::default();
    reasons.decided("secretName", secret);
    let object = IngressTLS {
        hosts: Some(reasons.list("hosts", hosts)),
        secret_name: Some(secret.value.clone()),
    };
    Part { object, reasons }
}

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    let expose = &plan.expose;
    let hosts = &plan.hosts.value;
    let mut notes = Notes::new(Reason::fixed(
        Guide::Domain,
        "The way to the web pods from outside: host names and TLS.",
    ));
    explain_metadata(plan, &mut notes);
    let mut metadata = metadata(plan, &web::name(plan), "web");
    add_annotations(plan, &mut metadata, &mut notes);
    middleware::name_at(plan, &mut metadata, &mut notes);
    let is_public = expose.any_host.value || !hosts.iter().all(|host| is_local(host));
    if expose.tls.value == Tls::None && is_public {
        notes.comment("spec", Guide::Domain, KNOWN);
    }
    notes.because(
        "spec.ingressClassName",
        expose
            .ingress_class
            .because("Always named: without it, no controller may feel responsible."),
    );
    let mut spec = IngressSpec {
        ingress_class_name: Some(expose.ingress_class.value.clone()),
        ..IngressSpec::default()
    };
    let any = expose.any_host.value;
    if hosts.is_empty() && !any {
        if plan.doors(None).len() > 1 || expose.path.is_some() {
            let mut rule = Part::from(IngressRule::default());
            rule.object.http = Some(rule.reasons.part("http", paths(plan, "")));
            spec.rules = Some(notes.list("spec.rules", [rule].into_iter().collect()));
        } else {
            spec.default_backend = Some(backend(plan, Behind::Web));
        }
    } else {
        let listed = hosts.iter().map(|host| rule(plan, host));
        let rules = listed.chain(any.then(|| any_host(plan))).collect();
        spec.rules = Some(notes.list("spec.rules", rules));
        notes.decided("spec.rules", &plan.hosts);
        if !hosts.is_empty() && matches!(expose.tls.value, Tls::CertManager | Tls::Secret) {
            spec.tls = Some(notes.list("spec.tls", [tls(plan)].into_iter().collect()));
            notes.decided("spec.tls", &expose.tls);
        }
    }
    let ingress = Ingress { metadata, spec: Some(spec), ..Ingress::default() };
    put(bundle, BASE, "ingress", &ingress, &notes);
}
