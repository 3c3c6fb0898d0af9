//! Rollouts that cannot move: a new pod waits for what the old one holds, and the old one for the new.

use crate::check::context::{Context, Spot, bool, given, items, text};
use crate::check::index::Index;
use crate::check::object::Object;
use crate::check::refs::claim::exclusive_claim;
use crate::check::refs::replicas::{Rounding, Sizes, amount};
use crate::diagnostic::{Diagnostic, Severity, rule};
use crate::yaml::Node;

rule! {
    pub(in crate::check) const STUCK_ROLLOUT: Rule = Rule {
        name: "stuck-rollout",
        tier: Broken,
        severity: Warning,
        says: "a new pod waits for what the old one holds until the new one is ready",
        why: "The rollout never ends by itself: it stands until its deadline has passed.",
    };
}

/// Judges a Deployment; what is not one has another way of replacing pods.
pub(super) fn check(
    context: &mut Context<'_>,
    object: &Object,
    index: &Index<'_>,
    sizes: &Sizes<'_>,
) {
    if object.kind != "Deployment" {
        return;
    }
    let (Some(spec), Some(size)) = (object.root.get("spec"), sizes.of(object)) else { return };
    if !keeps_all(spec, size.least) {
        return;
    }
    let Some(pod) = spec.at(&["template", "spec"]) else { return };
    let held = exclusive_claim(object, pod, index);
    // Several pods of one such volume are a fault of their own.
    if let Some((node, path, mode)) = held.filter(|_| size.most <= 1) {
        let certain = mode == "ReadWriteOncePod";
        let severity = if certain { Severity::Error } else { Severity::Warning };
        let message = if certain {
            "the new pod waits for a volume that the old one holds, and the old one stays until the new one is ready"
        } else {
            "on another node, the new pod waits for a volume that the old one holds, and the old one stays until the new one is ready"
        };
        let help = "set `strategy.type: Recreate`";
        context.push(
            Diagnostic::new(&STUCK_ROLLOUT, message).help(help).severity(severity),
            Spot::from(node),
            &path,
        );
    }
    let host = bool(pod, "hostNetwork") == Some(true);
    for (at, container) in items(pod, "containers").iter().enumerate() {
        for (nth, each) in items(container, "ports").iter().enumerate() {
            let field = if host { "containerPort" } else { "hostPort" };
            let Some(node) = given(each, field).filter(|node| node.text() != Some("0")) else {
                continue;
            };
            let message = "the new pod needs a node on which this port is free, and the old one keeps it until the new one is ready";
            let help = "set `rollingUpdate: {maxSurge: 0, maxUnavailable: 1}`, or take the port off the host";
            let path = format!("spec.template.spec.containers[{at}].ports[{nth}].{field}");
            let diagnostic = Diagnostic::new(&STUCK_ROLLOUT, message).help(help);
            context.push(diagnostic, Spot::from(node), &path);
        }
    }
}

/// Whether a rollout keeps every old pod until a new one is ready.
fn keeps_all(spec: &Node, pods: i128) -> bool {
    let strategy = spec.get("strategy");
    if strategy.and_then(|each| text(each, "type")).unwrap_or("RollingUpdate") != "RollingUpdate" {
        return false;
    }
    let rolling = strategy.and_then(|each| each.get("rollingUpdate"));
    let unavailable = rolling.and_then(|each| text(each, "maxUnavailable")).unwrap_or("25%");
    amount(unavailable, pods.max(1), Rounding::Down) == Some(0)
}
