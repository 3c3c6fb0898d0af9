//! Horizontal pod autoscalers.

use super::super::context::{Context, filled, given, int, items, part, text};
use super::super::names;
use super::super::quantity::Quantity;
use super::number::between;
use super::resources;
use crate::check::api::shared::RANGE;
use crate::diagnostic::rules;
use crate::facts::Kubernetes;
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;
use std::cmp::Ordering;

rules! {
    pub(crate) const METRIC: Rule = Rule {
        name: "metric",
        tier: Refused,
        severity: Error,
        says: "a metric of an autoscaler has the fields of another type of metric",
        why: "Each type of metric has one block of its own and one kind of target; the API server rejects a mixture.",
    };
    pub(crate) const TARGET: Rule = Rule {
        name: "target",
        tier: Refused,
        severity: Error,
        says: "the target of an autoscaler names no group and version",
        why: "Since 1.34 the API server rejects a target whose `apiVersion` cannot be that of a workload.",
    };
}

/// Bounds and target.
pub(super) fn spec(context: &mut Context<'_>, node: &Node) {
    let highest = i128::from(i32::MAX);
    let free = items(node, "metrics")
        .iter()
        .any(|metric| matches!(text(metric, "type"), Some("Object" | "External")));
    let zero = context.version >= Kubernetes::V1_37;
    between(context, node, "minReplicas", if zero { 0 } else { 1 }, highest);
    between(context, node, "maxReplicas", 1, highest);
    let low = int(node, "minReplicas").unwrap_or(1);
    if let (Some(high), Some(spot)) = (int(node, "maxReplicas"), given(node, "maxReplicas"))
        && high < low
        && high >= 1
    {
        let message = "`maxReplicas` is less than `minReplicas`";
        context.report(&RANGE, spot, "maxReplicas", message, "raise it");
    }
    if low == 0 && !free {
        let spot = given(node, "metrics").or_else(|| given(node, "minReplicas")).unwrap_or(node);
        let message = "only an `Object` or `External` metric can wake what is scaled to nothing";
        context.report(&METRIC, spot, "metrics", message, "write `minReplicas: 1`");
    }
    if let Some(spot) = given(node, "targetCPUUtilizationPercentage")
        && int(node, "targetCPUUtilizationPercentage").is_some_and(|share| share < 1)
    {
        // The API server knows this field as a metric.
        let path = "metrics[0].resource.target.averageUtilization";
        context.report(&RANGE, spot, path, "the target has to be more than 0", "write, say, `80`");
    }
    let target = part(node, "scaleTargetRef");
    let mark = context.path.field("scaleTargetRef");
    reference(context, &target);
    group(context, &target);
    context.path.back(mark);
}

/// A kind and a name fit into an address.
fn reference(context: &mut Context<'_>, target: &Node) {
    names::require(context, target, "name", "an object", names::path_segment);
    names::require(context, target, "kind", "a kind", names::path_segment);
}

/// A target names its group; only a ReplicationController has none. Older servers did not look.
fn group(context: &mut Context<'_>, target: &Node) {
    if context.version < Kubernetes::V1_34 {
        return;
    }
    let spot = given(target, "apiVersion").unwrap_or(target);
    let api = text(target, "apiVersion").unwrap_or_default();
    let core = text(target, "kind") == Some("ReplicationController");
    let parts = api.split('/').count();
    let grouped = parts == 2 && !api.starts_with('/');
    if parts > 2 || (!grouped && !core) {
        let message = format!("`{api}` names no group and version");
        context.report(&TARGET, spot, "apiVersion", message, "write, say, `apps/v1`");
    }
}

/// In the order in which the API server counts them: it judges the first alone.
const SOURCES: [(&str, &str); 5] = [
    ("Object", "object"),
    ("External", "external"),
    ("Pods", "pods"),
    ("Resource", "resource"),
    ("ContainerResource", "containerResource"),
];

