//! Where pods may run: affinity, tolerations, spread.

use super::super::context::{Context, filled, given, items, text};
use super::super::names;
use super::number::between;
use crate::yaml::Node;
use std::collections::BTreeSet;

/// A preference weighs from 1 to 100.
pub(super) fn weight(context: &mut Context<'_>, node: &Node) {
    if given(node, "weight").is_some() {
        between(context, node, "weight", 1, 100);
    }
}

/// Which nodes: keys, operators and values.
pub(super) fn node_term(context: &mut Context<'_>, node: &Node) {
    for (at, wish) in items(node, "matchExpressions").iter().enumerate() {
        let mark = context.path.field("matchExpressions");
        context.path.index(at);
        label_key(context, wish, "key");
        operator(context, wish);
        for (nth, value) in items(wish, "values").iter().enumerate() {
            let text = value.text().unwrap_or_default();
            let compared = matches!(filled(wish, "operator"), Some("Gt" | "Lt"));
            if let (false, Some(help)) = (compared, names::label_value(text)) {
                let message = format!("`{text}` cannot be the value of a label");
                context.refused("label", value, &format!("values[{nth}]"), message, help);
            }
        }
        context.path.back(mark);
    }
    for (at, wish) in items(node, "matchFields").iter().enumerate() {
        let mark = context.path.field("matchFields");
        context.path.index(at);
        by_field(context, wish);
        context.path.back(mark);
    }
}

fn operator(context: &mut Context<'_>, wish: &Node) {
    let count = items(wish, "values").len();
    let spot = given(wish, "values").unwrap_or(wish);
    match filled(wish, "operator") {
        Some("In" | "NotIn") if count == 0 => {
            let message = "`In` and `NotIn` need `values`";
            context.refused("selector", spot, "values", message, "add the values");
        }
        Some("Exists" | "DoesNotExist") if count > 0 => {
            let message = "`Exists` and `DoesNotExist` have no `values`";
            context.refused("selector", spot, "values", message, "remove `values`");
        }
        Some("Gt" | "Lt") if count != 1 => {
            let message = "`Gt` and `Lt` need one value";
            context.refused("selector", spot, "values", message, "write one number");
        }
        None => {
            let message = "`operator` is missing";
            context.refused("missing-field", wish, "operator", message, "add `operator: In`");
        }
        Some(_) => {}
    }
}

/// Only the name of a node can be asked for.
fn by_field(context: &mut Context<'_>, wish: &Node) {
    let key = text(wish, "key").unwrap_or_default();
    if let (false, Some(spot)) = (key == "metadata.name", given(wish, "key")) {
        let message = format!("`{key}` is no field that selects nodes");
        context.refused("selector", spot, "key", message, "write `metadata.name`");
    }
    let operator = text(wish, "operator").unwrap_or_default();
    if !matches!(operator, "In" | "NotIn") {
        let spot = given(wish, "operator").unwrap_or(wish);
        let message = format!("`{operator}` is no operator for a field");
        context.refused("selector", spot, "operator", message, "write `In` or `NotIn`");
    } else if items(wish, "values").len() != 1 {
        let spot = given(wish, "values").unwrap_or(wish);
        let message = "a field is compared to one value";
        context.refused("selector", spot, "values", message, "write one name");
    }
}

/// What counts as one place, and which pods count.
pub(super) fn affinity_term(context: &mut Context<'_>, node: &Node) {
    label_key(context, node, "topologyKey");
    let expressions = node.at(&["labelSelector", "matchExpressions"]).map_or(&[][..], Node::items);
    let other: BTreeSet<&str> =
        items(node, "mismatchLabelKeys").iter().filter_map(Node::text).collect();
    for list in ["matchLabelKeys", "mismatchLabelKeys"] {
        let keys = items(node, list);
        if let (false, None, Some(spot)) =
            (keys.is_empty(), given(node, "labelSelector"), given(node, list))
        {
            let message = format!("`{list}` needs a `labelSelector`");
            context.refused("affinity", spot, list, message, "add `labelSelector`");
        }
        for (at, key) in keys.iter().enumerate() {
            let name = key.text().unwrap_or_default();
            let path = format!("{list}[{at}]");
            if let Some(help) = names::qualified(name) {
                let message = format!("`{name}` cannot be the key of a label");
                context.refused("label", key, &path, message, help);
            }
            if list == "matchLabelKeys" && other.contains(name) {
                let message = format!("`{name}` stands in `mismatchLabelKeys`, too");
                context.refused("affinity", key, &path, message, "keep one of the two");
            }
            if expressions.iter().any(|wish| text(wish, "key") == Some(name)) {
                let message = format!("`{name}` stands in `labelSelector`, too");
                let help = "keep one of the two";
                context.refused("affinity", key, &format!("[{at}]"), message, help);
            }
        }
    }
    for space in items(node, "namespaces") {
        let name = space.text().unwrap_or_default();
        if let Some(help) = names::dns_label(name) {
            let message = format!("`{name}` cannot be the name of a namespace");
            // The API server prints the field without its plural.
            context.refused("name", space, "namespace", message, help);
        }
    }
}

fn label_key(context: &mut Context<'_>, node: &Node, field: &str) {
    let Some(key) = filled(node, field) else { return };
    if let (Some(help), Some(spot)) = (names::qualified(key), node.get(field)) {
        let message = format!("`{key}` cannot be the key of a label");
        context.refused("label", spot, field, message, help);
    }
}

/// Key, operator and value of a toleration go together.
pub(super) fn toleration(context: &mut Context<'_>, node: &Node) {
    label_key(context, node, "key");
    let operator = filled(node, "operator").unwrap_or("Equal");
    if !matches!(operator, "Equal" | "Exists") {
        let spot = given(node, "operator").unwrap_or(node);
        let message = format!("`{operator}` is no operator of a toleration");
        context.refused("choice", spot, "operator", message, "write `Equal` or `Exists`");
        return;
    }
    if filled(node, "key").is_none() && operator != "Exists" {
        let spot = given(node, "operator").unwrap_or(node);
        let message = "a toleration without `key` needs the operator `Exists`";
        context.refused("toleration", spot, "operator", message, "add `key`");
    }
    if operator == "Exists" && filled(node, "value").is_some() {
        let spot = given(node, "value").unwrap_or(node);
        let message = "the operator `Exists` has no `value`";
        context.refused("toleration", spot, "operator", message, "remove `value`");
    }
    let forever = given(node, "tolerationSeconds").is_none();
    if !forever && text(node, "effect") != Some("NoExecute") {
        let spot = given(node, "effect").unwrap_or(node);
        let message = "`tolerationSeconds` needs the effect `NoExecute`";
        context.refused("toleration", spot, "effect", message, "remove `tolerationSeconds`");
    }
}

/// A spread of at least 1.
pub(super) fn spread(context: &mut Context<'_>, node: &Node) {
    between(context, node, "maxSkew", 1, i128::from(i32::MAX));
    if given(node, "minDomains").is_some() {
        between(context, node, "minDomains", 1, i128::from(i32::MAX));
    }
}
