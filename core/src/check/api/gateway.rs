//! Gateways. What their definitions ask in CEL, in the words of this checker. Source: the definitions of
//! the Gateway API's standard channel, release 1.6.1, read 2026-11-27.

use super::super::context::{Context, Spot, entries, filled, given, int, items, text};
use super::super::names;
use super::super::schema::Shape;
use crate::check::api::shared::ADDRESS;
use crate::diagnostic::rules;
use crate::yaml::Node;
use std::collections::BTreeSet;

rules! {
    pub(crate) const GATEWAY: Rule = Rule {
        name: "gateway",
        tier: Refused,
        severity: Error,
        says: "an object of the Gateway API breaks a rule of its definition",
        why: "The server applies the rules of the installed definitions (CEL) and rejects the object.",
        marks: [AfterSchema],
    };
}

/// Reports what a rule of the definition refuses.
pub(super) fn refuse(
    context: &mut Context<'_>,
    spot: impl Into<Spot>,
    rest: &str,
    message: impl Into<String>,
    help: impl Into<String>,
) {
    context.report(&GATEWAY, spot, rest, message, help);
}

/// A Gateway's spec.
pub(super) fn spec(context: &mut Context<'_>, node: &Node) {
    listeners(context, node);
    let addresses = items(node, "addresses");
    for kind in ["IPAddress", "Hostname"] {
        let own: Vec<&str> = addresses
            .iter()
            .filter(|address| text(address, "type").unwrap_or("IPAddress") == kind)
            .filter_map(|address| text(address, "value"))
            .collect();
        if stands_twice(&own) {
            let spot = given(node, "addresses").unwrap_or(node);
            let message = format!("an address of type `{kind}` stands here twice");
            refuse(context, spot, "addresses", message, "keep one of the two");
        }
    }
    let ports = node.at(&["tls", "frontend", "perPort"]).map_or(&[][..], Node::items);
    let numbers: Vec<Option<i128>> = ports.iter().map(|port| int(port, "port")).collect();
    if stands_twice(&numbers) {
        let spot = node.at(&["tls", "frontend", "perPort"]).unwrap_or(node);
        let message = "a port has two settings for TLS";
        refuse(context, spot, "tls.frontend.perPort", message, "keep one of the two");
    }
}

fn stands_twice<T: Ord>(all: &[T]) -> bool {
    all.iter().collect::<BTreeSet<_>>().len() < all.len()
}

fn listeners(context: &mut Context<'_>, node: &Node) {
    let list = items(node, "listeners");
    let (mut names, mut places) = (BTreeSet::new(), BTreeSet::new());
    let mut say = |message: &str, spot: &Node, help: &str| {
        refuse(context, spot, "listeners", message, help);
    };
    for listener in list {
        let protocol = text(listener, "protocol").unwrap_or_default();
        let tls = given(listener, "tls");
        let mode = tls.map(|tls| text(tls, "mode").unwrap_or("Terminate"));
        match protocol {
            "HTTP" | "TCP" | "UDP" if tls.is_some() => {
                let message = "a listener of this protocol has no `tls`";
                say(message, tls.unwrap_or(listener), "remove `tls`, or use `HTTPS`");
            }
            "HTTPS" if mode.is_some_and(|mode| !matches!(mode, "" | "Terminate")) => {
                let message = "a listener of the protocol `HTTPS` decrypts itself";
                say(message, tls.unwrap_or(listener), "write `mode: Terminate`");
            }
            "TLS" if mode.is_none_or(str::is_empty) => {
                let message = "a listener of the protocol `TLS` needs `tls.mode`";
                say(message, listener, "add `tls` with `mode: Passthrough` or `Terminate`");
            }
            _ => {}
        }
        if let ("TCP" | "UDP", Some(_)) = (protocol, filled(listener, "hostname")) {
            say("a listener of this protocol has no `hostname`", listener, "remove `hostname`");
        }
        if !names.insert(text(listener, "name")) {
            say("another listener has this name", listener, "rename one of them");
        }
        let host = text(listener, "hostname");
        if !places.insert((int(listener, "port"), text(listener, "protocol"), host)) {
            let message = "another listener has this port, protocol and `hostname`";
            say(message, listener, "change one of them");
        }
    }
}

/// One address of a Gateway.
pub(super) fn address(context: &mut Context<'_>, node: &Node) {
    let Some((value, spot)) = text(node, "value").zip(given(node, "value")) else { return };
    match text(node, "type").unwrap_or("IPAddress") {
        "IPAddress" if value.parse::<std::net::IpAddr>().is_err() => {
            let message = format!("`{value}` is no address");
            context.report(&ADDRESS, spot, "value", message, "write it as `203.0.113.7`");
        }
        "Hostname" if !Shape::Host.fits(value) => {
            let message = format!("`{value}` is no host name");
            refuse(context, spot, "", message, Shape::Host.help());
        }
        _ => {}
    }
}

/// The certificates of a listener.
pub(super) fn tls(context: &mut Context<'_>, node: &Node) {
    let ends = text(node, "mode").unwrap_or("Terminate") == "Terminate";
    if ends && items(node, "certificateRefs").is_empty() && entries(node, "options").is_empty() {
        let message = "a listener that decrypts needs `certificateRefs`";
        refuse(context, node, "", message, "name the Secret with the certificate");
    }
}

/// Labels and annotations for what a Gateway makes.
pub(super) fn infrastructure(context: &mut Context<'_>, node: &Node) {
    for (field, what) in [("annotations", "an annotation"), ("labels", "a label")] {
        for entry in entries(node, field) {
            let (prefix, name) = match entry.key.split_once('/') {
                Some((prefix, name)) => (Some(prefix), name),
                None => (None, entry.key.as_str()),
            };
            let long = entry.key.split('/').next().is_some_and(|first| first.len() >= 253);
            let shape = prefix.is_none_or(|prefix| Shape::Name.fits(prefix))
                && !name.is_empty()
                && names::label_value(name).is_none();
            if long || !shape {
                let message = format!("`{}` cannot be the key of {what}", entry.key);
                let help = "write it as `example.com/name`";
                refuse(context, entry, field, message, help);
            }
        }
    }
}
