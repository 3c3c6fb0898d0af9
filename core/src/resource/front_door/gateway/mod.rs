//! The Gateway and its routes.

mod types;

use super::super::labels::{explain_metadata, metadata};
use super::super::{BASE, process, put, web};
use super::alb::LOAD_BALANCER;
use super::{add_annotations, middleware, own};
use crate::facts::{Controller, Told};
use crate::field::Guide;
use crate::plan::{Behind, CableAdapter, Plan, Reason, Tls};
use crate::render::{Items, Notes, Part};
use crate::resource::Objects;
use types::{
    AllowedRoutes, Backend, Extension, Filter, From, GatewaySpec, Infrastructure, Listener,
    ListenerTls, Match, Name, Parameters, Parent, PathMatch, Redirect, RouteSpec, Rule, Target,
    Timeouts, gateway, route,
};

/// The listener for plain HTTP.
const HTTP: &str = "http";
/// The listener for hosts that are not listed.
const ANY: &str = "https-any";

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
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

fn listeners(plan: &Plan) -> Items<Listener> {
    let expose = &plan.expose;
    let allowed_routes = || AllowedRoutes { namespaces: From { from: "Same" } };
    let mut listeners = Items::default();
    listeners.fixed(
        Listener {
            name: HTTP.into(),
            protocol: "HTTP",
            port: 80,
            hostname: None,
            tls: None,
            allowed_routes: allowed_routes(),
        },
        Guide::Domain,
        "Plain HTTP, for the redirect and for the checks of Let's Encrypt.",
    );
    if expose.tls.value == Tls::None {
        return listeners;
    }
    for (index, host) in plan.hosts.value.iter().enumerate() {
        let mut each = Part::from(Listener {
            name: listener(plan, index),
            protocol: "HTTPS",
            port: 443,
            hostname: Some(host.clone()),
            tls: None,
            allowed_routes: allowed_routes(),
        });
        each.reasons.decided("", &plan.hosts);
        if expose.tls.value != Tls::Provider {
            each.object.tls = Some(ListenerTls {
                mode: "Terminate",
                certificate_refs: vec![Name { name: expose.tls_secret.value.clone() }],
            });
            each.reasons.decided("tls", &expose.tls);
            each.reasons.decided("tls.certificateRefs", &expose.tls_secret);
        }
        listeners.push(each);
    }
    if expose.any_host.value {
        listeners.push(any_listener(plan));
    }
    listeners
}

/// Hosts that are not listed: who has no certificate for them gets that of the app.
fn any_listener(plan: &Plan) -> Part<Listener> {
    let expose = &plan.expose;
    let mut any = Part::from(Listener {
        name: ANY.into(),
        protocol: "HTTPS",
        port: 443,
        hostname: None,
        tls: (expose.tls.value != Tls::Provider).then(|| ListenerTls {
            mode: "Terminate",
            certificate_refs: vec![Name { name: expose.tls_secret.value.clone() }],
        }),
        allowed_routes: AllowedRoutes { namespaces: From { from: "Same" } },
    });
    any.reasons.decided("", &expose.any_host);
    any
}

fn add_gateway(plan: &Plan, bundle: &mut Objects<'_>) {
    let expose = &plan.expose;
    let mut notes = Notes::new(Reason::fixed(
        Guide::Domain,
        "The way in from outside: its controller makes a load balancer or opens ports for it.",
    ));
    explain_metadata(plan, &mut notes);
    let mut metadata = metadata(plan, &web::name(plan), "web");
    add_annotations(plan, &mut metadata, &mut notes);
    let infrastructure = plan.has_alb_gateway().then(|| {
        let why = "What the load balancer is like stands in this object of its controller.";
        notes.because("spec.infrastructure", plan.provider.because(why));
        let (kind, group) = LOAD_BALANCER;
        Infrastructure { parameters_ref: Parameters { group, kind, name: web::name(plan) } }
    });
    notes.decided("spec.gatewayClassName", &expose.gateway_class);
    let spec = GatewaySpec {
        gateway_class_name: expose.gateway_class.value.clone(),
        infrastructure,
        listeners: notes.list("spec.listeners", listeners(plan)),
    };
    put(bundle, BASE, "gateway", &gateway(metadata, spec), &notes);
}

