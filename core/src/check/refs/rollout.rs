//! Rollouts that cannot move: a new pod waits for what the old one holds, and the old one for the new.

use super::super::context::{Context, Spot, bool, given, items, text};
use super::super::index::Index;
use super::super::object::Object;
use super::list;
use super::replicas::{Rounding, Sizes, amount};
use crate::diagnostic::{Diagnostic, Severity, rules};
use crate::yaml::Node;

rules! {
    pub(crate) const STUCK_ROLLOUT: Rule = Rule {
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
    let held = claim(object, pod, index);
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

/// A claim of the folder that one node, or one pod, can hold at a time.
pub(in super::super) fn claim<'n>(
    object: &Object,
    pod: &'n Node,
    index: &Index<'_>,
) -> Option<(&'n Node, String, &'static str)> {
    if stays(pod) {
        return None;
    }
    items(pod, "volumes").iter().enumerate().find_map(|(at, volume)| {
        let node = volume.at(&["persistentVolumeClaim", "claimName"])?;
        let claim = index.find("PersistentVolumeClaim", &object.namespace, node.text()?)?;
        let modes = list(&claim.root, &["spec", "accessModes"]);
        let has = |mode: &str| modes.iter().any(|each| each.text() == Some(mode));
        let mode = match () {
            () if has("ReadWriteMany") || has("ReadOnlyMany") => return None,
            () if has("ReadWriteOncePod") => "ReadWriteOncePod",
            () if has("ReadWriteOnce") => "ReadWriteOnce",
            () => return None,
        };
        let path = format!("spec.template.spec.volumes[{at}].persistentVolumeClaim.claimName");
        Some((node, path, mode))
    })
}

/// Whether the pods run on one node in any case.
fn stays(pod: &Node) -> bool {
    const HOST: &str = "kubernetes.io/hostname";
    let required = ["affinity", "podAffinity", "requiredDuringSchedulingIgnoredDuringExecution"];
    given(pod, "nodeName").is_some()
        || pod.get("nodeSelector").is_some_and(|node| node.get(HOST).is_some())
        || list(pod, &required).iter().any(|term| text(term, "topologyKey") == Some(HOST))
}
