//! Autoscalers: Kubernetes' own and KEDA's.

use super::super::context::{Context, Spot, filled, given, items, text};
use super::super::environment::Environment;
use super::super::index::{Index, pod};
use super::super::object::Object;
use super::replicas::{scaling, target};
use super::secret::{self, Missing};
use super::{expect, list};
use crate::diagnostic::{Diagnostic, rules};
use crate::facts::Kubernetes;
use crate::workload::is_scaled;
use crate::yaml::Node;
use std::collections::BTreeMap;

rules! {
    pub(crate) const AUTOSCALER_REQUEST: Rule = Rule {
        name: "autoscaler-request",
        tier: Broken,
        severity: Error,
        says: "an autoscaler goes by a share of what containers request, and one of them requests nothing",
        why: "Kubernetes cannot work out the share, so the number of pods never changes.",
    };
    pub(crate) const FIXED_REPLICAS: Rule = Rule {
        name: "fixed-replicas",
        tier: Broken,
        severity: Warning,
        says: "the manifest of a workload sets the number of pods that an autoscaler decides",
        why: "Each apply takes the app back to that number, under whatever load.",
        aliases: ["kube-score/deployment-targeted-by-hpa-does-not-have-replicas-configured"],
    };
    pub(crate) const MISSING_TARGET: Rule = Rule {
        name: "missing-target",
        tier: Broken,
        severity: Warning,
        says: "an autoscaler scales a workload that is not in the folder",
        why: "It reports `FailedGetScale` and changes nothing.",
        aliases: [
            "kube-score/horizontalpodautoscaler-has-target",
            "kube-linter/dangling-horizontalpodautoscaler",
        ],
    };
    pub(crate) const TRIGGER_VARIABLE: Rule = Rule {
        name: "trigger-variable",
        tier: Broken,
        severity: Error,
        says: "KEDA is told to read a variable that the container does not have",
        why: "The trigger fails, and the number of pods never changes.",
    };
    pub(crate) const TWO_AUTOSCALERS: Rule = Rule {
        name: "two-autoscalers",
        tier: Broken,
        severity: Error,
        says: "two autoscalers scale one workload",
        why: "Each undoes what the other does: the number of pods goes up and down without end.",
    };
}

/// A HorizontalPodAutoscaler.
pub(super) fn autoscaler(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    let Some(workload) = workload(context, object, index) else { return };
    fixed(context, object, workload);
    for (at, metric) in list(&object.root, &["spec", "metrics"]).iter().enumerate() {
        if let Some(resource) = metric.get("resource") {
            let path = format!("spec.metrics[{at}].resource");
            of_resource(context, object, workload, resource, &path, index);
        }
    }
}

/// The workload that is scaled, or a warning that it is not here.
fn workload<'i>(
    context: &mut Context<'_>,
    object: &Object,
    index: &Index<'i>,
) -> Option<&'i Object> {
    let (kind, name, node) = target(object)?;
    if !is_scaled(kind) {
        return None;
    }
    let workload = index.find(kind, &object.namespace, name);
    if workload.is_none() {
        let message = format!("there is no {kind} `{name}` in this folder");
        let help = match crate::field::nearest(
            name,
            index.of_kind(kind).take(super::NEAR).map(|each| each.name.as_str()),
        ) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name the workload that shall be scaled".to_owned(),
        };
        let diagnostic = Diagnostic::new(&MISSING_TARGET, message).help(help);
        context.push(diagnostic, Spot::from(node), "spec.scaleTargetRef.name");
    }
    workload
}

/// A number of pods in the manifest of what is scaled: each apply sets it back to that.
fn fixed(context: &mut Context<'_>, object: &Object, workload: &Object) {
    let Some(node) = workload.root.get("spec").and_then(|spec| given(spec, "replicas")) else {
        return;
    };
    // A file of its own, in which the number can be put right.
    let number = node.text().unwrap_or_default();
    let message = format!(
        "the {} `{}` that this scales is set to {number} pods: each apply takes it back there",
        workload.kind, workload.name
    );
    let help = format!("remove `replicas` in {} line {}", workload.file, node.start().line);
    let spot = object.root.at(&["spec", "scaleTargetRef", "name"]).unwrap_or(&object.root);
    let diagnostic = Diagnostic::new(&FIXED_REPLICAS, message).help(help);
    context.push(diagnostic, Spot::from(spot), "spec.scaleTargetRef.name");
}

