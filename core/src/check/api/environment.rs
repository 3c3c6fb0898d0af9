//! Environment variables and where their values come from.

use super::super::context::{Context, filled, given, text};
use super::super::names;
use super::super::quantity::Quantity;
use super::field::needed;
use crate::check::api::data::CONFIG_KEY;
use crate::check::api::shared::{CHOICE, VOLUME, none_of};
use crate::check::names::LABEL;
use crate::diagnostic::rules;
use crate::facts::Kubernetes;
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;
use std::cmp::Ordering;

rules! {
    pub(crate) const ENVIRONMENT: Rule = Rule {
        name: "environment",
        tier: Refused,
        severity: Error,
        says: "a variable has no source for its value, or more than one",
        why: "A variable is either a text or taken from one place; the API server rejects anything else.",
    };
}

/// Who reads a fact about the pod.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// A variable.
    Variable,
    /// A file of a volume.
    File,
}

/// One variable.
pub(super) fn variable(context: &mut Context<'_>, node: &Node) {
    names::require(context, node, "name", "a variable", names::env_name);
    if let (Some(_), Some(from)) = (filled(node, "value"), given(node, "valueFrom")) {
        let message = "a variable has `value` or `valueFrom`, not both";
        context.report(&ENVIRONMENT, from, "valueFrom", message, "remove one of them");
    }
}

const SOURCES: [&str; 5] =
    ["configMapKeyRef", "fieldRef", "fileKeyRef", "resourceFieldRef", "secretKeyRef"];

/// Exactly one source.
pub(super) fn value_from(context: &mut Context<'_>, node: &Node) {
    // Variables out of files were dropped before 1.35.
    let files = context.version >= Kubernetes::V1_35;
    if !files {
        context.forget("fileKeyRef");
    }
    let sources = SOURCES.iter().filter(|key| files || **key != "fileKeyRef");
    let count = sources.filter(|key| given(node, key).is_some()).count();
    if let Some(reference) = given(node, "fieldRef") {
        let mark = context.path.field("fieldRef");
        field(context, reference, Reader::Variable);
        context.path.back(mark);
    }
    if let Some(reference) = given(node, "resourceFieldRef") {
        let mark = context.path.field("resourceFieldRef");
        resource(context, reference, Reader::Variable);
        context.path.back(mark);
    }
    if count == 1 {
        return;
    }
    let message = if count == 0 {
        "`valueFrom` names no source"
    } else {
        "`valueFrom` names more than one source"
    };
    let help = "name one of `configMapKeyRef`, `secretKeyRef`, `fieldRef` and `resourceFieldRef`";
    context.report(&ENVIRONMENT, node, "", message, help);
}

/// A field of the pod; the path leads to the reference, or to what holds the file.
pub(super) fn field(context: &mut Context<'_>, node: &Node, reader: Reader) {
    const BOTH: [&str; 3] = ["metadata.name", "metadata.namespace", "metadata.uid"];
    const VARIABLES: [&str; 6] = [
        "spec.nodeName",
        "spec.serviceAccountName",
        "status.hostIP",
        "status.podIP",
        "status.hostIPs",
        "status.podIPs",
    ];
    const FILES: [&str; 2] = ["metadata.labels", "metadata.annotations"];
    let mark = (reader == Reader::File).then(|| context.path.field("fieldRef"));
    let spot = given(node, "fieldPath").unwrap_or(node);
    let path = filled(node, "fieldPath").unwrap_or_default();
    let subscript = path
        .strip_suffix(']')
        .and_then(|path| path.split_once("['").or_else(|| path.split_once('[')));
    let subscript = subscript.and_then(|(base, key)| {
        key.strip_suffix('\'').filter(|key| !key.is_empty()).map(|key| (base, key))
    });
    if filled(node, "apiVersion").is_some_and(|version| version != "v1") {
        let message = "the fields of a pod are those of `v1`";
        context.report(&CHOICE, spot, "fieldPath", message, "write `apiVersion: v1`");
    } else if path.is_empty() {
        context.report(
            &MISSING_FIELD,
            node,
            "fieldPath",
            "`fieldPath` is missing",
            "add `fieldPath`",
        );
    } else if let Some((base, key)) = subscript {
        let help = match base {
            "metadata.labels" => names::qualified(key),
            "metadata.annotations" => names::qualified(&key.to_lowercase()),
            _ => None,
        };
        if !FILES.contains(&base) {
            let message = format!("`{path}` is no field that can be shown");
            let help = "write, say, `metadata.labels['app']`";
            context.report(&CHOICE, spot, "fieldPath", message, help);
        } else if let Some(help) = help {
            let message = format!("`{key}` cannot be the key of a label or annotation");
            context.report(&LABEL, spot, "", message, help);
        }
    } else {
        let more: &[&str] = if reader == Reader::File { &FILES } else { &VARIABLES };
        if !BOTH.contains(&path) && !more.contains(&path) {
            let message = format!("`{path}` is no field that can be shown here");
            let help = if reader == Reader::File {
                "write, say, `metadata.labels`"
            } else {
                "write, say, `metadata.name` or `status.podIP`"
            };
            let fields = [&BOTH[..], more].concat();
            none_of(context, spot, "fieldPath", message, help, &fields);
        }
    }
    if let Some(mark) = mark {
        context.path.back(mark);
    }
}

