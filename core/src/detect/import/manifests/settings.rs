//! Settings, names of secrets, and autoscalers.

use super::super::ledger::{Ledger, Part};
use super::{All, Object};
use crate::field::{Accepts, check};
use crate::yaml::Node;

pub(super) fn autoscaler(ledger: &mut Ledger<'_>, root: &Part<'_>, all: &All<'_>) {
    let Some(spec) = root.get("spec") else { return };
    let target = spec.get("scaleTargetRef").and_then(|part| part.get("name"));
    let target = target.and_then(|part| ledger.sheet.text(part.node)).unwrap_or_default();
    if target != all.web {
        return ledger.not_carried(
            root,
            "an autoscaler of a worker: set its `autoscale`, which counts jobs",
        );
    }
    for (key, path) in [("maxReplicas", "web.autoscale.max"), ("minReplicas", "web.replicas")] {
        if let Some(part) = spec.get(key)
            && let Some(text) = ledger.text(&part)
        {
            ledger.carry(&part, path, text);
        }
    }
    for metric in spec.get("metrics").iter().flat_map(Part::all) {
        let resource = metric.get("resource");
        let name =
            resource.as_ref().and_then(|part| part.get("name")).and_then(|part| part.node.text());
        let aim = resource.as_ref().and_then(|part| part.get("target")?.get("averageUtilization"));
        match (name, aim) {
            (Some("cpu"), Some(part)) => {
                if let Some(text) = ledger.text(&part) {
                    ledger.carry(&metric, "web.autoscale.cpu", text);
                }
            }
            _ => ledger.not_carried(
                &metric,
                "web pods are counted by their CPU alone: `patches` add metrics",
            ),
        }
    }
    if let Some(part) = spec.get("targetCPUUtilizationPercentage")
        && let Some(text) = ledger.text(&part)
    {
        ledger.carry(&part, "web.autoscale.cpu", text);
    }
    if let Some(part) = spec.get("scaleTargetRef") {
        ledger.leave(&part);
    }
    ledger.rest(super::TABLE, super::OTHERWISE);
}

/// A ConfigMap that no pod takes its variables from is one of files.
pub(super) fn config_map(ledger: &mut Ledger<'_>, root: &Part<'_>, object: &Object, all: &All<'_>) {
    let names =
        |node: &Node| node.at(&["configMapRef", "name"]).and_then(Node::text) == Some(&object.name);
    let keys = |node: &Node| {
        node.at(&["valueFrom", "configMapKeyRef", "name"]).and_then(Node::text)
            == Some(&object.name)
    };
    let is_used = all.objects.iter().filter_map(Object::container).any(|container| {
        let list = |key: &str| container.get(key).map(Node::items).unwrap_or_default();
        list("envFrom").iter().any(names) || list("env").iter().any(keys)
    });
    if is_used {
        return ledger.not_needed(root, "its values are read with the pods that take them");
    }
    ledger
        .not_carried(root, "no pod of the app takes variables from it: name its files in `files`");
}

