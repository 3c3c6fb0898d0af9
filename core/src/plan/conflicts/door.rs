//! What the front door is asked for beside its names: whom it leads to, its limits, and what the controller knows of them.

use crate::diagnostic::{Diagnostic, rules};
use crate::facts::{Limits, Told};
use crate::plan::conflicts::NO_EFFECT;
use crate::plan::{Decided, ImageSource, Plan, Tls, Via};
use std::collections::BTreeSet;

rules! {
    pub(crate) const FRONT_DOOR_LACKS: Rule = Rule {
        name: "front-door-lacks",
        tier: Risky,
        severity: Warning,
        says: "the controller of the front door has no such limit, or is told of it elsewhere",
        why: "Requests are let in, or cut off, otherwise than the spec says.",
    };
    pub(crate) const PATH_IN_IMAGE: Rule = Rule {
        name: "path-in-image",
        tier: Rails,
        severity: Hint,
        says: "an app below a path of its host has an image that somebody else builds",
        why: "Assets hold the addresses of others, so the path has to be known when they are compiled.",
    };
    pub(crate) const PROCESS_AT_NO_DOOR: Rule = Rule {
        name: "process-at-no-door",
        tier: Rails,
        severity: Error,
        says: "the front door cannot lead to a process or a Service in this way",
        why: "Requests for it would reach the web pods, or nobody.",
    };
}

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    doors(plan, found);
    limits(plan, found);
    path(plan, found);
    without_door(plan, found);
}

/// Somebody beside the web pods that requests go to.
struct Behind<'a> {
    name: &'a str,
    path: Option<&'a Decided<String>>,
    host: Option<&'a Decided<String>>,
    at: &'a str,
    /// Another way in, where it has one.
    other: &'static str,
}

fn doors(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let mut doors = BTreeSet::new();
    for process in &plan.processes {
        let (path, host) = (process.path.as_ref(), process.host.as_ref());
        if path.or(host).is_some() {
            let (name, at) = (&process.name.value, &process.at);
            let other = ", or `tcp` for a load balancer of its own";
            door(plan, &Behind { name, path, host, at, other }, &mut doors, found);
        }
    }
    for route in &plan.routes {
        let (path, host) = (route.path.as_ref(), route.host.as_ref());
        let (name, at) = (&route.name.value, &route.at);
        door(plan, &Behind { name, path, host, at, other: "" }, &mut doors, found);
    }
}

fn door<'a>(
    plan: &Plan,
    behind: &Behind<'a>,
    doors: &mut BTreeSet<(&'a str, &'a str)>,
    found: &mut Vec<Diagnostic>,
) {
    let mut tell = |message: String, help: String, field: &str| {
        found.push(Diagnostic::new(&PROCESS_AT_NO_DOOR, message).help(help).path(field));
    };
    let Behind { name, path, host, at, other } = *behind;
    let field = path.or(host).map_or(at, |decided| decided.field.as_str());
    match plan.expose.via.value {
        Via::LoadBalancer => tell(
            format!(
                "the load balancer sends every path and host to the web pods, none to `{name}`"
            ),
            format!("set `expose: {{via: ingress}}` or `expose: {{via: gateway}}`{other}"),
            field,
        ),
        Via::None => tell(
            format!("there is no front door that could lead to `{name}`"),
            "set `expose.via`, or remove it: inside the cluster the Service leads there".to_owned(),
            field,
        ),
        Via::Gateway | Via::Ingress => {}
    }
    if let Some(path) = path {
        if path.value.contains(['?', '&', '%']) {
            let message = format!("`{}` is more than a path", path.value);
            tell(message, "write the path alone, such as /cable".to_owned(), &path.field);
        }
        let own = plan.expose.path.as_ref().map_or("/", |own| own.value.as_str());
        if path.value == own && host.is_none() {
            let message = format!("`{name}` would take every request from the web pods");
            let help = "name a longer path, or one of `hosts`".to_owned();
            tell(message, help, &path.field);
        }
    }
    if path.or(host).is_none() {
        let message = format!("nothing says which requests go to `{name}`");
        tell(message, "add `path: ...` or `host: ...`".to_owned(), field);
    }
    if let Some(host) = host.filter(|host| !plan.hosts.value.contains(&host.value)) {
        let message = format!("`{}` is none of `hosts`", host.value);
        let help = "add it to `hosts`, so that it gets DNS and a certificate too".to_owned();
        tell(message, help, &host.field);
    }
    let text = |decided: Option<&'a Decided<String>>, none: &'a str| {
        decided.map_or(none, |decided| decided.value.as_str())
    };
    if !doors.insert((text(host, ""), text(path, "/"))) {
        let message = format!("`{name}` is to get the requests of another");
        tell(message, "give each a path or a host of its own".to_owned(), field);
    }
}

