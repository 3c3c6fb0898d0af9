//! Deployments, ReplicaSets, StatefulSets and DaemonSets.

use super::super::context::{Context, given, int, items, text};
use super::super::names;
use super::number::{Limit, Share, not_negative, share};
use super::selector::of_template;
use crate::facts::Kubernetes;
use crate::yaml::Node;
use std::collections::BTreeSet;

/// A Deployment's spec.
pub(super) fn deployment(context: &mut Context<'_>, node: &Node) {
    of_template(context, node);
    always(context, node);
    not_negative(
        context,
        node,
        &["replicas", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"],
    );
    let deadline = int(node, "progressDeadlineSeconds").unwrap_or(600);
    let ready = int(node, "minReadySeconds").unwrap_or(0);
    if deadline >= 0 && deadline <= ready {
        let spot = given(node, "progressDeadlineSeconds").unwrap_or(node);
        let message = "`progressDeadlineSeconds` has to be more than `minReadySeconds`";
        let help = format!("write at least {}", ready.saturating_add(1));
        context.refused("strategy", spot, "progressDeadlineSeconds", message, help);
    }
    let Some(strategy) = given(node, "strategy") else { return };
    let mark = context.path.field("strategy");
    rolling_update(context, strategy);
    context.path.back(mark);
}

fn rolling_update(context: &mut Context<'_>, strategy: &Node) {
    let Some(update) = given(strategy, "rollingUpdate") else { return };
    if text(strategy, "type") == Some("Recreate") {
        let message = "`Recreate` has no `rollingUpdate`";
        let help = "remove `rollingUpdate`, or make the type `RollingUpdate`";
        context.refused("strategy", update, "rollingUpdate", message, help);
        return;
    }
    let mark = context.path.field("rollingUpdate");
    let quarter = Some(Share::Percent(25));
    let one = |context: &mut Context<'_>, key, limit| match given(update, key) {
        Some(_) => share(context, update, key, limit),
        None => quarter,
    };
    let surge = one(context, "maxSurge", Limit::None);
    let down = one(context, "maxUnavailable", Limit::Hundred);
    if surge.is_some_and(Share::is_zero) && down.is_some_and(Share::is_zero) {
        let spot = given(update, "maxUnavailable").unwrap_or(update);
        let message = "`maxSurge` and `maxUnavailable` cannot both be 0: no pod could be replaced";
        context.refused("strategy", spot, "maxUnavailable", message, "write `maxSurge: 1`");
    }
    context.path.back(mark);
}

/// A ReplicaSet's spec.
pub(super) fn replica_set(context: &mut Context<'_>, node: &Node) {
    of_template(context, node);
    always(context, node);
    not_negative(context, node, &["replicas", "minReadySeconds"]);
}

/// A StatefulSet's spec.
pub(super) fn stateful_set(context: &mut Context<'_>, node: &Node) {
    of_template(context, node);
    always(context, node);
    not_negative(context, node, &["replicas", "minReadySeconds", "revisionHistoryLimit"]);
    // Before 1.34 the volumes of a StatefulSet were not judged.
    let judged = context.version >= Kubernetes::V1_34;
    if let (true, Some(pod)) = (judged, node.at(&["template", "spec"])) {
        let mark = context.path.field("template");
        context.path.field("spec");
        super::container::twins(context, &mut BTreeSet::new(), "volumes", items(pod, "volumes"));
        super::mount::mounts(context, pod, items(node, "volumeClaimTemplates"));
        context.path.back(mark);
    }
    names::require(context, node, "serviceName", "a Service", names::dns_label);
    if let Some(ordinals) = given(node, "ordinals") {
        let mark = context.path.field("ordinals");
        not_negative(context, ordinals, &["start"]);
        context.path.back(mark);
    }
    let Some(strategy) = given(node, "updateStrategy") else { return };
    let Some(update) = given(strategy, "rollingUpdate") else { return };
    let mark = context.path.field("updateStrategy");
    if text(strategy, "type") == Some("OnDelete") {
        let message = "`OnDelete` has no `rollingUpdate`";
        context.refused("strategy", update, "rollingUpdate", message, "remove `rollingUpdate`");
    } else {
        context.path.field("rollingUpdate");
        not_negative(context, update, &["partition"]);
    }
    context.path.back(mark);
}

/// A DaemonSet's spec.
pub(super) fn daemon_set(context: &mut Context<'_>, node: &Node) {
    of_template(context, node);
    always(context, node);
    not_negative(context, node, &["minReadySeconds", "revisionHistoryLimit"]);
    let Some(update) = node.at(&["updateStrategy", "rollingUpdate"]) else { return };
    let mark = context.path.field("updateStrategy");
    context.path.field("rollingUpdate");
    let down = match given(update, "maxUnavailable") {
        Some(_) => share(context, update, "maxUnavailable", Limit::Hundred),
        None => Some(Share::Count(1)),
    };
    let surge = match given(update, "maxSurge") {
        Some(_) => share(context, update, "maxSurge", Limit::Hundred),
        None => Some(Share::Count(0)),
    };
    if let (Some(down), Some(surge)) = (down, surge)
        && down.is_zero() == surge.is_zero()
    {
        let spot = given(update, "maxSurge").unwrap_or(update);
        let message = "exactly one of `maxSurge` and `maxUnavailable` has to be 0";
        context.refused("strategy", spot, "maxSurge", message, "write 0 for one of the two");
    }
    context.path.back(mark);
}

/// Pods that a controller keeps alive restart always and have no deadline.
fn always(context: &mut Context<'_>, node: &Node) {
    let Some(pod) = node.at(&["template", "spec"]) else { return };
    if let (Some(policy @ ("OnFailure" | "Never")), Some(spot)) =
        (text(pod, "restartPolicy"), pod.get("restartPolicy"))
    {
        let message = format!("pods of this kind cannot have the restart policy `{policy}`");
        let help = "remove `restartPolicy`, or make this a Job";
        context.refused("restart-policy", spot, "template.spec.restartPolicy", message, help);
    }
    if let Some(spot) = given(pod, "activeDeadlineSeconds") {
        let message = "pods of this kind cannot have a deadline";
        let help = "remove `activeDeadlineSeconds`";
        let path = "template.spec.activeDeadlineSeconds";
        context.refused("restart-policy", spot, path, message, help);
    }
}
