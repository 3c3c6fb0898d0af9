//! Where pods may run: affinity, tolerations, spread.

use super::super::context::{Context, entries, filled, given, items, text};
use super::super::names;
use super::number::between;
use crate::check::api::selector::SELECTOR;
use crate::check::api::shared::none_of;
use crate::check::names::{LABEL, NAME};
use crate::diagnostic::rules;
use crate::facts::Kubernetes;
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;
use std::collections::BTreeSet;

rules! {
    pub(crate) const AFFINITY: Rule = Rule {
        name: "affinity",
        tier: Refused,
        severity: Error,
        says: "parts of an affinity term contradict each other",
        why: "`matchLabelKeys` is merged into the label selector when a pod is made, so a key that is already there, or that is both wanted and unwanted, has no meaning and is rejected.",
    };
    pub(crate) const NULL_SELECTOR: Rule = Rule {
        name: "null-selector",
        tier: Warned,
        severity: Warning,
        says: "a rule for spreading pods has no selector",
        why: "Without `labelSelector` it counts no pod, so that nothing is spread.",
    };
    pub(crate) const ODD_LABEL: Rule = Rule {
        name: "odd-label",
        tier: Warned,
        severity: Warning,
        says: "a preferred node affinity asks for a value that no label has",
        why: "No node can match, so the preference does nothing.",
    };
    pub(crate) const TOLERATION: Rule = Rule {
        name: "toleration",
        tier: Refused,
        severity: Error,
        says: "key, operator and value of a toleration do not fit together",
        why: "The API server rejects the pod, and with it the workload.",
    };
}

/// A preference weighs from 1 to 100.
pub(super) fn weight(context: &mut Context<'_>, node: &Node) {
    if given(node, "weight").is_some() {
        between(context, node, "weight", 1, 100);
    }
}

/// Which nodes: keys, operators and values.
pub(super) fn node_term(context: &mut Context<'_>, node: &Node) {
    for (at, wish) in items(node, "matchExpressions").iter().enumerate() {
        let mark = context.path.field("matchExpressions");
        context.path.index(at);
        label_key(context, wish, "key");
        super::deprecated::node_label(context, wish, "key");
        operator(context, wish);
        for (nth, value) in items(wish, "values").iter().enumerate() {
            let text = value.text().filter(|_| !value.is_null()).unwrap_or_default();
            // What is only preferred is taken with a warning.
            let preferred =
                context.path.parent().is_some_and(|path| path.contains("referredDuring"))
                    && context.kind != "PersistentVolume";
            let Some(help) = names::label_value(text) else { continue };
            let message = format!("`{text}` cannot be the value of a label");
            let path = format!("values[{nth}]");
            if preferred {
                context.report(&ODD_LABEL, value, &path, message, help);
            } else {
                context.report(&LABEL, value, &path, message, help);
            }
        }
        context.path.back(mark);
    }
    for (at, wish) in items(node, "matchFields").iter().enumerate() {
        let mark = context.path.field("matchFields");
        context.path.index(at);
        by_field(context, wish);
        context.path.back(mark);
    }
}

fn operator(context: &mut Context<'_>, wish: &Node) {
    let count = items(wish, "values").len();
    let spot = given(wish, "values").unwrap_or(wish);
    match filled(wish, "operator") {
        Some("In" | "NotIn") if count == 0 => {
            let message = "`In` and `NotIn` need `values`";
            context.report(&SELECTOR, spot, "values", message, "add the values");
        }
        Some("Exists" | "DoesNotExist") if count > 0 => {
            let message = "`Exists` and `DoesNotExist` have no `values`";
            context.report(&SELECTOR, spot, "values", message, "remove `values`");
        }
        Some("Gt" | "Lt") if count != 1 => {
            let message = "`Gt` and `Lt` need one value";
            context.report(&SELECTOR, spot, "values", message, "write one number");
        }
        None => {
            let message = "`operator` is missing";
            context.report(&MISSING_FIELD, wish, "operator", message, "add `operator: In`");
        }
        Some("In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt") => {}
        Some(other) => {
            let spot = given(wish, "operator").unwrap_or(wish);
            let message = format!("`{other}` is no operator");
            let help = "write `In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` or `Lt`";
            let words = ["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"];
            none_of(context, spot, "operator", message, help, &words);
        }
    }
}

