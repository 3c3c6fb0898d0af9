//! ConfigMaps and Secrets.

use super::super::context::{Context, entries, text};
use super::super::names;
use crate::check::catalog::file::TOO_LARGE;
use crate::diagnostic::rules;
use crate::yaml::{Entry, Node, bytes_of};
use std::collections::BTreeSet;

rules! {
    pub(crate) const CONFIG_KEY: Rule = Rule {
        name: "config-key",
        tier: Refused,
        severity: Error,
        says: "the key of a ConfigMap or Secret has characters that Kubernetes refuses",
        why: "A key becomes a file name or a variable; letters, digits, `-`, `_` and `.` are all that the API server takes.",
    };
    pub(crate) const SECRET_TYPE: Rule = Rule {
        name: "secret-type",
        tier: Refused,
        severity: Error,
        says: "a Secret lacks what its type promises",
        why: "The type says which keys readers may rely on; the API server rejects a Secret without them.",
    };
}

/// etcd takes no more.
const LIMIT: usize = 1024 * 1024;

fn keys(context: &mut Context<'_>, node: &Node, field: &str) {
    for entry in entries(node, field) {
        if let Some(help) = names::config_key(&entry.key) {
            let message = format!("`{}` cannot be a key here", entry.key);
            let path = format!("{field}[{}]", entry.key);
            context.report(&CONFIG_KEY, entry, &path, message, help);
        }
    }
}

fn length(entries: &[Entry], per: impl Fn(usize) -> usize) -> usize {
    entries.iter().filter_map(|entry| entry.value.text()).map(|text| per(text.len())).sum()
}

/// Keys, and the size of everything.
pub(super) fn config_map(context: &mut Context<'_>, node: &Node) {
    keys(context, node, "data");
    keys(context, node, "binaryData");
    let plain: BTreeSet<&str> =
        entries(node, "data").iter().map(|entry| entry.key.as_str()).collect();
    for entry in entries(node, "binaryData") {
        if plain.contains(entry.key.as_str()) {
            let message = format!("`{}` stands in `data`, too", entry.key);
            let path = format!("data[{}]", entry.key);
            context.report(&CONFIG_KEY, entry, &path, message, "keep one of the two");
        }
    }
    let size = length(entries(node, "data"), |size| size)
        + length(entries(node, "binaryData"), |size| size / 4 * 3);
    // The API server prints an empty path so.
    too_large(context, node, size, "[]");
}

/// Keys, the size of everything, and what each type of Secret has to hold.
pub(super) fn secret(context: &mut Context<'_>, node: &Node) {
    keys(context, node, "data");
    // The API server puts these to the others before it judges.
    for entry in entries(node, "stringData") {
        if let Some(help) = names::config_key(&entry.key) {
            let message = format!("`{}` cannot be a key here", entry.key);
            context.report(&CONFIG_KEY, entry, &format!("data[{}]", entry.key), message, help);
        }
    }
    let size = length(entries(node, "data"), |size| size / 4 * 3)
        + length(entries(node, "stringData"), |size| size);
    too_large(context, node, size, "data");
    let wanted: &[&str] = match text(node, "type") {
        Some("kubernetes.io/tls") => &["tls.crt", "tls.key"],
        Some("kubernetes.io/dockerconfigjson") => &[".dockerconfigjson"],
        Some("kubernetes.io/dockercfg") => &[".dockercfg"],
        Some("kubernetes.io/ssh-auth") => &["ssh-privatekey"],
        Some("kubernetes.io/basic-auth") => {
            basic(context, node);
            &[]
        }
        Some("kubernetes.io/service-account-token") => {
            token(context, node);
            &[]
        }
        _ => &[],
    };
    docker(context, node);
    for key in wanted {
        let has = |field| entries(node, field).iter().any(|entry| entry.key == *key);
        let empty = *key == "ssh-privatekey"
            && ["stringData", "data"]
                .iter()
                .find_map(|field| node.at(&[field, key]))
                .and_then(Node::text)
                == Some("");
        if empty || (!has("data") && !has("stringData")) {
            let message = format!("a Secret of this type needs the key `{key}`");
            let spot = node.get("type").unwrap_or(node);
            let help = format!("add `{key}` to its data");
            context.report(&SECRET_TYPE, spot, &format!("data[{key}]"), message, help);
        }
    }
}

/// The credentials of a registry are JSON.
fn docker(context: &mut Context<'_>, node: &Node) {
    let key = match text(node, "type") {
        Some("kubernetes.io/dockerconfigjson") => ".dockerconfigjson",
        Some("kubernetes.io/dockercfg") => ".dockercfg",
        _ => return,
    };
    let plain =
        node.at(&["stringData", key]).and_then(Node::text).map(|text| text.as_bytes().to_vec());
    let Some(value) = node.at(&["stringData", key]).or_else(|| node.at(&["data", key])) else {
        return;
    };
    let bytes = plain.or_else(|| value.text().and_then(decode)).unwrap_or_default();
    let bytes = if value.is_null() { Vec::new() } else { bytes };
    let read = serde_json::from_slice(&bytes);
    if !matches!(read, Ok(serde_json::Value::Object(_) | serde_json::Value::Null)) {
        let message = "the credentials of a registry have to be JSON";
        let help = "make the Secret with `kubectl create secret docker-registry`";
        context.report(&SECRET_TYPE, value, &format!("data[{key}]"), message, help);
    }
}

/// Base64 to bytes; what is no base64 is told elsewhere.
pub(in crate::check) fn decode(text: &str) -> Option<Vec<u8>> {
    bytes_of(text.bytes().filter(|each| !matches!(each, b'\n' | b'\r' | b'=')))
}

/// One of the two is enough.
fn basic(context: &mut Context<'_>, node: &Node) {
    let has = |field, key: &str| entries(node, field).iter().any(|entry| entry.key == key);
    let any = |key| has("data", key) || has("stringData", key);
    if any("username") || any("password") {
        return;
    }
    for key in ["username", "password"] {
        let message = format!("a Secret of this type needs `{key}`");
        let spot = node.get("type").unwrap_or(node);
        let help = "add `username` and `password`";
        context.report(&SECRET_TYPE, spot, &format!("data[{key}]"), message, help);
    }
}

/// A token belongs to an account.
fn token(context: &mut Context<'_>, node: &Node) {
    const KEY: &str = "kubernetes.io/service-account.name";
    let account = node.at(&["metadata", "annotations", KEY]).and_then(Node::text);
    if account.is_none_or(str::is_empty) {
        let message = "a token needs to name its ServiceAccount";
        let spot = node.get("type").unwrap_or(node);
        let path = format!("metadata.annotations[{KEY}]");
        context.report(&SECRET_TYPE, spot, &path, message, format!("add the annotation `{KEY}`"));
    }
}

fn too_large(context: &mut Context<'_>, node: &Node, size: usize, path: &str) {
    if size > LIMIT {
        let message = format!("its data has {size} bytes; {LIMIT} is the limit");
        context.report(&TOO_LARGE, node, path, message, "split it, or put it into the image");
    }
}
