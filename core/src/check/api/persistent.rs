//! Persistent volumes.

use super::super::context::{Context, Spot, entries, filled, given, items, text};
use super::super::names;
use super::resources::amount;
use super::{deprecated, source, storage};
use crate::check::api::deprecated::DEPRECATED;
use crate::check::api::shared::{DUPLICATE_NAME, RANGE, VOLUME, none_of};
use crate::check::api::storage::STORAGE;
use crate::check::catalog::file::TOO_LARGE;
use crate::check::names::{LABEL, NAME};
use crate::check::schema::missing::missing;
use crate::check::schema::rule::DUPLICATE_ENTRY;
use crate::facts::Kubernetes;
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;
use std::cmp::Ordering;

/// The sources in the order in which the API server counts them.
const SOURCES: [&str; 22] = [
    "hostPath",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "glusterfs",
    "flocker",
    "nfs",
    "rbd",
    "quobyte",
    "cephfs",
    "iscsi",
    "cinder",
    "fc",
    "flexVolume",
    "azureFile",
    "vsphereVolume",
    "photonPersistentDisk",
    "portworxVolume",
    "azureDisk",
    "scaleIO",
    "local",
    "storageos",
    "csi",
];

/// A persistent volume's spec.
pub(super) fn spec(context: &mut Context<'_>, node: &Node) {
    storage::access(context, node, "`accessModes` is missing");
    capacity(context, node);
    deprecated::volume(context, node);
    if let Some(affinity) = given(node, "nodeAffinity").filter(|it| given(it, "required").is_none())
    {
        missing(context, "nodeAffinity.required", affinity);
    }
    let mut first = None;
    for key in SOURCES {
        let Some(spot) = given(node, key) else { continue };
        if first.is_some() && key != "flexVolume" {
            context.forget(key);
            let message = "a volume has one source, not more";
            let path = if key == "cephfs" { "cephFS" } else { key };
            context.report(&VOLUME, spot, path, message, format!("remove `{key}`"));
            continue;
        }
        first = Some(key);
        source::judge(context, key, spot);
        of_source(context, node, key, spot);
    }
    if first.is_none() {
        let message = "a volume needs a source";
        context.report(&MISSING_FIELD, node, "", message, "add, say, `csi` or `nfs`");
    }
    policy(context, node);
    names::require(context, node, "storageClassName", "a StorageClass", names::dns_subdomain);
    let Some(spot) = given(node, "volumeAttributesClassName") else { return };
    // The field was dropped before 1.34.
    if context.version < Kubernetes::V1_34 {
        return;
    }
    if let Some(help) = names::dns_subdomain(spot.text().unwrap_or_default()) {
        let message = "this cannot be the name of a VolumeAttributesClass";
        context.report(&NAME, spot, "volumeAttributesClassName", message, help);
    }
    if given(node, "csi").is_none() {
        let message = "`volumeAttributesClassName` needs a source `csi`";
        context.report(&MISSING_FIELD, spot, "csi", message, "add `csi`, or remove the class");
    }
}

fn capacity(context: &mut Context<'_>, node: &Node) {
    let given_ones = entries(node, "capacity");
    let spot = given(node, "capacity").unwrap_or(node);
    let storage = given_ones.iter().any(|entry| entry.key == "storage");
    if !storage || given_ones.len() > 1 {
        let message = "a volume has a capacity of `storage`, and nothing else";
        context.report(&MISSING_FIELD, spot, "capacity", message, "add `capacity.storage`");
    }
    for entry in given_ones {
        if amount(&entry.value).is_some_and(|amount| amount.sign() != Ordering::Greater) {
            let message = "the capacity has to be more than 0";
            let path = format!("capacity[{}]", entry.key);
            context.report(&RANGE, &entry.value, &path, message, "write, say, `10Gi`");
        }
    }
}

fn of_source(context: &mut Context<'_>, node: &Node, key: &str, spot: &Node) {
    match key {
        "local" if given(node, "nodeAffinity").is_none() => {
            let message = "a local volume needs `nodeAffinity`: it is on one node";
            context.report(&MISSING_FIELD, spot, "nodeAffinity", message, "add `nodeAffinity`");
        }
        "glusterfs" => {
            if let Some(space) = given(spot, "endpointsNamespace")
                && let Some(help) = names::dns_label(space.text().unwrap_or_default())
            {
                let message = "this cannot be the name of a namespace";
                context.report(&NAME, space, "glusterfs.endpointsNamespace", message, help);
            }
        }
        "azureFile" if text(spot, "secretNamespace") == Some("") => {
            missing(context, "azureFile.secretNamespace", spot);
        }
        "iscsi" => {
            let name = context.root.at(&["metadata", "name"]).and_then(Node::text);
            let portal = filled(spot, "targetPortal").unwrap_or_default();
            let length = name.unwrap_or_default().len() + 1 + portal.len();
            if given(spot, "initiatorName").is_some() && length > 64 {
                let message = "name and `targetPortal` have at most 63 characters together";
                let place = given(spot, "targetPortal").map_or(Spot::from(spot), Spot::from);
                context.report(&VOLUME, place, "iscsi.targetportal", message, "shorten the name");
            }
        }
        _ => {}
    }
}

