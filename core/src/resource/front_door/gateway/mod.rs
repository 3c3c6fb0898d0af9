//! The Gateway and its routes.

mod types;

use super::super::labels::{explain_metadata, metadata};
use super::super::{BASE, put, web};
use super::alb::LOAD_BALANCER;
use super::{annotate, explain_annotations};
use crate::bundle::Bundle;
use crate::field::Guide;
use crate::plan::{CableAdapter, Plan, Reason, Tls};
use crate::render::Notes;
use types::{
    AllowedRoutes, Backend, From, GatewaySpec, Infrastructure, Listener, ListenerTls, Match, Name,
    Parameters, Parent, PathMatch, Redirect, RouteSpec, Rule, Target, Timeouts, gateway, route,
};

/// The listener for plain HTTP.
const HTTP: &str = "http";

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    let own = plan.expose.gateway.is_none();
    if own {
        add_gateway(plan, bundle);
    }
    add_route(plan, bundle);
    if own && plan.expose.tls.value != Tls::None {
        add_redirect(plan, bundle);
    }
}

/// The name of a host's listener for HTTPS.
fn listener(plan: &Plan, index: usize) -> String {
    match plan.hosts.value.len() {
        0 | 1 => String::from("https"),
        _ => format!("https-{}", index + 1),
    }
}

fn listeners(plan: &Plan) -> Vec<Listener> {
    let allowed_routes = || AllowedRoutes { namespaces: From { from: "Same" } };
    let mut listeners = vec![Listener {
        name: HTTP.into(),
        protocol: "HTTP",
        port: 80,
        hostname: None,
        tls: None,
        allowed_routes: allowed_routes(),
    }];
    if plan.expose.tls.value == Tls::None {
        return listeners;
    }
    let tls = || ListenerTls {
        mode: "Terminate",
        certificate_refs: vec![Name { name: plan.expose.tls_secret.value.clone() }],
    };
    listeners.extend(plan.hosts.value.iter().enumerate().map(|(index, host)| Listener {
        name: listener(plan, index),
        protocol: "HTTPS",
        port: 443,
        hostname: Some(host.clone()),
        tls: (plan.expose.tls.value != Tls::Provider).then(tls),
        allowed_routes: allowed_routes(),
    }));
    listeners
}

fn add_gateway(plan: &Plan, bundle: &mut Bundle) {
    let expose = &plan.expose;
    let mut metadata = metadata(plan, &web::name(plan), "web");
    if expose.tls.value == Tls::CertManager {
        let annotations = metadata.annotations.get_or_insert_default();
        annotations.insert("cert-manager.io/cluster-issuer".into(), expose.issuer.value.clone());
    }
    annotate(plan, &mut metadata);
    let gateway_class_name = expose.gateway_class.value.clone();
    let infrastructure = plan.has_alb_gateway().then(|| {
        let (kind, group) = LOAD_BALANCER;
        Infrastructure { parameters_ref: Parameters { group, kind, name: web::name(plan) } }
    });
    let spec = GatewaySpec { gateway_class_name, infrastructure, listeners: listeners(plan) };
    let object = gateway(metadata, spec);
    let mut notes = Notes::new(Reason::fixed(
        Guide::Domain,
        "The way in from outside: its controller makes a load balancer or opens ports for it.",
    ));
    explain_metadata(plan, &mut notes);
    notes.decided("metadata.annotations", &expose.issuer);
    explain_annotations(plan, &mut notes);
    notes.decided("spec.gatewayClassName", &expose.gateway_class);
    notes.because(
        "spec.infrastructure",
        plan.provider
            .because("What the load balancer is like stands in this object of its controller."),
    );
    notes.fixed(
        "spec.listeners[0]",
        Guide::Domain,
        "Plain HTTP, for the redirect and for the checks of Let's Encrypt.",
    );
    for index in 1..=plan.hosts.value.len() {
        let at = |inner: &str| format!("spec.listeners[{index}]{inner}");
        notes.decided(&at(""), &plan.hosts);
        notes.decided(&at(".tls"), &expose.tls);
        notes.decided(&at(".tls.certificateRefs"), &expose.tls_secret);
    }
    put(bundle, BASE, "gateway", &object, &notes);
}