/// Only the name of a node can be asked for.
fn by_field(context: &mut Context<'_>, wish: &Node) {
    let key = text(wish, "key").unwrap_or_default();
    if let (false, Some(spot)) = (key == "metadata.name", given(wish, "key")) {
        let message = format!("`{key}` is no field that selects nodes");
        context.report(&SELECTOR, spot, "key", message, "write `metadata.name`");
    }
    for (nth, value) in items(wish, "values").iter().enumerate().filter(|_| key == "metadata.name")
    {
        if let Some(help) = names::dns_subdomain(value.text().unwrap_or_default()) {
            let message = "this cannot be the name of a node";
            context.report(&NAME, value, &format!("values[{nth}]"), message, help);
        }
    }
    let operator = text(wish, "operator").unwrap_or_default();
    if !matches!(operator, "In" | "NotIn") {
        let spot = given(wish, "operator").unwrap_or(wish);
        let message = format!("`{operator}` is no operator for a field");
        context.report(&SELECTOR, spot, "operator", message, "write `In` or `NotIn`");
    } else if items(wish, "values").len() != 1 {
        let spot = given(wish, "values").unwrap_or(wish);
        let message = "a field is compared to one value";
        context.report(&SELECTOR, spot, "values", message, "write one name");
    }
}

/// What counts as one place, and which pods count.
pub(super) fn affinity_term(context: &mut Context<'_>, node: &Node) {
    label_key(context, node, "topologyKey");
    match_keys(context, node);
    for space in items(node, "namespaces") {
        let name = space.text().unwrap_or_default();
        if let Some(help) = names::dns_label(name) {
            let message = format!("`{name}` cannot be the name of a namespace");
            // The API server prints the field without its plural.
            context.report(&NAME, space, "namespace", message, help);
        }
    }
    if given(node, "labelSelector").is_none() {
        null_selector(context, node);
    }
}

fn null_selector(context: &mut Context<'_>, node: &Node) {
    let message = "without `labelSelector` no pod is meant";
    let help = "add `labelSelector` with the labels of the pods";
    context.report(&NULL_SELECTOR, node, "labelSelector", message, help);
}

/// Keys whose values are taken from the pod itself. A Pod's own are put into the selector before it is judged.
fn match_keys(context: &mut Context<'_>, node: &Node) {
    let selector = given(node, "labelSelector");
    let other: BTreeSet<&str> =
        items(node, "mismatchLabelKeys").iter().filter_map(Node::text).collect();
    let wanted = items(node, "matchLabelKeys");
    for list in ["matchLabelKeys", "mismatchLabelKeys"] {
        let keys = items(node, list);
        if let (false, None, Some(spot)) = (keys.is_empty(), selector, given(node, list)) {
            let message = format!("`{list}` needs a `labelSelector`");
            context.report(&AFFINITY, spot, list, message, "add `labelSelector`");
            continue;
        }
        for (at, key) in keys.iter().enumerate() {
            let name = key.text().unwrap_or_default();
            if let Some(help) = names::qualified(name) {
                let message = format!("`{name}` cannot be the key of a label");
                context.report(&LABEL, key, &format!("{list}[{at}]"), message, help);
            }
        }
    }
    for (at, key) in wanted.iter().enumerate() {
        let name = key.text().unwrap_or_default();
        if other.contains(name) {
            let message = format!("`{name}` stands in `mismatchLabelKeys`, too");
            let path = format!("matchLabelKeys[{at}]");
            context.report(&AFFINITY, key, &path, message, "keep one of the two");
        }
    }
    let Some(selector) = selector else { return };
    let mut seen: BTreeSet<&str> =
        entries(selector, "matchLabels").iter().map(|entry| entry.key.as_str()).collect();
    for wish in items(selector, "matchExpressions") {
        let name = text(wish, "key").unwrap_or_default();
        let at = wanted.iter().rposition(|key| key.text() == Some(name));
        let again = seen.contains(name) || (context.kind == "Pod" && in_labels(context, name));
        if let (Some(at), true) = (at, again) {
            let message = format!("`{name}` stands in `labelSelector`, too");
            context.report(&AFFINITY, wish, &format!("[{at}]"), message, "keep one of the two");
        }
        seen.insert(name);
    }
}

