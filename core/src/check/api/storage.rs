//! Claims of storage.

use super::super::context::{Context, filled, given, items, text};
use super::super::names;
use super::super::quantity::Quantity;
use super::deprecated;
use crate::check::api::shared::{RANGE, none_of};
use crate::check::names::NAME;
use crate::diagnostic::rules;
use crate::facts::Kubernetes;
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;
use std::cmp::Ordering;

rules! {
    pub(crate) const STORAGE: Rule = Rule {
        name: "storage",
        tier: Refused,
        severity: Error,
        says: "parts of a volume claim contradict each other",
        why: "The API server rejects the claim, and every pod that mounts it waits.",
    };
}

/// A claim's spec.
pub(super) fn claim(context: &mut Context<'_>, node: &Node) {
    // Before 1.34 the claims of a StatefulSet were not judged.
    if context.kind == "StatefulSet" && context.version < Kubernetes::V1_34 {
        return;
    }
    access(context, node, "`accessModes` is missing");
    size(context, node);
    names::require(context, node, "storageClassName", "a StorageClass", names::dns_subdomain);
    // The field was dropped before 1.34.
    if context.version >= Kubernetes::V1_34 {
        let class = "a VolumeAttributesClass";
        names::require(context, node, "volumeAttributesClassName", class, names::dns_subdomain);
    }
    source(context, node);
}

/// The ways to mount.
pub(super) fn access(context: &mut Context<'_>, node: &Node, missing: &'static str) {
    const MODES: [&str; 4] = ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"];
    let modes = items(node, "accessModes");
    let spot = given(node, "accessModes").unwrap_or(node);
    if modes.is_empty() {
        context.report(&MISSING_FIELD, spot, "accessModes", missing, "add `ReadWriteOnce`");
    }
    for mode in modes {
        let text = mode.text().unwrap_or_default();
        if !MODES.contains(&text) {
            let message = format!("`{text}` is no access mode");
            let help = format!("write one of `{}`", MODES.join("`, `"));
            none_of(context, mode, "accessModes", message, help, &MODES);
        }
    }
    let pod = |mode: &Node| mode.text() == Some("ReadWriteOncePod");
    let other = |mode: &Node| !pod(mode) && mode.text().is_some_and(|text| MODES.contains(&text));
    if modes.iter().any(pod) && modes.iter().any(other) {
        let message = "`ReadWriteOncePod` stands alone";
        context.report(&STORAGE, spot, "accessModes", message, "remove the other modes");
    }
}

fn size(context: &mut Context<'_>, node: &Node) {
    let path = "resources[storage]";
    match node.at(&["resources", "requests", "storage"]).filter(|value| !value.is_null()) {
        None => {
            let spot = given(node, "resources").unwrap_or(node);
            let message = "the size of the storage is missing";
            let help = "add `resources.requests.storage`";
            context.report(&MISSING_FIELD, spot, path, message, help);
        }
        Some(size) => {
            let amount = size.text().and_then(Quantity::parse);
            if amount.is_some_and(|amount| amount.sign() != Ordering::Greater) {
                let message = "the size of the storage has to be more than 0";
                context.report(&RANGE, size, path, message, "write, say, `10Gi`");
            }
        }
    }
}

/// What the volume is filled from. Of a claim the server copies each of the two fields to the other.
fn source(context: &mut Context<'_>, node: &Node) {
    let (old, new) = (given(node, "dataSource"), given(node, "dataSourceRef"));
    let claim = context.kind == "PersistentVolumeClaim";
    // The gate of sources in other namespaces is closed: such a field is dropped.
    let foreign = new.is_some_and(|new| filled(new, "namespace").is_some());
    let new = new.filter(|_| !(claim && foreign));
    if let (Some(old), Some(new)) = (old, new) {
        let same = text(old, "apiGroup") == text(new, "apiGroup")
            && ["kind", "name"].iter().all(|key| filled(old, key) == filled(new, key));
        if !same || foreign {
            let message = "`dataSource` and `dataSourceRef` differ";
            context.report(&STORAGE, new, "", message, "keep `dataSourceRef`");
        }
    }
    // An unknown source in the old field of a claim is dropped without a word.
    let known = |node: &Node| {
        matches!(
            (text(node, "apiGroup").unwrap_or_default(), text(node, "kind")),
            ("", Some("PersistentVolumeClaim"))
                | ("snapshot.storage.k8s.io", Some("VolumeSnapshot"))
        )
    };
    let old = old.filter(|old| !claim || new.is_some() || known(old));
    let (old, new) = if claim { (old.or(new), new.or(old)) } else { (old, new) };
    for (field, reference) in [("dataSource", old), ("dataSourceRef", new)] {
        if let Some(reference) = reference {
            let mark = context.path.field(field);
            of_source(context, reference, field);
            context.path.back(mark);
        }
    }
}

fn of_source(context: &mut Context<'_>, reference: &Node, field: &str) {
    let group = text(reference, "apiGroup").unwrap_or_default();
    for key in ["kind", "name"] {
        if filled(reference, key).is_none() {
            let message = format!("`{key}` of the source is missing");
            context.report(&MISSING_FIELD, reference, key, message, format!("add `{key}`"));
        }
    }
    if group.is_empty() && text(reference, "kind") != Some("PersistentVolumeClaim") {
        let message = "without a group, the source has to be a PersistentVolumeClaim";
        context.report(&STORAGE, reference, "", message, "add `apiGroup`");
    }
    if let (false, Some(help)) = (group.is_empty(), names::dns_subdomain(group)) {
        let spot = given(reference, "apiGroup").unwrap_or(reference);
        context.report(&NAME, spot, "apiGroup", "this is no group of an API", help);
    }
    if field == "dataSourceRef" {
        names::require(context, reference, "namespace", "a namespace", names::dns_label);
    }
}

/// A claim: what its annotations and amounts say that is dated or odd.
pub(super) fn of_claim(context: &mut Context<'_>, node: &Node) {
    deprecated::of_object(context, node);
    for list in ["requests", "limits"] {
        if let Some(spot) = node.at(&["spec", "resources", list, "storage"]) {
            deprecated::fraction(context, spot, &format!("spec.resources.{list}[storage]"));
        }
    }
}

/// The same of a claim that is made for a pod.
pub(super) fn of_template(context: &mut Context<'_>, node: &Node) {
    template(context, node);
    for list in ["requests", "limits"] {
        if let Some(spot) = node.at(&["spec", "resources", list, "storage"]) {
            deprecated::fraction(context, spot, &format!("spec.resources.{list}[storage]"));
        }
    }
}

/// The metadata of a claim within a pod: labels and annotations, nothing else.
fn template(context: &mut Context<'_>, node: &Node) {
    let Some(metadata) = given(node, "metadata") else { return };
    let mark = context.path.field("metadata");
    names::labels(context, metadata, "labels");
    names::annotations(context, metadata, "annotations");
    for entry in metadata.entries().iter().filter(|entry| !entry.value.is_null()) {
        let empty = entry.value.text() == Some("") || entry.value.text() == Some("0");
        if matches!(entry.key.as_str(), "labels" | "annotations") || empty {
            continue;
        }
        // As Go's reflection spells it.
        let name = if entry.key == "uid" { "uID" } else { entry.key.as_str() };
        let message = format!("`{}` cannot be set here", entry.key);
        context.report(&STORAGE, entry, name, message, "keep labels and annotations");
    }
    context.path.back(mark);
}
