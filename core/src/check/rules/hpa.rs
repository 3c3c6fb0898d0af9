//! Horizontal pod autoscalers.

use super::super::context::{Context, given, int, items, text};
use super::super::names;
use super::super::quantity::Quantity;
use super::number::between;
use crate::facts::Kubernetes;
use crate::yaml::Node;
use std::cmp::Ordering;

/// Bounds and target.
pub(super) fn spec(context: &mut Context<'_>, node: &Node) {
    let highest = i128::from(i32::MAX);
    let free = items(node, "metrics")
        .iter()
        .any(|metric| matches!(text(metric, "type"), Some("Object" | "External")));
    let zero = context.version >= Kubernetes::V1_37 && free;
    between(context, node, "minReplicas", if zero { 0 } else { 1 }, highest);
    between(context, node, "maxReplicas", 1, highest);
    let low = int(node, "minReplicas").unwrap_or(1);
    if let (Some(high), Some(spot)) = (int(node, "maxReplicas"), given(node, "maxReplicas"))
        && high >= 1
        && high < low
    {
        let message = "`maxReplicas` is less than `minReplicas`";
        context.refused("range", spot, "maxReplicas", message, "raise it");
    }
    if let Some(target) = given(node, "scaleTargetRef") {
        let mark = context.path.field("scaleTargetRef");
        names::require(context, target, "name", "a workload", names::path_segment);
        names::require(context, target, "kind", "a kind", names::path_segment);
        group(context, target);
        context.path.back(mark);
    }
}

/// A target with an `apiVersion` names its group; only `v1` alone has none.
fn group(context: &mut Context<'_>, target: &Node) {
    let Some(spot) = given(target, "apiVersion") else { return };
    if context.version < Kubernetes::V1_34 {
        return;
    }
    let api = spot.text().unwrap_or_default();
    let core = matches!(text(target, "kind"), Some("ReplicationController"));
    let parts = api.split('/').count();
    if parts > 2 || (parts < 2 && !core) {
        let message = format!("`{api}` names no group and version");
        context.refused("target", spot, "apiVersion", message, "write, say, `apps/v1`");
    }
}

const SOURCES: [(&str, &str); 5] = [
    ("Resource", "resource"),
    ("ContainerResource", "containerResource"),
    ("Pods", "pods"),
    ("Object", "object"),
    ("External", "external"),
];

/// A metric holds what its type says, and that alone.
pub(super) fn metric(context: &mut Context<'_>, node: &Node) {
    let kind = text(node, "type").unwrap_or_default();
    for (name, field) in SOURCES {
        match given(node, field) {
            None if name == kind => {
                let message = format!("a metric of type `{kind}` needs `{field}`");
                let help = format!("add `{field}`");
                context.refused("missing-field", node, field, message, help);
            }
            Some(spot) if name != kind && SOURCES.iter().any(|(known, _)| *known == kind) => {
                let message = format!("a metric of type `{kind}` has no `{field}`");
                context.refused("metric", spot, field, message, format!("remove `{field}`"));
            }
            Some(source) if name == kind => {
                let mark = context.path.field(field);
                if let Some(target) = given(source, "target") {
                    of_target(context, target, field);
                }
                context.path.back(mark);
            }
            Some(_) | None => {}
        }
    }
}

fn of_target(context: &mut Context<'_>, target: &Node, field: &str) {
    let mark = context.path.field("target");
    for key in ["value", "averageValue"] {
        let Some(spot) = given(target, key) else { continue };
        let amount = spot.text().and_then(Quantity::parse);
        if amount.is_some_and(|amount| amount.sign() != Ordering::Greater) {
            let message = format!("`{key}` has to be more than 0");
            context.refused("range", spot, key, message, "write a positive amount");
        }
    }
    between(context, target, "averageUtilization", 1, i128::from(i32::MAX));
    let has = |key: &str| given(target, key).is_some();
    let share = matches!(field, "resource" | "containerResource");
    if share && !has("averageUtilization") && !has("averageValue") {
        let message = "a target is missing";
        let help = "add `averageUtilization`";
        context.refused("missing-field", target, "averageUtilization", message, help);
    }
    if let (true, true, Some(spot)) =
        (share, has("averageUtilization"), given(target, "averageValue"))
    {
        let message = "a target is a share or a value, not both";
        context.refused("metric", spot, "averageValue", message, "remove `averageValue`");
    }
    if field == "pods" && !has("averageValue") {
        let message = "`averageValue` is missing";
        context.refused("missing-field", target, "averageValue", message, "add `averageValue`");
    }
    if matches!(field, "object" | "external") && !has("averageValue") && !has("value") {
        let message = "a target is missing";
        context.refused("missing-field", target, "averageValue", message, "add `averageValue`");
    }
    if let (true, "external", true) = (has("averageValue"), field, has("value")) {
        let spot = given(target, "value").unwrap_or(target);
        let message = "a target is a value or an average, not both";
        context.refused("metric", spot, "value", message, "remove `value`");
    }
    context.path.back(mark);
}

/// How fast it may scale.
pub(super) fn scaling(context: &mut Context<'_>, node: &Node) {
    between(context, node, "stabilizationWindowSeconds", 0, 3600);
    if let Some(policies) = given(node, "policies")
        && policies.items().is_empty()
    {
        let message = "at least one policy has to be given";
        context.refused("missing-field", policies, "policies", message, "add a policy");
    }
}

/// One step.
pub(super) fn policy(context: &mut Context<'_>, node: &Node) {
    between(context, node, "value", 1, i128::from(i32::MAX));
    between(context, node, "periodSeconds", 1, 1800);
}
