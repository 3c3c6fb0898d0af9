//! Deployments, ReplicaSets, StatefulSets, DaemonSets and ReplicationControllers.

use super::super::context::{Context, given, int, items, text};
use super::super::index::pairs;
use super::super::names;
use super::number::{Limit, Share, not_negative, share};
use super::selector::{of_template, template_labels};
use super::{deprecated, mount};
use crate::check::api::selector::SELECTOR;
use crate::check::api::shared::{DUPLICATE_NAME, RESTART_POLICY, none_of};
use crate::check::names::NAME;
use crate::check::schema::missing::missing;
use crate::diagnostic::rules;
use crate::facts::Kubernetes;
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;
use std::collections::BTreeSet;

rules! {
    pub(crate) const HISTORY: Rule = Rule {
        name: "history",
        tier: Warned,
        severity: Warning,
        says: "`revisionHistoryLimit` is negative",
        why: "Every revision is kept forever, and etcd fills up with them.",
    };
    pub(crate) const STRATEGY: Rule = Rule {
        name: "strategy",
        tier: Refused,
        severity: Error,
        says: "an update strategy could never replace a pod, or has settings of another strategy",
        why: "With neither a pod more nor a pod less an update cannot begin; the API server rejects it.",
    };
}

/// A Deployment's spec.
pub(super) fn deployment(context: &mut Context<'_>, node: &Node) {
    always(context, node);
    of_template(context, node);
    not_negative(
        context,
        node,
        &["replicas", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"],
    );
    let deadline = int(node, "progressDeadlineSeconds").unwrap_or(600);
    let ready = int(node, "minReadySeconds").unwrap_or(0);
    if deadline <= ready {
        let spot = given(node, "progressDeadlineSeconds").unwrap_or(node);
        let message = "`progressDeadlineSeconds` has to be more than `minReadySeconds`";
        let help = format!("write at least {}", ready.saturating_add(1));
        context.report(&STRATEGY, spot, "progressDeadlineSeconds", message, help);
    }
    let Some(strategy) = given(node, "strategy") else { return };
    let mark = context.path.field("strategy");
    rolling_update(context, strategy);
    context.path.back(mark);
}

/// A type of another kind is told at the strategy as a whole.
fn unknown_type(context: &mut Context<'_>, strategy: &Node, known: [&'static str; 2]) -> bool {
    let kind = text(strategy, "type").unwrap_or_default();
    if kind.is_empty() || known.contains(&kind) {
        return false;
    }
    let spot = given(strategy, "type").unwrap_or(strategy);
    let message = format!("`{kind}` is no strategy of this kind");
    let help = format!("write `{}`", known.join("` or `"));
    none_of(context, spot, "", message, help, &known);
    true
}

