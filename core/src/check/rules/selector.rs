//! Label selectors.

use super::super::context::{Context, entries, filled, given, items, text};
use super::super::index::{fits, pairs};
use super::super::names;
use crate::yaml::Node;

/// The labels of a selector are labels.
pub(super) fn selector(context: &mut Context<'_>, node: &Node) {
    names::labels(context, node, "matchLabels");
}

/// Some operators need values, the others have none.
pub(super) fn requirement(context: &mut Context<'_>, node: &Node) {
    if let (Some(key), Some(value)) = (filled(node, "key"), node.get("key"))
        && let Some(help) = names::qualified(key)
    {
        let message = format!("`{key}` cannot be the key of a label");
        context.refused("label", value, "key", message, help);
    }
    let count = items(node, "values").len();
    match text(node, "operator") {
        Some("In" | "NotIn") if count == 0 => {
            let message = "`In` and `NotIn` need `values`";
            context.refused("selector", node, "values", message, "add the values");
        }
        Some("Exists" | "DoesNotExist") if count > 0 => {
            let message = "`Exists` and `DoesNotExist` have no `values`";
            let spot = given(node, "values").unwrap_or(node);
            context.refused("selector", spot, "values", message, "remove `values`");
        }
        None | Some("") => {
            let message = "`operator` is missing";
            context.refused("missing-field", node, "operator", message, "add `operator: In`");
        }
        Some(_) => {}
    }
}

/// The selector of a workload has to be there, say something, and match the pods that it makes.
pub(super) fn of_template(context: &mut Context<'_>, spec: &Node) {
    let Some(selector) = given(spec, "selector") else {
        let place = spec.at(&["template", "metadata", "labels"]).unwrap_or(spec);
        let message = "without `selector` the labels of the template match nothing";
        let help = "add `selector.matchLabels` with these labels";
        context.refused("selector", place, "template.metadata.labels", message, help);
        return;
    };
    let labels = pairs(selector, "matchLabels");
    let expressions = items(selector, "matchExpressions");
    if labels.is_empty() && expressions.is_empty() {
        let message = "an empty selector matches no pod of its own";
        let help = "add `matchLabels` with labels of the template";
        context.refused("selector", selector, "selector", message, help);
    }
    let own = spec.at(&["template", "metadata"]).map(|meta| pairs(meta, "labels"));
    let own: std::collections::BTreeMap<&str, &str> = own.unwrap_or_default().into_iter().collect();
    let matched = labels.iter().all(|(key, value)| own.get(key) == Some(value))
        && expressions.iter().all(|expression| fits(expression, &own));
    if !matched {
        let place = spec.at(&["template", "metadata", "labels"]).unwrap_or(selector);
        let message = "the labels of the template do not match `selector`";
        let help = match labels.iter().find(|(key, value)| own.get(key) != Some(value)) {
            Some((key, value)) => format!("add the label `{key}: {value}` to the template"),
            None => "give the template labels that its selector matches".into(),
        };
        context.refused("selector", place, "template.metadata.labels", message, help);
    }
}

/// A selector that is a plain map, as that of a Service.
pub(super) fn plain(context: &mut Context<'_>, node: &Node, field: &str) {
    if !entries(node, field).is_empty() {
        names::labels(context, node, field);
    }
}
