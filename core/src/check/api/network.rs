//! Network policies.

use super::super::context::{Context, as_int, filled, given, int, items};
use super::super::names;
use super::deprecated;
use super::number::between;
use crate::check::api::shared::RANGE;
use crate::check::names::NAME;
use crate::diagnostic::rules;
use crate::yaml::Node;

rules! {
    pub(crate) const CIDR: Rule = Rule {
        name: "cidr",
        tier: Refused,
        severity: Error,
        says: "the text is not a block of addresses, or an exception lies outside its block",
        why: "A network policy with a block that cannot be read is rejected, and then everything may still be reached.",
    };
    pub(crate) const NETWORK_POLICY: Rule = Rule {
        name: "network-policy",
        tier: Refused,
        severity: Error,
        says: "a peer of a network policy names a block and a selector at once, or nothing",
        why: "A peer is either addresses or pods; the API server rejects the policy, and then everything may still be reached.",
    };
}

/// A port, or a range of them.
pub(super) fn port(context: &mut Context<'_>, node: &Node) {
    let value = given(node, "port");
    match value.map(|value| (value, as_int(value))) {
        Some((spot, Some(number))) if !(1..=65535).contains(&number) => {
            let message = format!("`port` cannot be {number}");
            context.report(&RANGE, spot, "port", message, "write a number from 1 to 65535");
        }
        Some((spot, None)) => {
            if let Some(help) = names::port_name(spot.text().unwrap_or_default()) {
                let message = "this cannot be the name of a port";
                context.report(&NAME, spot, "port", message, help);
            }
        }
        Some(_) | None => {}
    }
    let (Some(end), Some(spot)) = (int(node, "endPort"), given(node, "endPort")) else { return };
    match value.map(as_int) {
        Some(Some(first)) => {
            if end < first {
                let message = "`endPort` is less than `port`";
                context.report(&RANGE, spot, "endPort", message, "raise it");
            }
            between(context, node, "endPort", 1, 65535);
        }
        Some(None) | None => {
            let message = "`endPort` needs a `port` that is a number";
            context.report(&NETWORK_POLICY, spot, "endPort", message, "add `port`");
        }
    }
}

/// Directions: two at most.
pub(super) fn spec(context: &mut Context<'_>, node: &Node) {
    if let Some(spot) = given(node, "policyTypes").filter(|types| types.items().len() > 2) {
        context.forget("policyTypes");
        let message = "there are two directions, `Ingress` and `Egress`";
        context.report(&NETWORK_POLICY, spot, "policyTypes", message, "name each once");
    }
}

/// Whom a rule speaks of.
pub(super) fn peer(context: &mut Context<'_>, node: &Node) {
    let has = |key: &str| given(node, key).is_some();
    let selects = has("podSelector") || has("namespaceSelector");
    if !selects && !has("ipBlock") {
        let message = "a peer needs a selector or an `ipBlock`";
        context.report(&NETWORK_POLICY, node, "", message, "add `podSelector`");
    }
    if selects && has("ipBlock") {
        let message = "an `ipBlock` stands alone";
        context.report(&NETWORK_POLICY, node, "", message, "make it two peers");
    }
}

/// A block of addresses, with holes.
pub(super) fn block(context: &mut Context<'_>, node: &Node) {
    let version = context.version;
    let Some((cidr, spot)) = filled(node, "cidr").zip(node.get("cidr")) else { return };
    if names::cidr(cidr, version).is_none() {
        let message = format!("`{cidr}` is no block of addresses");
        context.report(&CIDR, spot, "cidr", message, "write it as `10.0.0.0/8`");
    } else {
        deprecated::block(context, spot, "cidr");
    }
    // What is only written oddly still has holes.
    let Some(outer) = names::cidr(cidr, crate::facts::Kubernetes::V1_33) else { return };
    for (at, hole) in items(node, "except").iter().enumerate() {
        let text = hole.text().unwrap_or_default();
        let path = format!("except[{at}]");
        if names::cidr(text, version).is_none() {
            let message = format!("`{text}` is no block of addresses");
            context.report(&CIDR, hole, &path, message, "write it as `10.1.0.0/16`");
        } else {
            deprecated::block(context, hole, &path);
        }
        let inner = names::cidr(text, crate::facts::Kubernetes::V1_33);
        if inner.is_some_and(|inner| !names::lies_within(&inner, &outer)) {
            let message = format!("`{text}` does not lie within `{cidr}`");
            context.report(&CIDR, hole, &path, message, "write a smaller block");
        }
    }
}
