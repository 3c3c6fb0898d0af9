//! The Prometheus operator's monitors: what they select.

use crate::check::context::{Context, bool, items, list};
use crate::check::index::{Index, pairs, selected_by};
use crate::check::object::Object;
use crate::check::refs::{monitor_port, selects_nothing};
use crate::yaml::Node;

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
        selects_nothing::of_monitor(context, object, what, selector);
        return;
    }
    monitor_port::check(context, object, selected, index);
}