/// A metric holds what its type says, and that alone.
pub(super) fn metric(context: &mut Context<'_>, node: &Node) {
    let kind = text(node, "type").unwrap_or_default();
    let expected = SOURCES.iter().find(|(name, _)| *name == kind).map(|(_, field)| *field);
    if let Some(field) = expected.filter(|field| given(node, field).is_none()) {
        let message = format!("a metric of type `{kind}` needs `{field}`");
        context.report(&MISSING_FIELD, node, field, message, format!("add `{field}`"));
    }
    let present = SOURCES.iter().filter(|(_, field)| given(node, field).is_some()).count();
    for (at, (_, field)) in
        SOURCES.iter().filter(|(_, field)| given(node, field).is_some()).enumerate()
    {
        let Some(source) = given(node, field) else { continue };
        if at == 0 {
            let mark = context.path.field(field);
            of_source(context, source, field);
            context.path.back(mark);
        } else {
            context.forget(field);
        }
        if present != 1 && Some(*field) != expected {
            let message = format!("a metric of type `{kind}` has no `{field}`");
            context.report(&METRIC, source, field, message, format!("remove `{field}`"));
        }
    }
}

fn of_source(context: &mut Context<'_>, source: &Node, field: &str) {
    if let Some(metric) = given(source, "metric") {
        let mark = context.path.field("metric");
        names::require(context, metric, "name", "a metric", names::path_segment);
        // The selector of a metric is handed on as it is.
        context.forget("selector");
        context.path.back(mark);
    }
    if let Some(object) = given(source, "describedObject") {
        let mark = context.path.field("describedObject");
        reference(context, object);
        let api = text(object, "apiVersion").unwrap_or_default();
        if context.version >= Kubernetes::V1_34 && api.split('/').count() > 2 {
            let spot = given(object, "apiVersion").unwrap_or(object);
            let message = format!("`{api}` names no group and version");
            context.report(&TARGET, spot, "apiVersion", message, "write, say, `apps/v1`");
        }
        context.path.back(mark);
    }
    if field == "containerResource" {
        names::require(context, source, "container", "a container", names::dns_label);
        if let (Some(name), Some(spot)) = (filled(source, "name"), source.get("name"))
            && !resources::of_container(name)
        {
            resources::refuse_name(context, spot, "name");
        }
    }
    of_target(context, &part(source, "target"), field);
}

fn of_target(context: &mut Context<'_>, target: &Node, field: &str) {
    let mark = context.path.field("target");
    for key in ["value", "averageValue"] {
        let Some(spot) = given(target, key) else { continue };
        let amount = spot.text().and_then(Quantity::parse);
        if amount.is_some_and(|amount| amount.sign() != Ordering::Greater) {
            let message = format!("`{key}` has to be more than 0");
            context.report(&RANGE, spot, key, message, "write a positive amount");
        }
    }
    between(context, target, "averageUtilization", 1, i128::from(i32::MAX));
    let has = |key: &str| given(target, key).is_some();
    let share = matches!(field, "resource" | "containerResource");
    if share && !has("averageUtilization") && !has("averageValue") {
        let message = "a target is missing";
        let help = "add `averageUtilization`";
        context.report(&MISSING_FIELD, target, "averageUtilization", message, help);
    }
    if let (true, true, Some(spot)) =
        (share, has("averageUtilization"), given(target, "averageValue"))
    {
        let message = "a target is a share or a value, not both";
        context.report(&METRIC, spot, "averageValue", message, "remove `averageValue`");
    }
    if field == "pods" && !has("averageValue") {
        let message = "`averageValue` is missing";
        context.report(&MISSING_FIELD, target, "averageValue", message, "add `averageValue`");
    }
    if matches!(field, "object" | "external") && !has("averageValue") && !has("value") {
        let message = "a target is missing";
        context.report(&MISSING_FIELD, target, "averageValue", message, "add `averageValue`");
    }
    if let (true, "external", true) = (has("averageValue"), field, has("value")) {
        let spot = given(target, "value").unwrap_or(target);
        let message = "a target is a value or an average, not both";
        context.report(&METRIC, spot, "value", message, "remove `value`");
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
        context.report(&MISSING_FIELD, policies, "policies", message, "add a policy");
    }
    // Until 1.34 the field was dropped.
    if let Some(spot) = given(node, "tolerance").filter(|_| context.version >= Kubernetes::V1_35) {
        let amount = spot.text().and_then(Quantity::parse);
        if amount.is_some_and(|amount| amount.sign() == Ordering::Less) {
            let message = "`tolerance` cannot be negative";
            context.report(&RANGE, spot, "tolerance", message, "write, say, `0.1`");
        }
    }
}

/// One step.
pub(super) fn policy(context: &mut Context<'_>, node: &Node) {
    between(context, node, "value", 1, i128::from(i32::MAX));
    between(context, node, "periodSeconds", 1, 1800);
}
