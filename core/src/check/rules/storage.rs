//! Claims of storage.

use super::super::context::{Context, Spot, filled, given, items, text};
use super::super::names;
use super::super::quantity::Quantity;
use crate::facts::Kubernetes;
use crate::yaml::Node;
use std::cmp::Ordering;

/// A claim's spec.
pub(super) fn claim(context: &mut Context<'_>, node: &Node) {
    // Before 1.34 the claims of a StatefulSet were not judged.
    if context.kind == "StatefulSet" && context.version < Kubernetes::V1_34 {
        return;
    }
    access(context, node);
    size(context, node);
    names::require(context, node, "storageClassName", "a StorageClass", names::dns_subdomain);
    // The field was dropped before 1.34.
    if context.version >= Kubernetes::V1_34 {
        let class = "a VolumeAttributesClass";
        names::require(context, node, "volumeAttributesClassName", class, names::dns_subdomain);
    }
    source(context, node);
}

fn access(context: &mut Context<'_>, node: &Node) {
    const MODES: [&str; 4] = ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"];
    let modes = items(node, "accessModes");
    let spot = given(node, "accessModes").unwrap_or(node);
    if modes.is_empty() {
        let message = "`accessModes` is missing";
        context.refused("missing-field", spot, "accessModes", message, "add `ReadWriteOnce`");
    }
    for mode in modes {
        let text = mode.text().unwrap_or_default();
        if !MODES.contains(&text) {
            let message = format!("`{text}` is no access mode");
            let help = format!("write one of `{}`", MODES.join("`, `"));
            context.refused("choice", mode, "accessModes", message, help);
        }
    }
    if modes.len() > 1 && modes.iter().any(|mode| mode.text() == Some("ReadWriteOncePod")) {
        let message = "`ReadWriteOncePod` stands alone";
        context.refused("storage", spot, "accessModes", message, "remove the other modes");
    }
}

fn size(context: &mut Context<'_>, node: &Node) {
    let path = "resources[storage]";
    match node.at(&["resources", "requests", "storage"]).filter(|value| !value.is_null()) {
        None => {
            let spot = given(node, "resources").unwrap_or(node);
            let message = "the size of the storage is missing";
            let help = "add `resources.requests.storage`";
            context.refused("missing-field", spot, path, message, help);
        }
        Some(size) => {
            let amount = size.text().and_then(Quantity::parse);
            if amount.is_some_and(|amount| amount.sign() != Ordering::Greater) {
                let message = "the size of the storage has to be more than 0";
                context.refused("range", size, path, message, "write, say, `10Gi`");
            }
        }
    }
}

/// What the volume is filled from. The server copies each of the two fields to the other.
fn source(context: &mut Context<'_>, node: &Node) {
    let (old, new) = (given(node, "dataSource"), given(node, "dataSourceRef"));
    if let (Some(old), Some(new)) = (old, new) {
        let same = ["apiGroup", "kind", "name"].iter().all(|key| text(old, key) == text(new, key));
        if !same {
            let message = "`dataSource` and `dataSourceRef` differ";
            context.refused("storage", new, "", message, "keep `dataSourceRef`");
        }
    }
    let Some(reference) = new.or(old) else { return };
    let group = text(reference, "apiGroup").unwrap_or_default();
    // An unknown source in the old field is dropped without a word.
    let known = new.is_some()
        || matches!(
            (group, text(reference, "kind")),
            ("", _) | ("snapshot.storage.k8s.io", Some("VolumeSnapshot"))
        );
    if !known {
        return;
    }
    let mut both = |spot: Spot, rest: &str, message: &str, help: &str| {
        for field in ["dataSource", "dataSourceRef"] {
            let path = format!("{field}{rest}");
            context.refused("storage", spot, &path, message, help);
        }
    };
    for key in ["kind", "name"] {
        if filled(reference, key).is_none() {
            both(Spot::from(reference), &format!(".{key}"), "a part of the source is missing", key);
        }
    }
    if group.is_empty()
        && filled(reference, "kind").is_some_and(|kind| kind != "PersistentVolumeClaim")
    {
        let message = "without a group, the source has to be a PersistentVolumeClaim";
        both(Spot::from(reference), "", message, "add `apiGroup`");
    }
    if let (false, Some(help)) = (group.is_empty(), names::dns_subdomain(group)) {
        both(Spot::from(reference), ".apiGroup", "this is no group of an API", help);
    }
}

/// The metadata of a claim within a pod: labels and annotations, nothing else.
pub(super) fn template(context: &mut Context<'_>, node: &Node) {
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
        context.refused("storage", entry, name, message, "keep labels and annotations");
    }
    context.path.back(mark);
}
