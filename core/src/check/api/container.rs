//! A container and its ports.

use super::super::context::{Context, as_int, filled, given, items, text};
use super::super::names;
use super::field::needed;
use super::number::between;
use super::{deprecated, probe, restart};
use crate::check::api::shared::{DUPLICATE_NAME, POD, none_of};
use crate::diagnostic::rules;
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;
use std::collections::BTreeSet;

rules! {
    pub(crate) const IMAGE: Rule = Rule {
        name: "image",
        tier: Refused,
        severity: Error,
        says: "the name of an image begins or ends with a space",
        why: "The API server rejects such a Pod, and no registry has such an image.",
    };
}

/// Its name, image and ports.
pub(super) fn container(context: &mut Context<'_>, node: &Node) {
    names::require(context, node, "name", "a container", names::dns_label);
    needed(context, node, &["image"]);
    probe::of_container(context, node);
    restart::container(context, node);
    resize(context, node);
    deprecated::container(context, node);
    if let (Some(image), "Pod", Some(spot)) =
        (filled(node, "image"), context.kind, node.get("image"))
        && image.trim() != image
    {
        let message = "an image cannot begin or end with a space";
        context.report(&IMAGE, spot, "image", message, "remove the space");
    }
    let mut seen = BTreeSet::new();
    for (at, port) in items(node, "ports").iter().enumerate() {
        let Some(name) = filled(port, "name") else { continue };
        if names::port_name(name).is_some() {
            continue;
        }
        if let (false, Some(spot)) = (seen.insert(name), port.get("name")) {
            let message = format!("there is another port named `{name}` in this container");
            let path = format!("ports[{at}].name");
            context.report(&DUPLICATE_NAME, spot, &path, message, "rename one of them");
        }
    }
}

/// A container that is put into a running pod.
pub(super) fn ephemeral(context: &mut Context<'_>, node: &Node) {
    names::require(context, node, "name", "a container", names::dns_label);
    needed(context, node, &["image"]);
    for key in [
        "ports",
        "resources",
        "livenessProbe",
        "readinessProbe",
        "startupProbe",
        "lifecycle",
        "resizePolicy",
        "restartPolicy",
        "restartPolicyRules",
    ] {
        let Some(spot) = given(node, key) else { continue };
        let empty = key == "resources" && spot.entries().iter().all(|entry| entry.value.is_null());
        if !empty {
            if !matches!(key, "ports" | "restartPolicyRules") {
                context.forget(key);
            }
            let message = format!("an ephemeral container has no `{key}`");
            context.report(&POD, spot, key, message, format!("remove `{key}`"));
        }
    }
    for (at, mount) in items(node, "volumeMounts").iter().enumerate() {
        for key in ["subPath", "subPathExpr"] {
            if filled(mount, key).is_some() {
                let path = format!("volumeMounts[{at}].{key}");
                let message = format!("an ephemeral container has no `{key}`");
                context.report(&POD, mount, &path, message, format!("remove `{key}`"));
            }
        }
    }
    resize(context, node);
    deprecated::container(context, node);
}

/// One port of a container.
pub(super) fn port(context: &mut Context<'_>, node: &Node) {
    names::require(context, node, "name", "a port", names::port_name);
    if let Some(value) = given(node, "containerPort") {
        if as_int(value) == Some(0) {
            let message = "`containerPort` is missing: 0 is as good as none";
            let help = "write a number from 1 to 65535";
            context.report(&MISSING_FIELD, value, "containerPort", message, help);
        } else {
            between(context, node, "containerPort", 1, 65535);
        }
    }
    if given(node, "hostPort").and_then(as_int) != Some(0) {
        between(context, node, "hostPort", 1, 65535);
    }
}

/// What happens to a container whose resources change. The API server names the list, not the item.
fn resize(context: &mut Context<'_>, node: &Node) {
    let mut seen = BTreeSet::new();
    for (at, policy) in items(node, "resizePolicy").iter().enumerate() {
        let resource = text(policy, "resourceName").unwrap_or_default();
        if !seen.insert(resource) {
            let message = format!("`{resource}` stands here twice");
            let path = format!("resizePolicy[{at}]");
            context.report(&DUPLICATE_NAME, policy, &path, message, "keep one of the two");
        }
        let choices: [(&str, &[&'static str]); 2] = [
            ("resourceName", &["cpu", "memory"]),
            ("restartPolicy", &["NotRequired", "RestartContainer"]),
        ];
        for (key, known) in choices {
            let value = text(policy, key).unwrap_or_default();
            if !known.contains(&value) {
                let spot = given(policy, key).unwrap_or(policy);
                let message = format!("`{value}` is no choice for `{key}`");
                let help = format!("write `{}`", known.join("` or `"));
                none_of(context, spot, "resizePolicy", message, help, known);
            }
        }
    }
}

/// The name of a container or volume, for the finding of twins.
pub(super) fn twins<'n>(
    context: &mut Context<'_>,
    seen: &mut BTreeSet<&'n str>,
    list: &str,
    nodes: &'n [Node],
) {
    for (at, node) in nodes.iter().enumerate() {
        let Some(name) = text(node, "name").filter(|name| !name.is_empty()) else { continue };
        // A faulty volume is none.
        let is_none = list == "volumes" && context.is_faulty(&format!("{list}[{at}]"));
        let is_new = if is_none { !seen.contains(name) } else { seen.insert(name) };
        if let (false, Some(spot)) = (is_new, node.get("name")) {
            let message = format!("there is another one named `{name}` in this pod");
            let path = format!("{list}[{at}].name");
            context.report(&DUPLICATE_NAME, spot, &path, message, "rename one of them");
        }
    }
}
