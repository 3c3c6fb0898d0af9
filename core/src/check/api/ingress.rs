//! Ingresses and their classes.

use super::super::context::{Context, Spot, filled, given, int, items, text};
use super::super::names;
use super::deprecated;
use super::field::needed;
use super::number::between;
use crate::check::api::shared::{HOST, none_of};
use crate::check::names::NAME;
use crate::check::schema::missing::missing;
use crate::diagnostic::rules;
use crate::facts::Kubernetes;
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;

rules! {
    pub(crate) const INGRESS: Rule = Rule {
        name: "ingress",
        tier: Refused,
        severity: Error,
        says: "a rule of an Ingress cannot be served",
        why: "A path has to begin with `/` and a backend has to be one thing; the API server rejects the Ingress, and every host in it stays as it was.",
    };
}

/// An Ingress: its class by annotation and by field.
pub(super) fn ingress(context: &mut Context<'_>, node: &Node) {
    const CLASS: &str = "kubernetes.io/ingress.class";
    deprecated::of_object(context, node);
    let annotation = node.at(&["metadata", "annotations", CLASS]);
    let field = node.at(&["spec", "ingressClassName"]).filter(|it| !it.is_null());
    if let (Some(annotation), Some(field)) = (annotation, field)
        && annotation.text() != field.text()
    {
        let message = "annotation and `ingressClassName` name two classes";
        let path = format!("annotations.{CLASS}");
        context.report(&INGRESS, annotation, &path, message, "remove the annotation");
    }
}

/// Something has to be served.
pub(super) fn spec(context: &mut Context<'_>, node: &Node) {
    if items(node, "rules").is_empty() && given(node, "defaultBackend").is_none() {
        let message = "an Ingress needs `rules` or a `defaultBackend`";
        context.report(&INGRESS, node, "", message, "add `rules`");
    }
    if let Some(spot) = given(node, "ingressClassName")
        && let Some(help) = names::dns_subdomain(spot.text().unwrap_or_default())
    {
        let message = "this cannot be the name of an IngressClass";
        context.report(&NAME, spot, "ingressClassName", message, help);
    }
}

/// The host of a rule.
pub(super) fn rule(context: &mut Context<'_>, node: &Node) {
    if let (Some(host), Some(spot)) = (filled(node, "host"), node.get("host"))
        && let Some(help) = names::host(host)
    {
        let message = format!("`{host}` cannot be the host of a rule");
        context.report(&HOST, spot, "host", message, help);
    }
}

/// One path: absolute and plain, unless the controller reads it.
pub(super) fn path(context: &mut Context<'_>, node: &Node) {
    let value = text(node, "path").unwrap_or_default();
    let spot = given(node, "path").unwrap_or(node);
    if given(node, "pathType").is_none() {
        context.forget("backend");
    }
    let kind = text(node, "pathType").unwrap_or_default();
    if !matches!(kind, "Exact" | "Prefix") {
        if kind == "ImplementationSpecific" && !value.is_empty() && !value.starts_with('/') {
            let message = format!("`{value}` is no absolute path");
            context.report(&INGRESS, spot, "path", message, "let the path begin with `/`");
        }
        return;
    }
    if !value.starts_with('/') {
        let message = format!("`{value}` is no absolute path");
        context.report(&INGRESS, spot, "path", message, "let the path begin with `/`");
    }
    let odd = ["//", "/./", "/../", "%2f", "%2F"].iter().find(|part| value.contains(**part));
    let end = ["/..", "/."].iter().find(|part| value.ends_with(**part));
    if let Some(part) = odd.or(end) {
        let message = format!("a path of this type cannot hold `{part}`");
        let help = "write the path without it, or use `ImplementationSpecific`";
        context.report(&INGRESS, spot, "path", message, help);
    }
}

/// A Service with one of its ports, or another object.
pub(super) fn backend(context: &mut Context<'_>, node: &Node) {
    match (given(node, "service"), given(node, "resource")) {
        (None, None) => {
            let message = "a backend needs a `service`";
            context.report(&MISSING_FIELD, node, "", message, "add `service`");
        }
        (Some(_), Some(spot)) => {
            context.forget("service");
            context.forget("resource");
            let message = "a backend is a `service` or a `resource`, not both";
            context.report(&INGRESS, spot, "", message, "remove `resource`");
        }
        (Some(service), None) => of_service(context, service),
        (None, Some(resource)) => {
            let mark = context.path.field("resource");
            reference(context, resource);
            context.path.back(mark);
        }
    }
}