fn limits(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let Some(Limits { name, body, timeout, seconds: (least, most) }) = plan.limits() else {
        return;
    };
    let expose = &plan.expose;
    let fields = [
        expose.max_body.as_ref().map(|set| (&set.field, body)),
        expose.timeout.as_ref().map(|set| (&set.field, timeout)),
    ];
    for (field, told) in fields.into_iter().flatten() {
        let (why, help) = match told {
            Told::Nothing { why, help } => (why, help),
            Told::Attributes if expose.gateway.is_some() => (
                "is told of it where the Gateway is made, and this one exists already",
                "set `idle_timeout.timeout_seconds` in its LoadBalancerConfiguration",
            ),
            _ => continue,
        };
        found.push(
            Diagnostic::new(&FRONT_DOOR_LACKS, format!("{name} {why}"))
                .help(help)
                .path(field.clone()),
        );
    }
    if let Some(set) = expose.timeout.as_ref().filter(|set| !(least..=most).contains(&set.value)) {
        let message = format!("{name} waits between {least} and {most} seconds, not {}", set.value);
        found.push(
            Diagnostic::new(&FRONT_DOOR_LACKS, message)
                .help("write a time between them")
                .path(set.field.clone()),
        );
    }
}

/// The path of the whole app.
fn path(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let Some(path) = &plan.expose.path else { return };
    if path.value.contains(['?', '&', '%', '=']) {
        let message = format!("`{}` is more than a path", path.value);
        found.push(
            Diagnostic::new(&PROCESS_AT_NO_DOOR, message)
                .help("write the path alone, such as /shop")
                .path(path.field.clone()),
        );
    }
    let help = match plan.build.source.value {
        ImageSource::Generated => return,
        ImageSource::Dockerfile => {
            "set RAILS_RELATIVE_URL_ROOT in it before `assets:precompile`, such as by `build.args`"
        }
        ImageSource::Published => {
            "see in its documentation whether it works below a path, and by which variable"
        }
    };
    let message = format!("the image has to know of `{}` when its assets are compiled", path.value);
    found.push(Diagnostic::new(&PATH_IN_IMAGE, message).help(help).path(path.field.clone()));
}

/// Settings of a door that is not there.
fn without_door(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let expose = &plan.expose;
    let any = expose.any_host.value.then_some(&expose.any_host.field);
    if expose.any_host.value && expose.tls.value == Tls::CertManager && plan.hosts.value.is_empty()
    {
        found.push(
            Diagnostic::new(
                &super::front_door::CERTIFICATE_WITHOUT_HOSTS,
                "a certificate is for host names, and there are none",
            )
            .help("add `hosts: [shop.example.com]`, the app's own, or set `expose.tls`")
            .path("expose.any_host"),
        );
    }
    let is_open = match expose.via.value {
        Via::Gateway | Via::Ingress => return,
        Via::LoadBalancer => true,
        Via::None => false,
    };
    let beside = [
        expose.max_body.as_ref().map(|set| &set.field),
        expose.timeout.as_ref().map(|set| &set.field),
    ];
    let mut fields: Vec<(&str, &str)> = Vec::new();
    // A load balancer takes every host anyway.
    if let (Some(field), true) = (any, is_open) {
        fields.push((field, "a load balancer of its own takes requests for every host"));
    }
    if !is_open {
        let why = "there is no front door that it could be for";
        fields.extend(
            any.into_iter().chain(beside.into_iter().flatten()).map(|each| (each.as_str(), why)),
        );
        if !expose.annotations.is_empty() {
            fields.push(("expose.annotations", why));
        }
    }
    for (field, why) in fields {
        found.push(
            Diagnostic::new(&NO_EFFECT, why).help("remove it, or set `expose.via`").path(field),
        );
    }
}