/// Where the app's route attaches: an own Gateway has a listener for each host.
fn parents(plan: &Plan) -> Vec<Parent> {
    let expose = &plan.expose;
    if let Some(existing) = &expose.gateway {
        let elsewhere = expose.gateway_namespace.value != plan.namespace.value;
        return vec![Parent {
            name: existing.value.clone(),
            namespace: elsewhere.then(|| expose.gateway_namespace.value.clone()),
            section_name: expose.gateway_listener.value.clone(),
        }];
    }
    let parent = |section_name| Parent { name: web::name(plan), namespace: None, section_name };
    if expose.tls.value == Tls::None {
        return vec![parent(HTTP.into())];
    }
    (0..plan.hosts.value.len()).map(|index| parent(listener(plan, index))).collect()
}

fn below(value: &'static str) -> Vec<Match> {
    vec![Match { path: PathMatch { kind: "PathPrefix", value } }]
}

fn add_route(plan: &Plan, bundle: &mut Bundle) {
    let backend_refs = || vec![Backend { name: web::name(plan), port: 80 }];
    let cable = &plan.action_cable;
    let mut rules = Vec::new();
    // Google's gateway refuses the field, where a policy says the same; AWS' knows none, and cuts only what is silent.
    let takes_timeouts = plan.provider.value.id != "gke" && !plan.has_alb_gateway();
    if cable.adapter.value != CableAdapter::None && takes_timeouts {
        rules.push(Rule {
            matches: below("/cable"),
            timeouts: Some(Timeouts { request: format!("{}s", cable.timeout.value) }),
            backend_refs: backend_refs(),
            ..Rule::default()
        });
    }
    let last = rules.len();
    rules.push(Rule { matches: below("/"), backend_refs: backend_refs(), ..Rule::default() });
    let spec = RouteSpec { parent_refs: parents(plan), hostnames: plan.hosts.value.clone(), rules };
    let object = route(metadata(plan, &web::name(plan), "web"), spec);
    let mut notes =
        Notes::new(Reason::fixed(Guide::Domain, "Which requests at the Gateway are this app's."));
    explain_metadata(plan, &mut notes);
    match &plan.expose.gateway {
        Some(existing) => {
            notes.decided("spec.parentRefs", existing);
            notes.decided("spec.parentRefs[0].namespace", &plan.expose.gateway_namespace);
            notes.decided("spec.parentRefs[0].sectionName", &plan.expose.gateway_listener);
        }
        None => notes.fixed(
            "spec.parentRefs",
            Guide::Domain,
            "The listeners with TLS; that for plain HTTP belongs to the redirect.",
        ),
    }
    notes.decided("spec.hostnames", &plan.hosts);
    if last == 1 {
        notes.decided("spec.rules[0]", &cable.adapter);
        notes.comment(
            "spec.rules[0].timeouts",
            Guide::Domain,
            "A websocket lasts longer than a request: the usual limit would cut it.",
        );
        notes.decided("spec.rules[0].timeouts.request", &cable.timeout);
    }
    notes.fixed(&format!("spec.rules[{last}]"), Guide::Domain, "Every path goes to the web pods.");
    put(bundle, BASE, "http-route", &object, &notes);
}

fn add_redirect(plan: &Plan, bundle: &mut Bundle) {
    let redirect = Redirect {
        kind: "RequestRedirect",
        request_redirect: Target { scheme: "https", status_code: 301 },
    };
    let spec = RouteSpec {
        parent_refs: vec![Parent {
            name: web::name(plan),
            namespace: None,
            section_name: HTTP.into(),
        }],
        hostnames: plan.hosts.value.clone(),
        rules: vec![Rule { filters: vec![redirect], ..Rule::default() }],
    };
    let name = format!("{}-https", web::name(plan));
    let object = route(metadata(plan, &name, "web"), spec);
    let mut notes =
        Notes::new(Reason::fixed(Guide::Domain, "Sends plain HTTP on to HTTPS, for good."));
    explain_metadata(plan, &mut notes);
    notes.decided("spec.hostnames", &plan.hosts);
    put(bundle, BASE, "https-redirect", &object, &notes);
}
