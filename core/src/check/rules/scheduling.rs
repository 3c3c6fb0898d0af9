//! Where pods may run: affinity, tolerations, spread.

use super::super::context::{Context, filled, given, text};
use super::super::names;
use super::number::between;
use crate::yaml::Node;

/// A preference weighs from 1 to 100.
pub(super) fn weight(context: &mut Context<'_>, node: &Node) {
    if given(node, "weight").is_some() {
        between(context, node, "weight", 1, 100);
    }
}

/// What is judged by its parts.
pub(super) fn affinity(_: &mut Context<'_>, _: &Node) {}

/// What counts as one place.
pub(super) fn affinity_term(context: &mut Context<'_>, node: &Node) {
    label_key(context, node, "topologyKey");
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