/// Where the route of these hosts attaches: an own Gateway has a listener for each host.
fn parents(plan: &Plan, hosts: &[String], any: bool) -> Items<Parent> {
    let expose = &plan.expose;
    let mut parents = Items::default();
    if let Some(existing) = &expose.gateway {
        let elsewhere = expose.gateway_namespace.value != plan.namespace.value;
        let mut parent = Part::from(Parent {
            name: existing.value.clone(),
            namespace: elsewhere.then(|| expose.gateway_namespace.value.clone()),
            section_name: expose.gateway_listener.value.clone(),
        });
        if elsewhere {
            parent.reasons.decided("namespace", &expose.gateway_namespace);
        }
        parent.reasons.decided("sectionName", &expose.gateway_listener);
        parents.push(parent);
        return parents;
    }
    let parent = |section_name| Parent { name: web::name(plan), namespace: None, section_name };
    if expose.tls.value == Tls::None {
        parents.push(parent(HTTP.into()));
    } else {
        let all = plan.hosts.value.iter().enumerate();
        let of_these = all.filter(|(_, host)| hosts.contains(host));
        parents.extend(of_these.map(|(index, _)| parent(listener(plan, index))));
        if any {
            parents.push(parent(ANY.into()));
        }
    }
    parents
}

fn below(path: &str) -> Vec<Match> {
    vec![Match { path: PathMatch { kind: "PathPrefix", value: path.to_owned() } }]
}

/// Where requests go, those for this host where one is named.
fn rules(plan: &Plan, host: Option<&str>) -> Items<Rule> {
    let to_web = || vec![Backend { name: web::name(plan), port: 80 }];
    let cable = &plan.action_cable;
    let mut rules = Items::default();
    // Google's gateway refuses the field, where a policy says the same; AWS' knows none, and cuts only what is silent.
    let takes_timeouts =
        plan.provider.value.controller != Controller::Google && !plan.has_alb_gateway();
    let doors = plan.doors(host);
    let is_web = doors.iter().any(|door| door.to == Behind::Web);
    if cable.adapter.value != CableAdapter::None && takes_timeouts && is_web {
        let mut rule = Part::from(Rule {
            matches: below(&plan.expose.below("/cable")),
            timeouts: Some(Timeouts { request: format!("{}s", cable.timeout.value) }),
            backend_refs: to_web(),
            ..Rule::default()
        });
        rule.reasons.decided("", &cable.adapter);
        rule.reasons.comment(
            "timeouts",
            Guide::Domain,
            "A websocket lasts longer than a request: the usual limit would cut it.",
        );
        rule.reasons.decided("timeouts.request", &cable.timeout);
        rules.push(rule);
    }
    for door in doors {
        let matches = below(door.path);
        match door.to {
            Behind::Web => {
                rules.push(to_web_pods(
                    plan,
                    Rule { matches, backend_refs: to_web(), ..Rule::default() },
                    takes_timeouts,
                ));
            }
            Behind::Process(process) => {
                let port = process.port.as_ref().map_or(80, |port| port.value);
                let backend_refs = vec![Backend { name: process::name(plan, process), port }];
                rules.decided(Rule { matches, backend_refs, ..Rule::default() }, &process.name);
            }
            Behind::Service(route) => {
                let name = route.service.value.clone();
                let backend_refs = vec![Backend { name, port: route.port.value }];
                rules.decided(Rule { matches, backend_refs, ..Rule::default() }, &route.service);
            }
        }
    }
    rules
}

