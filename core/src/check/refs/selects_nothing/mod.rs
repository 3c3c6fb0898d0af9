//! Label selectors that reach no pod, or no Service, of the folder.

#[cfg(test)]
mod tests;

use crate::check::context::{Context, Spot, items, list};
use crate::check::index::{Index, Pod, selected_by};
use crate::check::object::Object;
use crate::diagnostic::{Diagnostic, rule};
use crate::yaml::Node;

rule! {
    pub(in crate::check) const SELECTS_NOTHING: Rule = Rule {
        name: "selects-nothing",
        tier: Broken,
        severity: Warning,
        says: "a Service, budget or network policy selects no pod of the folder",
        why: "A Service without pods answers nothing, a policy without pods protects nothing.",
        aliases: [
            "kube-linter/dangling-service",
            "kube-linter/dangling-networkpolicy",
            "kube-score/service-targets-pod",
        ],
    };
}

/// A selector below `spec` that has to match a pod of the namespace.
pub(super) fn of_pods(
    context: &mut Context<'_>,
    object: &Object,
    selector: Option<&Node>,
    path: &str,
    index: &Index<'_>,
) {
    if let Some(selector) = reaching_nothing(object, selector, index) {
        unmatched(context, object, path, Some(selector));
    }
}

/// The pods that a rule of a NetworkPolicy names.
pub(super) fn of_peer(
    context: &mut Context<'_>,
    object: &Object,
    peer: &Node,
    path: &str,
    index: &Index<'_>,
) {
    if let Some(node) = reaching_nothing(object, peer.get("podSelector"), index) {
        let message = "this rule names pods of which the folder has none";
        let help = "make its labels those of a pod template; pods of another namespace need a `namespaceSelector` beside them";
        let diagnostic = Diagnostic::new(&SELECTS_NOTHING, message).help(help);
        context.push(diagnostic, Spot::from(node), path);
    }
}

/// The pods beside which a pod has to run.
pub(super) fn of_neighbours(context: &mut Context<'_>, pod: &Pod<'_>, index: &Index<'_>) {
    let required = ["affinity", "podAffinity", "requiredDuringSchedulingIgnoredDuringExecution"];
    for (at, term) in list(pod.spec, &required).iter().enumerate() {
        if term.get("namespaces").is_some() || term.get("namespaceSelector").is_some() {
            continue;
        }
        let Some(selector) = term.get("labelSelector") else { continue };
        let labels = selected_by(selector, "matchLabels");
        let expressions = items(selector, "matchExpressions");
        let mut found = index.selected(&pod.object.namespace, &labels, expressions);
        if found.next().is_none() {
            let message = "this pod has to run beside pods of which the folder has none";
            let help = "make `labelSelector` match the labels of a pod template; without such a pod it finds no node";
            let diagnostic = Diagnostic::new(&SELECTS_NOTHING, message).help(help);
            let path = format!("{}[{at}].labelSelector", required.join("."));
            context.push(diagnostic, Spot::from(selector), &path);
        }
    }
}

/// Reports the selector of a monitor that selects no pod, or no Service.
pub(super) fn of_monitor(context: &mut Context<'_>, object: &Object, what: &str, selector: &Node) {
    let message = format!("this {} selects no {what} of the folder", object.kind);
    let help = format!(
        "make its labels those of a {what} (of a Service itself, not of its pods), or check the whole folder"
    );
    let diagnostic = Diagnostic::new(&SELECTS_NOTHING, message).help(help);
    context.push(diagnostic, Spot::from(selector), "spec.selector");
}

/// Reports one that matches nothing.
pub(super) fn unmatched(
    context: &mut Context<'_>,
    object: &Object,
    path: &str,
    node: Option<&Node>,
) {
    let Some(node) = node else { return };
    let message = format!("this {} selects no pod of the folder", object.kind);
    let help = "make its labels those of a pod template, or check the whole folder";
    let diagnostic = Diagnostic::new(&SELECTS_NOTHING, message).help(help);
    context.push(diagnostic, Spot { place: node.start(), width: node.width() }, path);
}

/// A selector that matches no pod of the object's namespace, though it has to. In a folder without a single
/// pod nothing can be said.
fn reaching_nothing<'n>(
    object: &Object,
    selector: Option<&'n Node>,
    index: &Index<'_>,
) -> Option<&'n Node> {
    let selector = selector.filter(|_| !index.pods.is_empty())?;
    let labels = selected_by(selector, "matchLabels");
    let expressions = items(selector, "matchExpressions");
    // An empty selector means every pod of the namespace.
    let is_empty = labels.is_empty() && expressions.is_empty();
    let is_ours = is_empty
        || index.selected(&object.namespace, &labels, expressions).next().is_some()
        || is_operated(object, index, &labels);
    (!is_ours).then_some(selector)
}

/// Labels that CloudNativePG gives the pods of an object, by whose name they are told, and the kind of that object.
const OPERATED: [(&str, &str); 2] =
    [("cnpg.io/cluster", "Cluster"), ("cnpg.io/poolerName", "Pooler")];

/// A label of pods that no manifest has: cert-manager makes one to answer Let's Encrypt.
const PASSING: &str = "acme.cert-manager.io/http01-solver";

/// Whether the pods are those that an operator makes, for an object of the folder or for a while.
fn is_operated(object: &Object, index: &Index<'_>, labels: &[(&str, &str)]) -> bool {
    if labels.iter().any(|(key, _)| *key == PASSING) {
        return true;
    }
    OPERATED.iter().any(|(key, kind)| {
        let name = labels.iter().find(|(label, _)| label == key);
        name.is_some_and(|(_, name)| index.find(kind, &object.namespace, name).is_some())
    })
}
