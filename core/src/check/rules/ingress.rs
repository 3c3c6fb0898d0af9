//! Ingresses.

use super::super::context::{Context, filled, given, items, text};
use super::super::names;
use crate::yaml::Node;

/// Something has to be served.
pub(super) fn spec(context: &mut Context<'_>, node: &Node) {
    if items(node, "rules").is_empty() && given(node, "defaultBackend").is_none() {
        let message = "an Ingress needs `rules` or a `defaultBackend`";
        context.refused("ingress", node, "", message, "add `rules`");
    }
    names::require(context, node, "ingressClassName", "an IngressClass", names::dns_subdomain);
}

/// The host of a rule.
pub(super) fn rule(context: &mut Context<'_>, node: &Node) {
    if let (Some(host), Some(spot)) = (filled(node, "host"), node.get("host"))
        && let Some(help) = names::host(host)
    {
        let message = format!("`{host}` cannot be the host of a rule");
        context.refused("host", spot, "host", message, help);
    }
}

/// One path: absolute and plain, unless the controller reads it.
pub(super) fn path(context: &mut Context<'_>, node: &Node) {
    let value = text(node, "path").unwrap_or_default();
    let spot = given(node, "path").unwrap_or(node);
    let kind = text(node, "pathType").unwrap_or_default();
    if !matches!(kind, "Exact" | "Prefix") {
        if kind == "ImplementationSpecific" && !value.is_empty() && !value.starts_with('/') {
            let message = format!("`{value}` is no absolute path");
            context.refused("ingress", spot, "path", message, "let the path begin with `/`");
        }
        return;
    }
    if !value.starts_with('/') {
        let message = format!("`{value}` is no absolute path");
        context.refused("ingress", spot, "path", message, "let the path begin with `/`");
    }
    let odd = ["//", "/./", "/../", "%2f", "%2F"].iter().find(|part| value.contains(**part));
    let end = ["/..", "/."].iter().find(|part| value.ends_with(**part));
    if let Some(part) = odd.or(end) {
        let message = format!("a path of this type cannot hold `{part}`");
        let help = "write the path without it, or use `ImplementationSpecific`";
        context.refused("ingress", spot, "path", message, help);
    }
}

/// A Service with one of its ports, or another object.
pub(super) fn backend(context: &mut Context<'_>, node: &Node) {
    match (given(node, "service"), given(node, "resource")) {
        (None, None) => {
            let message = "a backend needs a `service`";
            context.refused("missing-field", node, "", message, "add `service`");
        }
        (Some(_), Some(spot)) => {
            let message = "a backend is a `service` or a `resource`, not both";
            context.refused("ingress", spot, "", message, "remove `resource`");
        }
        (Some(service), None) => of_service(context, service),
        (None, Some(_)) => {}
    }
}

fn of_service(context: &mut Context<'_>, node: &Node) {
    let mark = context.path.field("service");
    names::require(context, node, "name", "a Service", names::dns_1035_label);
    let port = given(node, "port");
    let name = port.and_then(|port| filled(port, "name"));
    let number =
        port.and_then(|port| given(port, "number")).filter(|node| node.text() != Some("0"));
    match (name, number) {
        (None, None) => {
            let message = "the port of the Service is missing";
            let help = "add `port.name` or `port.number`";
            context.refused("missing-field", port.unwrap_or(node), "port", message, help);
        }
        (Some(_), Some(spot)) => {
            let message = "a port has a `name` or a `number`, not both";
            context.refused("ingress", spot, "port", message, "remove one of them");
        }
        _ => {}
    }
    context.path.back(mark);
}

/// The hosts of a certificate, and its Secret.
pub(super) fn tls(context: &mut Context<'_>, node: &Node) {
    for (at, host) in items(node, "hosts").iter().enumerate() {
        let text = host.text().filter(|_| !host.is_null()).unwrap_or_default();
        let bare = text.strip_prefix("*.").unwrap_or(text);
        if let Some(help) = names::dns_subdomain(bare) {
            let message = format!("`{text}` cannot be the host of a certificate");
            context.refused("host", host, &format!("hosts[{at}]"), message, help);
        }
    }
    names::require(context, node, "secretName", "a Secret", names::dns_subdomain);
}