/// The rule for all paths of the app, with its limits.
fn to_web_pods(plan: &Plan, rule: Rule, takes_timeouts: bool) -> Part<Rule> {
    let mut rule = Part::from(rule);
    match &plan.expose.path {
        Some(path) => rule.reasons.decided("", path),
        None => rule.reasons.fixed("", Guide::Domain, "Every path goes to the web pods."),
    }
    if let Some(longest) = plan.timeout_by(Told::Route).filter(|_| takes_timeouts) {
        rule.object.timeouts = Some(Timeouts { request: format!("{}s", longest.value) });
        rule.reasons.decided("timeouts", longest);
    }
    if let Some(most) = plan.buffered() {
        let (group, kind) = middleware::KIND;
        rule.object.filters = vec![Filter::Extension(Extension {
            kind: "ExtensionRef",
            extension_ref: Parameters { group, kind, name: web::name(plan) },
        })];
        rule.reasons.decided("filters", &most);
    }
    rule
}

/// The route of the app, and one for each host that a process has: rules of a route hold for all its hosts.
fn add_route(plan: &Plan, bundle: &mut Objects<'_>) {
    let hosts = &plan.hosts.value;
    let (taken, free): (Vec<String>, Vec<String>) =
        hosts.iter().cloned().partition(|host| plan.is_taken(host));
    if hosts.is_empty() || !free.is_empty() || plan.expose.any_host.value {
        one_route(plan, (web::name(plan), "http-route".to_owned()), (free, None), bundle);
    }
    for (index, host) in hosts.iter().enumerate().filter(|(_, host)| taken.contains(host)) {
        let number = index + 1;
        let named = (format!("{}-{number}", web::name(plan)), format!("http-route-{number}"));
        one_route(plan, named, (vec![host.clone()], Some(host)), bundle);
    }
}

fn one_route(
    plan: &Plan,
    (name, file): (String, String),
    (hosts, host): (Vec<String>, Option<&String>),
    bundle: &mut Objects<'_>,
) {
    let mut notes =
        Notes::new(Reason::fixed(Guide::Domain, "Which requests at the Gateway are this app's."));
    explain_metadata(plan, &mut notes);
    match &plan.expose.gateway {
        Some(existing) => notes.decided("spec.parentRefs", existing),
        None => notes.fixed(
            "spec.parentRefs",
            Guide::Domain,
            "The listeners with TLS; that for plain HTTP belongs to the redirect.",
        ),
    }
    let any = plan.expose.any_host.value && host.is_none();
    if !hosts.is_empty() && !any {
        notes.decided("spec.hostnames", &plan.hosts);
    }
    let spec = RouteSpec {
        parent_refs: notes.list("spec.parentRefs", parents(plan, &hosts, any)),
        hostnames: if any { Vec::new() } else { hosts },
        rules: notes.list("spec.rules", rules(plan, host.map(String::as_str))),
    };
    let mut metadata = metadata(plan, &name, "web");
    // There is no object of ours before it that could have them.
    if plan.expose.gateway.is_some() {
        own(plan, &mut metadata, &mut notes);
    }
    put(bundle, BASE, &file, &route(metadata, spec), &notes);
}

fn hostnames(plan: &Plan, notes: &mut Notes) -> Vec<String> {
    let hosts = &plan.hosts;
    if plan.expose.any_host.value || hosts.value.is_empty() {
        return Vec::new();
    }
    notes.decided("spec.hostnames", hosts);
    hosts.value.clone()
}

fn add_redirect(plan: &Plan, bundle: &mut Objects<'_>) {
    let redirect = Redirect {
        kind: "RequestRedirect",
        request_redirect: Target { scheme: "https", status_code: 301 },
    };
    let mut notes =
        Notes::new(Reason::fixed(Guide::Domain, "Sends plain HTTP on to HTTPS, for good."));
    explain_metadata(plan, &mut notes);
    let spec = RouteSpec {
        parent_refs: vec![Parent {
            name: web::name(plan),
            namespace: None,
            section_name: HTTP.into(),
        }],
        hostnames: hostnames(plan, &mut notes),
        rules: vec![Rule { filters: vec![Filter::Redirect(redirect)], ..Rule::default() }],
    };
    let name = format!("{}-https", web::name(plan));
    let object = route(metadata(plan, &name, "web"), spec);
    put(bundle, BASE, "https-redirect", &object, &notes);
}