/// A share of what is requested needs a request, of each container.
fn of_resource(
    context: &mut Context<'_>,
    object: &Object,
    workload: &Object,
    resource: &Node,
    path: &str,
    index: &Index<'_>,
) {
    let Some(name) = filled(resource, "name") else { return };
    let Some(share) = resource.at(&["target", "averageUtilization"]) else { return };
    // A LimitRange gives a request to those that have none.
    if index.of_kind_in("LimitRange", &object.namespace).next().is_some() {
        return;
    }
    let Some(pod) = pod(workload) else { return };
    let containers = items(pod.spec, "containers");
    let has = |container: &Node, part: &str| container.at(&["resources", part, name]).is_some();
    let without = containers.iter().find(|each| !has(each, "requests") && !has(each, "limits"));
    if let Some(container) = without {
        let message = format!(
            "the container `{}` of the {} `{}` requests no {name}, of which this is a share",
            text(container, "name").unwrap_or_default(),
            workload.kind,
            workload.name
        );
        let help = format!(
            "add `resources.requests.{name}` to the container: without it nothing is scaled"
        );
        let diagnostic = Diagnostic::new(&AUTOSCALER_REQUEST, message).help(help);
        context.push(diagnostic, Spot::from(share), &format!("{path}.target.averageUtilization"));
    }
}

/// KEDA's ScaledObject: its target, how it logs in, and variables that it reads from the target.
pub(super) fn scaled_object(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    let workload = workload(context, object, index);
    if let Some(workload) = workload {
        fixed(context, object, workload);
    }
    for (at, trigger) in list(&object.root, &["spec", "triggers"]).iter().enumerate() {
        if let Some(login) = trigger.get("authenticationRef")
            && let (Some(name), Some(node)) = (filled(login, "name"), given(login, "name"))
        {
            let path = format!("spec.triggers[{at}].authenticationRef.name");
            let kind = text(login, "kind").unwrap_or("TriggerAuthentication");
            let space =
                if kind == "TriggerAuthentication" { object.namespace.as_str() } else { "" };
            expect(context, index, [kind, space, name], node, &path);
        }
        if let Some(workload) = workload {
            let path = format!("spec.triggers[{at}].metadata");
            variables(context, trigger, workload, &path, index);
        }
    }
}

/// `passwordFromEnv: X` and its like name a variable of a container of the target, by default its first.
fn variables<'i>(
    context: &mut Context<'_>,
    trigger: &Node,
    workload: &'i Object,
    path: &str,
    index: &Index<'i>,
) {
    let named = trigger.get("metadata").map_or(&[][..], |node| node.entries());
    let named: Vec<_> = named.iter().filter(|entry| entry.key.ends_with("FromEnv")).collect();
    if named.is_empty() {
        return;
    }
    let Some(pod) = pod(workload) else { return };
    let Some(container) = items(pod.spec, "containers").first() else { return };
    let environment = Environment::of(container, &pod, index);
    for entry in named {
        let Some(name) = entry.value.text().filter(|name| !name.is_empty()) else { continue };
        if environment.lacks(name) {
            let message =
                format!("the first container of `{}` has no variable `{name}`", workload.name);
            let help = "name a variable in its `env`, or use an `authenticationRef`";
            let diagnostic = Diagnostic::new(&TRIGGER_VARIABLE, message).help(help);
            context.push(diagnostic, Spot::from(&entry.value), &format!("{path}[{}]", entry.key));
        }
    }
}

/// Secrets that KEDA logs in with.
pub(super) fn authentication(
    context: &mut Context<'_>,
    object: &Object,
    index: &Index<'_>,
    missing: &mut Missing,
) {
    for (at, each) in list(&object.root, &["spec", "secretTargetRef"]).iter().enumerate() {
        let path = format!("spec.secretTargetRef[{at}]");
        secret::reference(context, each, &path, &object.namespace, index, missing);
    }
}

/// Two autoscalers of one workload undo each other's work.
pub(super) fn twice(index: &Index<'_>, version: Kubernetes, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<[&str; 3], &Object> = BTreeMap::new();
    for object in scaling(index) {
        let Some((kind, name, node)) = target(object) else { continue };
        let key = [object.namespace.as_str(), kind, name];
        let Some(before) = first.get(&key) else {
            first.insert(key, object);
            continue;
        };
        if before.name == object.name && before.kind == object.kind {
            continue;
        }
        let message = format!("the {} `{}` scales this {kind} too", before.kind, before.name);
        let help = "keep one of them, with all metrics in it";
        let diagnostic = Diagnostic::new(&TWO_AUTOSCALERS, message).help(help);
        let mut context = Context::new(object, version, found);
        context.push(diagnostic, Spot::from(node), "spec.scaleTargetRef.name");
    }
}
