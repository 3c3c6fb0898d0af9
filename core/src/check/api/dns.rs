//! Name servers, search domains and host aliases of a pod.

use super::super::context::{Context, Spot, filled, given, items};
use super::super::names;
use crate::check::api::shared::{ADDRESS, HOST};
use crate::diagnostic::rules;
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;

rules! {
    pub(crate) const DNS: Rule = Rule {
        name: "dns",
        tier: Refused,
        severity: Error,
        says: "the DNS settings of a pod do not hold together",
        why: "More than 3 name servers, more than 32 search domains, or `dnsPolicy: None` without a name server cannot be written into a container's resolv.conf; the API server rejects the pod.",
    };
}

/// What a pod asks for names.
pub(super) fn config(context: &mut Context<'_>, node: &Node) {
    let servers = items(node, "nameservers");
    if servers.len() > 3 {
        let spot = given(node, "nameservers").unwrap_or(node);
        context.report(&DNS, spot, "nameservers", "at most 3 name servers", "remove some");
    }
    for (at, server) in servers.iter().enumerate() {
        address(context, server, &format!("nameservers[{at}]"));
    }
    searches(context, node);
    for (at, option) in items(node, "options").iter().enumerate() {
        if filled(option, "name").is_none() {
            let path = format!("options[{at}]");
            context.report(&MISSING_FIELD, option, &path, "`name` is missing", "add `name`");
        }
    }
}

fn searches(context: &mut Context<'_>, node: &Node) {
    let domains = items(node, "searches");
    let length: usize = domains.iter().filter_map(Node::text).map(|text| text.len() + 1).sum();
    if domains.len() > 32 || length > 2049 {
        let spot = given(node, "searches").unwrap_or(node);
        let message = "at most 32 search domains with 2048 characters in all";
        context.report(&DNS, spot, "searches", message, "remove some");
    }
    for (at, domain) in domains.iter().enumerate() {
        let text = domain.text().unwrap_or_default();
        let bare = text.strip_suffix('.').unwrap_or(text);
        let fine = text == "." || (bare.len() <= 253 && bare.split('.').all(is_search_label));
        if !fine {
            let message = format!("`{text}` is no domain");
            let help = "write a domain such as `svc.example.com`";
            context.report(&DNS, Spot::from(domain), &format!("searches[{at}]"), message, help);
        }
    }
}

/// One line of `/etc/hosts`.
pub(super) fn alias(context: &mut Context<'_>, node: &Node) {
    match given(node, "ip") {
        Some(ip) => address(context, ip, "ip"),
        None => context.report(&MISSING_FIELD, node, "ip", "`ip` is missing", "add `ip`"),
    }
    for (at, host) in items(node, "hostnames").iter().enumerate() {
        let text = host.text().unwrap_or_default();
        if let Some(help) = names::dns_subdomain(text) {
            let message = format!("`{text}` is no host name");
            context.report(&HOST, host, &format!("hostnames[{at}]"), message, help);
        }
    }
}

/// A label of a search domain may begin with `_` and hold it.
fn is_search_label(label: &str) -> bool {
    let body = label.strip_prefix('_').unwrap_or(label);
    let edge = |each: Option<u8>| {
        each.is_some_and(|each| each.is_ascii_lowercase() || each.is_ascii_digit())
    };
    let inner = |each: u8| {
        each.is_ascii_lowercase() || each.is_ascii_digit() || matches!(each, b'-' | b'_')
    };
    edge(body.bytes().next()) && edge(body.bytes().last()) && body.bytes().all(inner)
}

fn address(context: &mut Context<'_>, node: &Node, path: &str) {
    let text = node.text().unwrap_or_default();
    if names::address(text, context.version).is_none() {
        let message = format!("`{text}` is no address");
        let help = "write an address such as `10.0.0.10`";
        context.report(&ADDRESS, node, path, message, help);
    }
}