fn rolling_update(context: &mut Context<'_>, strategy: &Node) {
    let unknown = unknown_type(context, strategy, ["RollingUpdate", "Recreate"]);
    let Some(update) = given(strategy, "rollingUpdate").filter(|_| !unknown) else { return };
    if text(strategy, "type") == Some("Recreate") {
        let message = "`Recreate` has no `rollingUpdate`";
        let help = "remove `rollingUpdate`, or make the type `RollingUpdate`";
        context.report(&STRATEGY, update, "rollingUpdate", message, help);
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
    if is_nothing(surge) && is_nothing(down) {
        let spot = given(update, "maxUnavailable").unwrap_or(update);
        let message = "`maxSurge` and `maxUnavailable` cannot both be 0: no pod could be replaced";
        context.report(&STRATEGY, spot, "maxUnavailable", message, "write `maxSurge: 1`");
    }
    context.path.back(mark);
}

/// What cannot be read counts as nothing.
fn is_nothing(share: Option<Share>) -> bool {
    share.is_none_or(Share::is_zero)
}

/// A ReplicaSet's spec.
pub(super) fn replica_set(context: &mut Context<'_>, node: &Node) {
    always(context, node);
    of_template(context, node);
    not_negative(context, node, &["replicas", "minReadySeconds"]);
}

/// A ReplicationController's spec. Without a selector the labels of the template are it.
pub(super) fn controller(context: &mut Context<'_>, node: &Node) {
    not_negative(context, node, &["replicas", "minReadySeconds"]);
    let Some(template) = given(node, "template") else {
        missing(context, "template", node);
        if items(node, "selector").is_empty()
            && node.get("selector").is_none_or(|it| it.entries().is_empty())
        {
            missing(context, "selector", node);
        }
        return;
    };
    always(context, node);
    let labels = template.get("metadata").map(|meta| pairs(meta, "labels")).unwrap_or_default();
    let selector = pairs(node, "selector");
    if selector.is_empty() && labels.is_empty() {
        missing(context, "selector", node);
    }
    if !selector.iter().all(|pair| labels.contains(pair)) {
        let spot = template_labels(node);
        let message = "the labels of the template do not match `selector`";
        let help = "give the template the labels of the selector";
        context.report(&SELECTOR, spot, "template.metadata.labels", message, help);
    }
}

/// A StatefulSet's spec.
pub(super) fn stateful_set(context: &mut Context<'_>, node: &Node) {
    let pod = node.at(&["template", "spec"]);
    // Before 1.34 neither the pods of a StatefulSet nor its claims were judged.
    if context.version < Kubernetes::V1_34 {
        context.forget("template.spec");
        context.forget("volumeClaimTemplates");
    } else if let Some(pod) = pod {
        let mark = context.path.field("template");
        context.path.field("spec");
        let claims = items(node, "volumeClaimTemplates");
        volumes(context, pod, claims);
        after_claims(context, pod, claims);
        context.path.back(mark);
    }
    of_template(context, node);
    always(context, node);
    not_negative(context, node, &["replicas", "minReadySeconds"]);
    names::require(context, node, "serviceName", "a Service", names::dns_label);
    if let Some(ordinals) = given(node, "ordinals") {
        let mark = context.path.field("ordinals");
        not_negative(context, ordinals, &["start"]);
        context.path.back(mark);
    }
    if let Some(spot) = given(node, "revisionHistoryLimit")
        && int(node, "revisionHistoryLimit").is_some_and(|number| number < 0)
    {
        let message = "a negative `revisionHistoryLimit` keeps every revision";
        context.report(&HISTORY, spot, "revisionHistoryLimit", message, "write 0 or more");
    }
    for (at, claim) in items(node, "volumeClaimTemplates").iter().enumerate() {
        let Some(spec) = given(claim, "spec") else { continue };
        for list in ["requests", "limits"] {
            if let Some(spot) = spec.at(&["resources", list, "storage"]) {
                let path = format!("volumeClaimTemplates[{at}].resources.{list}[storage]");
                deprecated::fraction(context, spot, &path);
            }
        }
    }
    let Some(strategy) = given(node, "updateStrategy") else { return };
    let mark = context.path.field("updateStrategy");
    update_of_set(context, strategy);
    context.path.back(mark);
}

fn update_of_set(context: &mut Context<'_>, strategy: &Node) {
    let unknown = unknown_type(context, strategy, ["RollingUpdate", "OnDelete"]);
    let Some(update) = given(strategy, "rollingUpdate").filter(|_| !unknown) else { return };
    if text(strategy, "type") == Some("OnDelete") {
        let message = "`OnDelete` has no `rollingUpdate`";
        context.report(&STRATEGY, update, "rollingUpdate", message, "remove `rollingUpdate`");
        return;
    }
    let mark = context.path.field("rollingUpdate");
    not_negative(context, update, &["partition"]);
    // Until 1.36 the field was dropped.
    if context.version >= Kubernetes::V1_37 && given(update, "maxUnavailable").is_some() {
        let down = share(context, update, "maxUnavailable", Limit::Hundred);
        if is_nothing(down) {
            let spot = given(update, "maxUnavailable").unwrap_or(update);
            let message = "`maxUnavailable` cannot be 0";
            context.report(&STRATEGY, spot, "maxUnavailable", message, "write `1`");
        }
    }
    context.path.back(mark);
}

/// The claims of a StatefulSet stand in for volumes of their names.
fn volumes(context: &mut Context<'_>, pod: &Node, claims: &[Node]) {
    let names: BTreeSet<Option<&str>> = claims
        .iter()
        .map(|claim| claim.get("metadata").and_then(|meta| text(meta, "name")))
        .collect();
    let named = |node: &Node| names.contains(&text(node, "name"));
    let mut seen = BTreeSet::new();
    let own = items(pod, "volumes").iter().enumerate().filter(|(_, volume)| !named(volume));
    for (at, volume) in own {
        let Some(name) = text(volume, "name").filter(|name| !name.is_empty()) else { continue };
        if let (false, Some(spot)) = (seen.insert(name), volume.get("name")) {
            let message = format!("there is another volume named `{name}` in this pod");
            let path = format!("volumes[{at}].name");
            context.report(&DUPLICATE_NAME, spot, &path, message, "rename one of them");
        }
    }
    mount::mounts(context, pod, claims);
}

/// The API server counts the claims as the first volumes, and leaves out volumes of their names.
fn after_claims(context: &mut Context<'_>, pod: &Node, claims: &[Node]) {
    let name_of = |claim: &Node| {
        claim.get("metadata").and_then(|meta| text(meta, "name")).unwrap_or_default().to_owned()
    };
    let names: BTreeSet<String> = claims.iter().map(name_of).collect();
    if names.is_empty() {
        return;
    }
    let own = items(pod, "volumes");
    let taken = |volume: &Node| names.contains(text(volume, "name").unwrap_or_default());
    let mut before = own.iter().filter(|volume| !taken(volume)).count();
    for (at, volume) in own.iter().enumerate().rev() {
        if taken(volume) {
            context.forget(&format!("volumes[{at}]"));
        } else {
            before -= 1;
            context
                .rename(&format!("volumes[{at}]"), &format!("volumes[{}]", names.len() + before));
        }
    }
    let mut seen = BTreeSet::new();
    let own_names = claims.iter().filter(|claim| seen.insert(name_of(claim))).enumerate();
    for (at, claim) in own_names {
        let name = name_of(claim);
        let spot = claim.at(&["metadata", "name"]).unwrap_or(claim);
        let path = format!("volumes[{at}].name");
        if name.is_empty() {
            for path in [path, format!("volumes[{at}].persistentVolumeClaim.claimName")] {
                let help = "add `metadata.name`";
                context.report(&MISSING_FIELD, spot, &path, "the claim has no name", help);
            }
        } else if let Some(help) = names::dns_label(&name) {
            let message = format!("`{name}` cannot be the name of a volume");
            context.report(&NAME, spot, &path, message, help);
        }
    }
}

/// A DaemonSet's spec.
pub(super) fn daemon_set(context: &mut Context<'_>, node: &Node) {
    always(context, node);
    of_template(context, node);
    not_negative(context, node, &["minReadySeconds", "revisionHistoryLimit"]);
    let Some(strategy) = given(node, "updateStrategy") else { return };
    let mark = context.path.field("updateStrategy");
    let unknown = unknown_type(context, strategy, ["RollingUpdate", "OnDelete"]);
    let on_delete = text(strategy, "type") == Some("OnDelete");
    if let (false, false, Some(update)) = (unknown, on_delete, given(strategy, "rollingUpdate")) {
        context.path.field("rollingUpdate");
        let one = |context: &mut Context<'_>, key, default| match given(update, key) {
            Some(_) => share(context, update, key, Limit::Hundred),
            None => Some(Share::Count(default)),
        };
        let down = one(context, "maxUnavailable", 1);
        let surge = one(context, "maxSurge", 0);
        let (down, surge) = (is_nothing(down), is_nothing(surge));
        if down == surge {
            let key = if down { "maxUnavailable" } else { "maxSurge" };
            let spot = given(update, key).unwrap_or(update);
            let message = "exactly one of `maxSurge` and `maxUnavailable` has to be 0";
            context.report(&STRATEGY, spot, key, message, "write 0 for one of the two");
        }
    }
    context.path.back(mark);
}

/// Pods that a controller keeps alive restart always and have no deadline.
fn always(context: &mut Context<'_>, node: &Node) {
    let Some(pod) = node.at(&["template", "spec"]) else { return };
    if let (Some(policy), Some(spot)) = (text(pod, "restartPolicy"), pod.get("restartPolicy"))
        && !matches!(policy, "" | "Always")
    {
        let message = format!("pods of this kind cannot have the restart policy `{policy}`");
        let help = "remove `restartPolicy`, or make this a Job";
        context.report(&RESTART_POLICY, spot, "template.spec.restartPolicy", message, help);
    }
    if let Some(spot) = given(pod, "activeDeadlineSeconds") {
        let message = "pods of this kind cannot have a deadline";
        let help = "remove `activeDeadlineSeconds`";
        let path = "template.spec.activeDeadlineSeconds";
        context.report(&RESTART_POLICY, spot, path, message, help);
    }
}