/// A request or limit of a container.
pub(super) fn resource(context: &mut Context<'_>, node: &Node, reader: Reader) {
    const SHOWN: [&str; 6] = [
        "limits.cpu",
        "limits.memory",
        "limits.ephemeral-storage",
        "requests.cpu",
        "requests.memory",
        "requests.ephemeral-storage",
    ];
    let mark = (reader == Reader::File).then(|| context.path.field("resourceFieldRef"));
    let name = filled(node, "resource").unwrap_or_default();
    let (side, kind) = name.split_once('.').unwrap_or((name, ""));
    let sided = matches!(side, "limits" | "requests");
    let huge = kind.starts_with("hugepages-");
    let known = sided && (huge || matches!(kind, "cpu" | "memory" | "ephemeral-storage"));
    if reader == Reader::File && filled(node, "containerName").is_none() {
        needed(context, node, &["containerName"]);
    } else if name.is_empty() {
        needed(context, node, &["resource"]);
    } else if !known {
        let spot = given(node, "resource").unwrap_or(node);
        let message = format!("`{name}` is no resource that can be shown");
        let help = "write, say, `limits.memory` or `requests.cpu`";
        none_of(context, spot, "resource", message, help, &SHOWN);
    }
    if let (true, Some(spot)) = (known, given(node, "divisor")) {
        let text = spot.text().unwrap_or_default();
        let amount = Quantity::parse(text);
        let zero = amount.is_none_or(|amount| amount.sign() == Ordering::Equal);
        let of = |text: &&str| Quantity::parse(text) == amount;
        let fits = if kind == "cpu" {
            ["1m", "1"].iter().any(of)
        } else {
            ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"]
                .iter()
                .any(of)
        };
        if !zero && !fits {
            let message = format!("`{text}` cannot be the divisor of `{name}`");
            let (help, words): (_, &[&str]) = if kind == "cpu" {
                ("write `1` or `1m`", &["1", "1m"])
            } else {
                ("write `1`, `1Ki` or `1Mi`", &["1", "1Ki", "1Mi"])
            };
            none_of(context, spot, "divisor", message, help, words);
        }
    }
    if let Some(mark) = mark {
        context.path.back(mark);
    }
}

/// All keys of a ConfigMap or Secret: exactly one source.
pub(super) fn from(context: &mut Context<'_>, node: &Node) {
    names::require(context, node, "prefix", "a variable", names::env_name);
    let count =
        ["configMapRef", "secretRef"].iter().filter(|key| given(node, key).is_some()).count();
    if count != 1 {
        let message = "each item of `envFrom` names one source";
        let help = "name one of `configMapRef` and `secretRef`";
        context.report_at_list(&ENVIRONMENT, node, message, help);
    }
}

/// The name of a ConfigMap or Secret as a whole.
pub(super) fn source_name(context: &mut Context<'_>, node: &Node) {
    needed(context, node, &["name"]);
    // Of a whole source the API server lets through what could begin a name: a `-` at the end.
    let whole = matches!(context.path.last(), Some("configMapRef" | "secretRef"));
    names::require(context, node, "name", "an object", |name| {
        match name.strip_suffix('-').filter(|begin| whole && !begin.is_empty()) {
            Some(begin) => names::dns_subdomain(&format!("{begin}a")),
            None => names::dns_subdomain(name),
        }
    });
}

/// A key of a ConfigMap or Secret.
pub(super) fn key_selector(context: &mut Context<'_>, node: &Node) {
    source_name(context, node);
    if let (Some(key), Some(spot)) = (text(node, "key"), node.get("key"))
        && let (false, Some(help)) = (key.is_empty(), names::config_key(key))
    {
        let message = format!("`{key}` cannot be a key here");
        context.report(&CONFIG_KEY, spot, "key", message, help);
    }
}

/// A key of a file in a volume.
pub(super) fn file_key(context: &mut Context<'_>, node: &Node) {
    names::require(context, node, "key", "a variable", names::env_name);
    names::require(context, node, "volumeName", "a volume", names::dns_label);
    if let (Some(path), Some(spot)) = (filled(node, "path"), node.get("path"))
        && path.split('/').any(|part| part == "..")
    {
        let message = format!("`{path}` does not stay within the volume");
        context.report(&VOLUME, spot, "path", message, "write the path without `..`");
    }
}
