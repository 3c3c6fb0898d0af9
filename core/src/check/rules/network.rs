//! Network policies.

use super::super::context::{Context, as_int, filled, given, int, items};
use super::super::names;
use crate::facts::Kubernetes;
use crate::yaml::Node;
use std::net::IpAddr;

/// A port, or a range of them.
pub(super) fn port(context: &mut Context<'_>, node: &Node) {
    let value = given(node, "port");
    match value.map(|value| (value, as_int(value))) {
        Some((spot, Some(number))) if !(1..=65535).contains(&number) => {
            let message = format!("`port` cannot be {number}");
            context.refused("range", spot, "port", message, "write a number from 1 to 65535");
        }
        Some((spot, None)) => {
            if let Some(help) = names::port_name(spot.text().unwrap_or_default()) {
                let message = "this cannot be the name of a port";
                context.refused("name", spot, "port", message, help);
            }
        }
        Some(_) | None => {}
    }
    let (Some(end), Some(spot)) = (int(node, "endPort"), given(node, "endPort")) else { return };
    match value.map(as_int) {
        Some(Some(first)) if end < first => {
            let message = "`endPort` is less than `port`";
            context.refused("range", spot, "endPort", message, "raise it");
        }
        Some(Some(_)) => {}
        Some(None) | None => {
            let message = "`endPort` needs a `port` that is a number";
            context.refused("network-policy", spot, "endPort", message, "add `port`");
        }
    }
}

/// Whom a rule speaks of.
pub(super) fn peer(context: &mut Context<'_>, node: &Node) {
    let has = |key: &str| given(node, key).is_some();
    let selects = has("podSelector") || has("namespaceSelector");
    if !selects && !has("ipBlock") {
        let message = "a peer needs a selector or an `ipBlock`";
        context.refused("network-policy", node, "", message, "add `podSelector`");
    }
    if selects && has("ipBlock") {
        let message = "an `ipBlock` stands alone";
        context.refused("network-policy", node, "", message, "make it two peers");
    }
}

/// A block of addresses, with holes.
pub(super) fn block(context: &mut Context<'_>, node: &Node) {
    let version = context.version;
    let Some(cidr) = filled(node, "cidr") else { return };
    let outer = parse(cidr, version);
    if let (None, Some(spot)) = (&outer, node.get("cidr")) {
        let message = format!("`{cidr}` is no block of addresses");
        context.refused("cidr", spot, "cidr", message, "write it as `10.0.0.0/8`");
    }
    for (at, hole) in items(node, "except").iter().enumerate() {
        let text = hole.text().unwrap_or_default();
        let path = format!("except[{at}]");
        match (parse(text, version), &outer) {
            (None, _) => {
                let message = format!("`{text}` is no block of addresses");
                context.refused("cidr", hole, &path, message, "write it as `10.1.0.0/16`");
            }
            (Some(inner), Some(outer)) if !within(&inner, outer) => {
                let message = format!("`{text}` does not lie within `{cidr}`");
                context.refused("cidr", hole, &path, message, "write a smaller block");
            }
            _ => {}
        }
    }
}

type Block = (IpAddr, u8);

fn parse(text: &str, version: Kubernetes) -> Option<Block> {
    let (address, length) = text.split_once('/')?;
    let address = names::address(address, version)?;
    let digits = length.bytes().all(|each| each.is_ascii_digit());
    let padded = length.len() > 1 && length.starts_with('0');
    let length: u8 = length.parse().ok().filter(|_| digits && !padded)?;
    let bits = if address.is_ipv4() { 32 } else { 128 };
    (length <= bits).then_some((address, length))
}

fn number(address: &IpAddr) -> u128 {
    match address {
        IpAddr::V4(four) => u128::from(u32::from(*four)) << 96,
        IpAddr::V6(six) => u128::from(*six),
    }
}

fn within(inner: &Block, outer: &Block) -> bool {
    let mask = match outer.1 {
        0 => 0,
        length => u128::MAX << (128_u32.saturating_sub(u32::from(length))).min(127),
    };
    inner.0.is_ipv4() == outer.0.is_ipv4()
        && inner.1 > outer.1
        && number(&inner.0) & mask == number(&outer.0) & mask
}
