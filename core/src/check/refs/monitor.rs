//! The Prometheus operator's monitors: what they select, and ports by name.

use super::super::context::{Context, Spot, bool, given, items};
use super::super::index::{Index, any_of, pairs, selected_by};
use super::super::object::Object;
use super::list;
use crate::check::refs::selector::SELECTS_NOTHING;
use crate::diagnostic::{Diagnostic, rules};
use crate::yaml::Node;

rules! {
    pub(crate) const MONITOR_PORT: Rule = Rule {
        name: "monitor-port",
        tier: Broken,
        severity: Error,
        says: "a monitor asks a port by a name that nothing it selects has",
        why: "Prometheus never scrapes the app, and says so nowhere but in its own log.",
    };
}

/// A ServiceMonitor or a PodMonitor.
pub(super) fn check(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    let is_pods = object.kind == "PodMonitor";
    let nothing = if is_pods { index.pods.is_empty() } else { index.services.is_empty() };
    let Some(selector) = object.root.at(&["spec", "selector"]).filter(|_| !nothing) else { return };
    let labels = if is_pods { selected_by } else { pairs }(selector, "matchLabels");
    let expressions = items(selector, "matchExpressions");
    let names = list(&object.root, &["spec", "namespaceSelector", "matchNames"]);
    let any = object.root.at(&["spec", "namespaceSelector"]).and_then(|node| bool(node, "any"));
    let spaces: Vec<&str> = match any {
        Some(true) => vec![""],
        _ if names.is_empty() => vec![object.namespace.as_str()],
        _ => names.iter().filter_map(Node::text).collect(),
    };
    let by_label = if is_pods { &index.pod_labels } else { &index.service_labels };
    let selected = || spaces.iter().flat_map(|space| by_label.select(space, &labels, expressions));
    if selected().next().is_none() {
        let what = if is_pods { "pod" } else { "Service" };
        let message = format!("this {} selects no {what} of the folder", object.kind);
        let help = format!(
            "make its labels those of a {what} (of a Service itself, not of its pods), or check the whole folder"
        );
        let diagnostic = Diagnostic::new(&SELECTS_NOTHING, message).help(help);
        context.push(diagnostic, Spot::from(selector), "spec.selector");
        return;
    }
    let field = if is_pods { "podMetricsEndpoints" } else { "endpoints" };
    for (at, endpoint) in list(&object.root, &["spec", field]).iter().enumerate() {
        let Some(node) = given(endpoint, "port") else { continue };
        let Some(name) = node.text() else { continue };
        let has = |at: usize| {
            let pod = || index.pods.get(at).map(|pod| pod.object);
            let service = || index.services.get(at).copied();
            let object = if is_pods { pod() } else { service() };
            object.is_some_and(|object| index.has_port(object, "name", name))
        };
        if !any_of(selected(), has) {
            let what = if is_pods { "pod" } else { "Service" };
            let message = format!("no {what} that this selects has a port named `{name}`");
            let help = format!("name a port of the {what}: by its name, not its number");
            let diagnostic = Diagnostic::new(&MONITOR_PORT, message).help(help);
            context.push(diagnostic, Spot::from(node), &format!("spec.{field}[{at}].port"));
        }
    }
}