fn of_service(context: &mut Context<'_>, node: &Node) {
    let mark = context.path.field("service");
    let relaxed = context.version >= Kubernetes::V1_36;
    let judge = if relaxed { names::dns_label } else { names::dns_1035_label };
    names::require(context, node, "name", "a Service", judge);
    let port = given(node, "port");
    let name = port.and_then(|port| filled(port, "name"));
    let number = port.and_then(|port| int(port, "number")).filter(|number| *number != 0);
    let outer = context.path.parent().unwrap_or_default().len();
    match (name, number, port) {
        (Some(_), Some(_), Some(port)) => {
            let spot = given(port, "number").unwrap_or(port);
            let message = "a port has a `name` or a `number`, not both";
            context.report_above(&INGRESS, Spot::from(spot), outer, message, "remove one of them");
        }
        (Some(_), None, Some(port)) => {
            let mark = context.path.field("port");
            names::require(context, port, "name", "a port", names::port_name);
            context.path.back(mark);
        }
        (None, Some(_), Some(port)) => {
            let mark = context.path.field("port");
            between(context, port, "number", 1, 65535);
            context.path.back(mark);
        }
        _ => {
            let message = "the port of the Service is missing";
            let help = "add `port.name` or `port.number`";
            let spot = Spot::from(port.unwrap_or(node));
            context.report_above(&MISSING_FIELD, spot, outer, message, help);
        }
    }
    context.path.back(mark);
}

/// Another object, by group, kind and name.
fn reference(context: &mut Context<'_>, node: &Node) {
    if let Some(spot) = given(node, "apiGroup")
        && let Some(help) = names::dns_subdomain(spot.text().unwrap_or_default())
    {
        context.report(&NAME, spot, "apiGroup", "this is no group of an API", help);
    }
    needed(context, node, &["kind", "name"]);
    names::require(context, node, "kind", "a kind", names::path_segment);
    names::require(context, node, "name", "an object", names::path_segment);
}

/// The hosts of a certificate, and its Secret.
pub(super) fn tls(context: &mut Context<'_>, node: &Node) {
    for (at, host) in items(node, "hosts").iter().enumerate() {
        let text = host.text().filter(|_| !host.is_null()).unwrap_or_default();
        if let Some(help) = names::wildcard(text) {
            let message = format!("`{text}` cannot be the host of a certificate");
            context.report(&HOST, host, &format!("hosts[{at}]"), message, help);
        }
    }
    names::require(context, node, "secretName", "a Secret", names::dns_subdomain);
}

/// The class of Ingresses.
pub(super) fn class(context: &mut Context<'_>, node: &Node) {
    let controller = text(node, "controller").unwrap_or_default();
    if controller.len() > 250 || names::domain_path(controller).is_some() {
        let spot = given(node, "controller").unwrap_or(node);
        let message = format!("`{controller}` cannot be the name of a controller");
        let help = "write it as `example.com/controller`, at most 250 characters";
        context.report(&NAME, spot, "controller", message, help);
    }
    let Some(parameters) = given(node, "parameters") else { return };
    let mark = context.path.field("parameters");
    reference(context, parameters);
    let namespace = given(parameters, "namespace");
    match text(parameters, "scope").unwrap_or("Cluster") {
        "Namespace" => match namespace {
            None => missing(context, "namespace", parameters),
            Some(spot) => {
                if let Some(help) = names::dns_label(spot.text().unwrap_or_default()) {
                    let message = "this cannot be the name of a namespace";
                    context.report(&NAME, spot, "namespace", message, help);
                }
            }
        },
        "Cluster" => {
            if let Some(spot) = namespace {
                let message = "parameters of the cluster have no `namespace`";
                context.report(&INGRESS, spot, "namespace", message, "add `scope: Namespace`");
            }
        }
        other => {
            let spot = given(parameters, "scope").unwrap_or(parameters);
            let message = format!("`{other}` is no scope");
            let help = "write `Cluster` or `Namespace`";
            none_of(context, spot, "scope", message, help, &["Cluster", "Namespace"]);
        }
    }
    context.path.back(mark);
}