/// Names of the keys of a Secret; values are told of, and never shown.
pub(super) fn secret(ledger: &mut Ledger<'_>, root: &Part<'_>, object: &Object, all: &All<'_>) {
    let kind = root.get("type").and_then(|part| ledger.sheet.text(part.node)).unwrap_or_default();
    for data in ["data", "stringData"].iter().filter_map(|key| root.get(key)) {
        for part in data.all() {
            let is_set = part
                .node
                .text()
                .is_some_and(|text| !text.is_empty() && !text.starts_with("__ruby_"));
            if is_set {
                ledger.notes.value_in_file(&part.name, part.at.clone());
            }
        }
    }
    match kind.as_str() {
        "kubernetes.io/tls" => {
            ledger.notes.likely(
                "expose.tls",
                "secret",
                root.at.clone(),
                "a Secret holds the certificate",
            );
            return ledger.likely(
                root,
                "expose.tls_secret",
                object.name.as_str(),
                "it holds the certificate",
            );
        }
        "kubernetes.io/dockerconfigjson" | "kubernetes.io/dockercfg" => {
            return ledger.likely(
                root,
                "registry.pull_secret",
                object.name.as_str(),
                "it holds the registry's login",
            );
        }
        _ => {}
    }
    let takes =
        |node: &Node| node.at(&["secretRef", "name"]).and_then(Node::text) == Some(&object.name);
    let is_used = all.objects.iter().filter_map(Object::container).any(|container| {
        container.get("envFrom").map(Node::items).unwrap_or_default().iter().any(takes)
    });
    if is_used {
        let why = "the names of its keys are read with the pods that take them";
        return ledger.not_needed(root, why);
    }
    let data: Vec<Part<'_>> =
        ["data", "stringData"].iter().filter_map(|key| root.get(key)).collect();
    for part in data.iter().flat_map(Part::all) {
        name(ledger, &part);
    }
    for key in ["type", "immutable"] {
        if let Some(part) = root.get(key) {
            ledger.leave(&part);
        }
    }
    ledger.rest(super::TABLE, super::OTHERWISE);
}

/// A key of a Secret as a name in `secrets`.
fn name(ledger: &mut Ledger<'_>, part: &Part<'_>) {
    match part.name.as_str() {
        "DATABASE_URL" | "REDIS_URL" | "RAILS_MASTER_KEY" | "SECRET_KEY_BASE" => {
            if part.name == "RAILS_MASTER_KEY" {
                let why = "the app is handed the key of its credentials";
                ledger.notes.likely("rails.credentials", "true", part.at.clone(), why);
            }
            ledger.not_needed(part, "the bundle's own Secret has it");
        }
        own if check(Accepts::EnvNames, own).is_ok() => {
            ledger.carry(part, &format!("secrets.{own}"), own)
        }
        _ => ledger.not_carried(
            part,
            "it is no name of a variable: a file of the Secret goes into `files`",
        ),
    }
}

pub(super) fn sealed(ledger: &mut Ledger<'_>, root: &Part<'_>) {
    ledger.notes.read("secret_store.kind", "sealed_secrets", root.at.clone());
    let data = root.get("spec").and_then(|part| part.get("encryptedData"));
    for part in data.iter().flat_map(Part::all) {
        name(ledger, &part);
    }
    if let Some(part) = root.get("spec").and_then(|part| part.get("template")) {
        ledger.not_needed(&part, "the bundle makes its Secret by itself");
    }
    ledger.rest(super::TABLE, super::OTHERWISE);
}

pub(super) fn external(ledger: &mut Ledger<'_>, root: &Part<'_>) {
    ledger.notes.read("secret_store.kind", "external_secrets", root.at.clone());
    let Some(spec) = root.get("spec") else { return };
    if let Some(store) = spec.get("secretStoreRef") {
        let get = |key: &str| store.get(key).and_then(|part| ledger.sheet.text(part.node));
        let scope = if get("kind").as_deref() == Some("ClusterSecretStore") {
            "cluster"
        } else {
            "namespace"
        };
        ledger.notes.read("secret_store.scope", scope, store.at.clone());
        if let Some(name) = get("name") {
            ledger.carry(&store, "secret_store.name", name);
        }
    }
    for item in spec.get("data").iter().flat_map(Part::all) {
        if let Some(key) = item.get("secretKey")
            && let Some(text) = ledger.sheet.text(key.node)
        {
            let part = Part { name: text, ..key };
            ledger.leave(&item);
            name(ledger, &part);
            ledger.notes.remark(
                item.at.clone(),
                "where the manager keeps each value is said by `secret_store.key`",
                "set it if it is not the bundle's own way",
            );
        }
    }
    for key in ["refreshInterval", "target"] {
        if let Some(part) = spec.get(key) {
            ledger.not_needed(&part, "the bundle sets it");
        }
    }
    ledger.rest(super::TABLE, super::OTHERWISE);
}
