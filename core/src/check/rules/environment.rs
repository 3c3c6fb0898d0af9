//! Environment variables and where their values come from.

use super::super::context::{Context, filled, given, text};
use super::super::names;
use crate::yaml::Node;

/// One variable.
pub(super) fn variable(context: &mut Context<'_>, node: &Node) {
    names::require(context, node, "name", "a variable", names::env_name);
    if let (Some(_), Some(from)) = (filled(node, "value"), given(node, "valueFrom")) {
        let message = "a variable has `value` or `valueFrom`, not both";
        context.refused("environment", from, "valueFrom", message, "remove one of them");
    }
}

const SOURCES: [&str; 5] =
    ["configMapKeyRef", "fieldRef", "fileKeyRef", "resourceFieldRef", "secretKeyRef"];

/// Exactly one source.
pub(super) fn value_from(context: &mut Context<'_>, node: &Node) {
    let count = SOURCES.iter().filter(|key| given(node, key).is_some()).count();
    if count == 1 {
        if let Some(reference) = given(node, "fieldRef") {
            field(context, reference);
        }
        return;
    }
    let message = if count == 0 {
        "`valueFrom` names no source"
    } else {
        "`valueFrom` names more than one source"
    };
    let help = "name one of `configMapKeyRef`, `secretKeyRef`, `fieldRef` and `resourceFieldRef`";
    context.refused("environment", node, "", message, help);
}

fn field(context: &mut Context<'_>, node: &Node) {
    const PATHS: [&str; 9] = [
        "metadata.name",
        "metadata.namespace",
        "metadata.uid",
        "spec.nodeName",
        "spec.serviceAccountName",
        "status.hostIP",
        "status.podIP",
        "status.hostIPs",
        "status.podIPs",
    ];
    let Some(path) = filled(node, "fieldPath") else {
        let message = "`fieldPath` is missing";
        context.refused("missing-field", node, "fieldRef.fieldPath", message, "add `fieldPath`");
        return;
    };
    let subscript =
        path.starts_with("metadata.labels[") || path.starts_with("metadata.annotations[");
    if !PATHS.contains(&path) && !subscript {
        let spot = given(node, "fieldPath").unwrap_or(node);
        let message = format!("`{path}` is no field that a variable can show");
        let help = "write, say, `metadata.name` or `status.podIP`";
        context.refused("choice", spot, "fieldRef.fieldPath", message, help);
    }
}

/// All keys of a ConfigMap or Secret: exactly one source.
pub(super) fn from(context: &mut Context<'_>, node: &Node) {
    names::require(context, node, "prefix", "a variable", names::env_name);
    let count =
        ["configMapRef", "secretRef"].iter().filter(|key| given(node, key).is_some()).count();
    if count != 1 {
        let message = "each item of `envFrom` names one source";
        let help = "name one of `configMapRef` and `secretRef`";
        context.report_at_list("environment", node, message, help);
    }
}

/// The name of a ConfigMap or Secret as a whole.
pub(super) fn source_name(context: &mut Context<'_>, node: &Node) {
    if filled(node, "name").is_none() {
        context.refused("missing-field", node, "name", "`name` is missing", "add `name`");
    }
    names::require(context, node, "name", "an object", names::dns_subdomain);
}

/// A key of a ConfigMap or Secret.
pub(super) fn key_selector(context: &mut Context<'_>, node: &Node) {
    if let (Some(key), Some(spot)) = (text(node, "key"), node.get("key"))
        && let (false, Some(help)) = (key.is_empty(), names::config_key(key))
    {
        let message = format!("`{key}` cannot be a key here");
        context.refused("config-key", spot, "key", message, help);
    }
}