/// What becomes of it.
fn policy(context: &mut Context<'_>, node: &Node) {
    let Some(spot) = given(node, "persistentVolumeReclaimPolicy") else { return };
    if spot.text() != Some("Recycle") {
        return;
    }
    let path = "persistentVolumeReclaimPolicy";
    context.report(&DEPRECATED, spot, path, "`Recycle` is dated", "let a class make volumes");
    let root = node.at(&["hostPath", "path"]).and_then(Node::text);
    let is_root = root.is_some_and(|path| {
        path.starts_with('/') && path.split('/').all(|part| matches!(part, "" | "."))
    });
    if is_root {
        let message = "the root of a host cannot be recycled";
        context.report(&STORAGE, spot, path, message, "write `Retain`");
    }
}

/// A StorageClass.
pub(super) fn class(context: &mut Context<'_>, node: &Node) {
    if let (Some(name), Some(spot)) = (filled(node, "provisioner"), node.get("provisioner"))
        && let Some(help) = names::qualified(&name.to_lowercase())
    {
        let message = format!("`{name}` cannot be the name of a provisioner");
        context.report(&NAME, spot, "provisioner", message, help);
    }
    for (key, choices) in [
        ("reclaimPolicy", ["Delete", "Retain"]),
        ("volumeBindingMode", ["Immediate", "WaitForFirstConsumer"]),
    ] {
        let Some(spot) = given(node, key) else { continue };
        let value = spot.text().unwrap_or_default();
        let empty = value.is_empty() && key == "reclaimPolicy";
        if !empty && !choices.contains(&value) {
            let message = format!("`{value}` is no choice for `{key}`");
            let help = format!("write `{}`", choices.join("` or `"));
            none_of(context, spot, key, message, help, &choices);
        }
    }
    parameters(context, node);
    let mut terms: Vec<Vec<(&str, Vec<&str>)>> = Vec::new();
    for (at, term) in items(node, "allowedTopologies").iter().enumerate() {
        let mark = context.path.field("allowedTopologies");
        context.path.index(at);
        let term_of = topology(context, term);
        context.path.back(mark);
        // To the API server an empty term is always a repetition.
        if term_of.is_empty() || terms.contains(&term_of) {
            let path = format!("allowedTopologies[{at}].matchLabelExpressions");
            let message = "another term says the same";
            context.report(&DUPLICATE_ENTRY, term, &path, message, "remove one of them");
        }
        terms.push(term_of);
    }
}

fn parameters(context: &mut Context<'_>, node: &Node) {
    let all = entries(node, "parameters");
    let size: usize =
        all.iter().map(|entry| entry.key.len() + entry.value.text().map_or(0, str::len)).sum();
    let spot = given(node, "parameters").unwrap_or(node);
    if all.len() > 512 || size > 256 * 1024 {
        let message = "at most 512 parameters with 256 KiB in all";
        context.report(&TOO_LARGE, spot, "parameters", message, "remove some");
    }
    if all.iter().any(|entry| entry.key.is_empty()) {
        context.report(&NAME, spot, "parameters", "a parameter has no name", "name it");
    }
}

fn topology<'n>(context: &mut Context<'_>, term: &'n Node) -> Vec<(&'n str, Vec<&'n str>)> {
    let mut seen: Vec<(&str, Vec<&str>)> = Vec::new();
    for (at, wish) in items(term, "matchLabelExpressions").iter().enumerate() {
        let mark = context.path.field("matchLabelExpressions");
        context.path.index(at);
        let key = text(wish, "key").unwrap_or_default();
        if let (false, Some(help)) = (key.is_empty(), names::qualified(key)) {
            let message = format!("`{key}` cannot be the key of a label");
            context.report(&LABEL, wish, "key", message, help);
        }
        deprecated::node_label(context, wish, "key");
        if seen.iter().any(|(other, _)| *other == key) {
            let message = format!("`{key}` stands here twice");
            context.report(&DUPLICATE_NAME, wish, "key", message, "make it one");
        }
        let mut values: Vec<&str> = Vec::new();
        for (nth, value) in items(wish, "values").iter().enumerate() {
            let text = value.text().unwrap_or_default();
            if values.contains(&text) {
                let message = format!("`{text}` stands here twice");
                let path = format!("values[{nth}]");
                context.report(&DUPLICATE_NAME, value, &path, message, "keep one of the two");
            }
            values.push(text);
        }
        values.sort_unstable();
        seen.push((key, values));
        context.path.back(mark);
    }
    seen.sort();
    seen
}
