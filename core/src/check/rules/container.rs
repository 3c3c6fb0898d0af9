//! A container and its ports.

use super::super::context::{Context, as_int, filled, given, items, text};
use super::super::names;
use super::number::between;
use super::{deprecated, probe, restart};
use crate::yaml::Node;
use std::collections::BTreeSet;

/// Its name, image and ports.
pub(super) fn container(context: &mut Context<'_>, node: &Node) {
    names::require(context, node, "name", "a container", names::dns_label);
    if filled(node, "image").is_none() {
        let message = "`image` is missing";
        context.refused("missing-field", node, "image", message, "add `image`");
    }
    probe::of_container(context, node);
    restart::container(context, node);
    deprecated::variables(context, node);
    if let (Some(image), "Pod", Some(spot)) =
        (filled(node, "image"), context.kind, node.get("image"))
        && image.trim() != image
    {
        let message = "an image cannot begin or end with a space";
        context.refused("image", spot, "image", message, "remove the space");
    }
    let mut seen = BTreeSet::new();
    for (at, port) in items(node, "ports").iter().enumerate() {
        let Some(name) = filled(port, "name") else { continue };
        if let (false, Some(spot)) = (seen.insert(name), port.get("name")) {
            let message = format!("there is another port named `{name}` in this container");
            let path = format!("ports[{at}].name");
            context.refused("duplicate-name", spot, &path, message, "rename one of them");
        }
    }
}

/// One port of a container.
pub(super) fn port(context: &mut Context<'_>, node: &Node) {
    names::require(context, node, "name", "a port", names::port_name);
    if let Some(value) = given(node, "containerPort") {
        if as_int(value) == Some(0) {
            let message = "`containerPort` is missing: 0 is as good as none";
            let help = "write a number from 1 to 65535";
            context.refused("missing-field", value, "containerPort", message, help);
        } else {
            between(context, node, "containerPort", 1, 65535);
        }
    }
    if given(node, "hostPort").and_then(as_int) != Some(0) {
        between(context, node, "hostPort", 1, 65535);
    }
}

/// The name of a container or volume, for the finding of twins.
pub(super) fn twins(
    context: &mut Context<'_>,
    seen: &mut BTreeSet<String>,
    list: &str,
    nodes: &[Node],
) {
    for (at, node) in nodes.iter().enumerate() {
        let Some(name) = text(node, "name").filter(|name| !name.is_empty()) else { continue };
        if let (false, Some(spot)) = (seen.insert(name.to_owned()), node.get("name")) {
            let message = format!("there is another one named `{name}` in this pod");
            let path = format!("{list}[{at}].name");
            context.refused("duplicate-name", spot, &path, message, "rename one of them");
        }
    }
}
