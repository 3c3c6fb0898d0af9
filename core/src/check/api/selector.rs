//! Label selectors.

use super::super::context::{Context, entries, filled, given, items, text};
use super::super::index::{fits, pairs};
use super::super::names;
use crate::check::names::LABEL;
use crate::diagnostic::rules;
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;
use std::collections::BTreeMap;

rules! {
    pub(crate) const SELECTOR: Rule = Rule {
        name: "selector",
        tier: Refused,
        severity: Error,
        says: "a selector cannot match, or does not match the pods of its own workload",
        why: "A workload finds its pods by these labels; one that could not is rejected, for it would make pods without end.",
        aliases: ["kube-linter/mismatching-selector"],
        marks: [Completed],
    };
}

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
        context.report(&LABEL, value, "key", message, help);
    }
    let values = items(node, "values");
    match text(node, "operator") {
        Some("In" | "NotIn") if values.is_empty() => {
            let message = "`In` and `NotIn` need `values`";
            context.report(&SELECTOR, node, "values", message, "add the values");
        }
        Some("Exists" | "DoesNotExist") if !values.is_empty() => {
            let message = "`Exists` and `DoesNotExist` have no `values`";
            let spot = given(node, "values").unwrap_or(node);
            context.report(&SELECTOR, spot, "values", message, "remove `values`");
        }
        None | Some("") => {
            let message = "`operator` is missing";
            context.report(&MISSING_FIELD, node, "operator", message, "add `operator: In`");
        }
        Some(_) => {}
    }
    for (at, value) in values.iter().enumerate() {
        let text = value.text().filter(|_| !value.is_null()).unwrap_or_default();
        if let Some(help) = names::label_value(text) {
            let message = format!("`{text}` cannot be the value of a label");
            context.report(&LABEL, value, &format!("values[{at}]"), message, help);
        }
    }
}

/// Whether a selector cannot be made of this.
pub(super) fn is_broken(selector: &Node) -> bool {
    let bad_key = |key: &str| names::qualified(key).is_some();
    let bad_value = |node: &Node| {
        names::label_value(node.text().filter(|_| !node.is_null()).unwrap_or_default()).is_some()
    };
    entries(selector, "matchLabels").iter().any(|it| bad_key(&it.key) || bad_value(&it.value))
        || items(selector, "matchExpressions").iter().any(|wish| {
            let values = items(wish, "values");
            let fits = match text(wish, "operator") {
                Some("In" | "NotIn") => !values.is_empty(),
                Some("Exists" | "DoesNotExist") => values.is_empty(),
                Some(_) | None => false,
            };
            !fits || bad_key(text(wish, "key").unwrap_or_default()) || values.iter().any(bad_value)
        })
}

/// The selector of a workload has to be there, say something, and match the pods that it makes.
/// Without a selector that can be read, the API server does not look at the template.
pub(super) fn of_template(context: &mut Context<'_>, spec: &Node) {
    let Some(selector) = given(spec, "selector") else {
        let place = template_labels(spec);
        let message = "without `selector` the labels of the template match nothing";
        let help = "add `selector.matchLabels` with these labels";
        context.report(&SELECTOR, place, "template.metadata.labels", message, help);
        return;
    };
    if is_broken(selector) {
        if matches!(context.kind, "Deployment" | "ReplicaSet" | "StatefulSet") {
            context.forget("template");
            let message = "the API server cannot read this selector";
            let help = "fix its keys, operators and values";
            context.report(&SELECTOR, selector, "selector", message, help);
        }
        return;
    }
    if entries(selector, "matchLabels").is_empty() && items(selector, "matchExpressions").is_empty()
    {
        if context.kind != "Job" {
            let message = "an empty selector matches no pod of its own";
            let help = "add `matchLabels` with labels of the template";
            context.report(&SELECTOR, selector, "selector", message, help);
        }
        return;
    }
    let own = spec.at(&["template", "metadata"]).map(|meta| pairs(meta, "labels"));
    let own: BTreeMap<&str, &str> = own.unwrap_or_default().into_iter().collect();
    if !selects(selector, &own) {
        mismatch(context, spec, selector, &own);
    }
}

/// Whether a selector matches labels.
pub(super) fn selects(selector: &Node, labels: &BTreeMap<&str, &str>) -> bool {
    pairs(selector, "matchLabels").iter().all(|(key, value)| labels.get(key) == Some(value))
        && items(selector, "matchExpressions").iter().all(|wish| fits(wish, labels))
}

/// The labels of a template, or what lacks them.
pub(super) fn template_labels(spec: &Node) -> &Node {
    ["template", "metadata", "labels"]
        .iter()
        .fold((spec, true), |(node, whole), key| match given(node, key) {
            Some(next) if whole => (next, true),
            _ => (node, false),
        })
        .0
}

/// Says that the labels of a template do not match.
pub(super) fn mismatch(
    context: &mut Context<'_>,
    spec: &Node,
    selector: &Node,
    own: &BTreeMap<&str, &str>,
) {
    let place = template_labels(spec);
    let message = "the labels of the template do not match `selector`";
    let wanted = pairs(selector, "matchLabels");
    let help = match wanted.iter().find(|(key, value)| own.get(key) != Some(value)) {
        Some((key, value)) => format!("add the label `{key}: {value}` to the template"),
        None => "give the template labels that its selector matches".into(),
    };
    context.report(&SELECTOR, place, "template.metadata.labels", message, help);
}

/// A selector that is a plain map, as that of a Service.
pub(super) fn plain(context: &mut Context<'_>, node: &Node, field: &str) {
    if !entries(node, field).is_empty() {
        names::labels(context, node, field);
    }
}