/// Whether the pod has the label, so that the server has put it into the selector.
fn in_labels(context: &Context<'_>, name: &str) -> bool {
    context.root.at(&["metadata", "labels", name]).is_some()
}

fn label_key(context: &mut Context<'_>, node: &Node, field: &str) {
    let Some(key) = filled(node, field) else { return };
    if let (Some(help), Some(spot)) = (names::qualified(key), node.get(field)) {
        let message = format!("`{key}` cannot be the key of a label");
        context.report(&LABEL, spot, field, message, help);
    }
}

/// Key, operator and value of a toleration go together.
pub(super) fn toleration(context: &mut Context<'_>, node: &Node) {
    label_key(context, node, "key");
    let operator = filled(node, "operator").unwrap_or("Equal");
    let value = text(node, "value").unwrap_or_default();
    let spot = given(node, "operator").unwrap_or(node);
    match operator {
        "Equal" => {
            if let Some(help) = names::label_value(value) {
                let spot = given(node, "value").unwrap_or(node);
                let message = format!("`{value}` cannot be the value of a taint");
                context.report(&LABEL, spot, "operator", message, help);
            }
        }
        "Exists" if !value.is_empty() => {
            let spot = given(node, "value").unwrap_or(node);
            let message = "the operator `Exists` has no `value`";
            context.report(&TOLERATION, spot, "operator", message, "remove `value`");
        }
        "Exists" => {}
        other => {
            let message = format!("`{other}` is no operator of a toleration");
            let help = "write `Equal` or `Exists`";
            none_of(context, spot, "operator", message, help, &["Equal", "Exists"]);
        }
    }
    if filled(node, "key").is_none() && operator != "Exists" {
        let message = "a toleration without `key` needs the operator `Exists`";
        context.report(&TOLERATION, spot, "operator", message, "add `key`");
    }
    let forever = given(node, "tolerationSeconds").is_none();
    if !forever && text(node, "effect") != Some("NoExecute") {
        let spot = given(node, "effect").unwrap_or(node);
        let message = "`tolerationSeconds` needs the effect `NoExecute`";
        context.report(&TOLERATION, spot, "effect", message, "remove `tolerationSeconds`");
    }
}

/// A spread of at least 1.
pub(super) fn spread(context: &mut Context<'_>, node: &Node) {
    between(context, node, "maxSkew", 1, i128::from(i32::MAX));
    if let Some(spot) = given(node, "minDomains") {
        between(context, node, "minDomains", 1, i128::from(i32::MAX));
        if text(node, "whenUnsatisfiable") != Some("DoNotSchedule") {
            let message = "`minDomains` needs `whenUnsatisfiable: DoNotSchedule`";
            context.report(&AFFINITY, spot, "minDomains", message, "remove `minDomains`");
        }
    }
    super::deprecated::node_label(context, node, "topologyKey");
    if given(node, "labelSelector").is_none() {
        null_selector(context, node);
    }
    // Since 1.34 the keys are put into the selector, and judged as those of an affinity.
    if context.version >= Kubernetes::V1_34 {
        return match_keys(context, node);
    }
    let keys = items(node, "matchLabelKeys");
    let selector = given(node, "labelSelector");
    if let (false, None, Some(spot)) = (keys.is_empty(), selector, given(node, "matchLabelKeys")) {
        let message = "`matchLabelKeys` needs a `labelSelector`";
        context.report(&AFFINITY, spot, "matchLabelKeys", message, "add `labelSelector`");
    }
    for (at, key) in keys.iter().enumerate() {
        let name = key.text().unwrap_or_default();
        let path = format!("matchLabelKeys[{at}]");
        if let Some(help) = names::qualified(name) {
            let message = format!("`{name}` cannot be the key of a label");
            context.report(&LABEL, key, &path, message, help);
        }
        let again = selector.is_some_and(|selector| {
            selector.at(&["matchLabels", name]).is_some()
                || items(selector, "matchExpressions")
                    .iter()
                    .any(|it| text(it, "key") == Some(name))
        });
        if again {
            let message = format!("`{name}` stands in `labelSelector`, too");
            context.report(&AFFINITY, key, &path, message, "keep one of the two");
        }
    }
}
