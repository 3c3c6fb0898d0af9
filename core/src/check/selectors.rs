//! Selectors across objects: a Service, a budget, a policy or an autoscaler that reaches nothing.

use super::context::{Context, Spot, filled, given, items, text};
use super::index::{Index, pairs};
use super::object::Object;
use crate::diagnostic::{Diagnostic, Severity, Tier};
use crate::facts::Kubernetes;

/// A Service that selects more pods is not judged by their ports.
const MOST_PODS: usize = 200;

/// Judges every selector of the folder. Without a single pod in it nothing can be said.
pub(super) fn check(index: &Index<'_>, version: Kubernetes, found: &mut Vec<Diagnostic>) {
    for object in index.objects {
        let mut context = Context::new(object, version, found);
        match object.kind.as_str() {
            _ if index.pods.is_empty() => {}
            "Service" => service(&mut context, object, index),
            "PodDisruptionBudget" => labels(&mut context, object, index, "selector"),
            "NetworkPolicy" => labels(&mut context, object, index, "podSelector"),
            "HorizontalPodAutoscaler" => autoscaler(&mut context, object, index),
            _ => {}
        }
    }
}

fn service(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    let Some(spec) = object.root.get("spec") else { return };
    let labels = pairs(spec, "selector");
    if labels.is_empty() || text(spec, "type") == Some("ExternalName") {
        return;
    }
    if index.selected(&object.namespace, &labels, &[]).next().is_none() {
        unmatched(context, object, "spec.selector", spec.get("selector"));
        return;
    }
    for (at, port) in items(spec, "ports").iter().enumerate() {
        let Some(name) = filled(port, "targetPort") else { continue };
        if name.bytes().all(|each| each.is_ascii_digit()) {
            continue;
        }
        let has = |pod: &super::index::Pod<'_>| super::refs::has_port(pod.spec, name);
        let mut pods = index.selected(&object.namespace, &labels, &[]);
        // Behind very many pods nothing is said: to look at all would take long.
        let lacks = pods.by_ref().take(MOST_PODS).all(|pod| !has(pod));
        if lacks && pods.next().is_none() {
            let Some(node) = port.get("targetPort") else { continue };
            let message = format!("no container behind this Service has a port named `{name}`");
            let diagnostic = Diagnostic::new("target-port", Tier::Broken, Severity::Error, message)
                .help("name a port in the container's `ports`, or give the number");
            context.report(diagnostic, Spot::from(node), &format!("spec.ports[{at}].targetPort"));
        }
    }
}

fn labels(context: &mut Context<'_>, object: &Object, index: &Index<'_>, field: &str) {
    let Some(selector) = object.root.at(&["spec", field]) else { return };
    let labels = pairs(selector, "matchLabels");
    let expressions = items(selector, "matchExpressions");
    // An empty selector means every pod of the namespace.
    if labels.is_empty() && expressions.is_empty() {
        return;
    }
    if index.selected(&object.namespace, &labels, expressions).next().is_none() {
        unmatched(context, object, &format!("spec.{field}"), Some(selector));
    }
}

fn unmatched(
    context: &mut Context<'_>,
    object: &Object,
    path: &str,
    node: Option<&crate::yaml::Node>,
) {
    let Some(node) = node else { return };
    let message = format!("this {} selects no pod of the folder", object.kind);
    let diagnostic = Diagnostic::new("selects-nothing", Tier::Broken, Severity::Warning, message)
        .help("make its labels those of a pod template, or check the whole folder");
    context.report(diagnostic, Spot { place: node.start, width: node.width() }, path);
}

fn autoscaler(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    let Some(target) = object.root.at(&["spec", "scaleTargetRef"]) else { return };
    let (Some(kind), Some(name)) = (filled(target, "kind"), filled(target, "name")) else {
        return;
    };
    if !matches!(kind, "Deployment" | "StatefulSet" | "ReplicaSet") {
        return;
    }
    if index.find(kind, &object.namespace, name).is_none() {
        let Some(node) = given(target, "name") else { return };
        let message = format!("there is no {kind} `{name}` in this folder");
        let diagnostic =
            Diagnostic::new("missing-target", Tier::Broken, Severity::Warning, message)
                .help("name the workload that shall be scaled");
        context.report(diagnostic, Spot::from(node), "spec.scaleTargetRef.name");
    }
}
