//! Names: which characters Kubernetes takes where, and which names an object must have.

use super::context::{Context, Spot, entries, entry, filled, given};
use super::object::Object;
use super::schema;
use crate::diagnostic::{Diagnostic, Severity, Tier};
use crate::facts::Kubernetes;
use crate::yaml::Node;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// What is wrong with a name; `None` if nothing is.
pub(super) type Judgement = Option<&'static str>;

const SUBDOMAIN: &str = "use lower-case letters, digits, `-` and `.`, beginning and ending with a letter or digit, at most 253";
const LABEL: &str = "use lower-case letters, digits and `-`, beginning and ending with a letter or digit, at most 63";

fn is_label_shape(text: &str) -> bool {
    let inner = |each: u8| each.is_ascii_lowercase() || each.is_ascii_digit() || each == b'-';
    !text.is_empty() && text.bytes().all(inner) && !text.starts_with('-') && !text.ends_with('-')
}

/// A lower-case DNS label, as containers and volumes are called (RFC 1123).
pub(super) fn dns_label(text: &str) -> Judgement {
    (!is_label_shape(text) || text.len() > 63).then_some(LABEL)
}

/// Labels joined by dots, as most objects are called (RFC 1123).
pub(super) fn dns_subdomain(text: &str) -> Judgement {
    (text.len() > 253 || !text.split('.').all(is_label_shape)).then_some(SUBDOMAIN)
}

/// A DNS label that starts with a letter (RFC 1035).
pub(super) fn dns_1035_label(text: &str) -> Judgement {
    let fine =
        dns_label(text).is_none() && text.starts_with(|each: char| each.is_ascii_lowercase());
    (!fine).then_some(
        "use lower-case letters, digits and `-`, beginning with a letter and ending with a letter or digit, at most 63",
    )
}

/// A host with at most one `*`, as its first label.
pub(super) fn host(text: &str) -> Judgement {
    let is_address =
        text.split('.').count() == 4 && text.split('.').all(|part| part.parse::<u8>().is_ok());
    let bare = text.strip_prefix("*.").unwrap_or(text);
    if is_address {
        return Some("write a host name, not an address");
    }
    dns_subdomain(bare)
}

/// The name of a port of a container (IANA service name).
pub(super) fn port_name(text: &str) -> Judgement {
    let inner = |each: u8| each.is_ascii_lowercase() || each.is_ascii_digit() || each == b'-';
    let fine = (1..=15).contains(&text.len())
        && text.bytes().all(inner)
        && text.bytes().any(|each| each.is_ascii_lowercase())
        && !text.contains("--")
        && !text.starts_with('-')
        && !text.ends_with('-');
    (!fine)
        .then_some("use at most 15 lower-case letters, digits and single `-`, at least one letter")
}

/// The key of a label or annotation: `name` or `prefix/name`.
pub(super) fn qualified(text: &str) -> Judgement {
    let (prefix, name) = match text.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, text),
    };
    let fine = prefix.is_none_or(|prefix| dns_subdomain(prefix).is_none())
        && is_loose(name)
        && !name.is_empty();
    (!fine).then_some(
        "use letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit, at most 63; a domain and `/` may stand before",
    )
}

/// The value of a label.
pub(super) fn label_value(text: &str) -> Judgement {
    (!is_loose(text)).then_some(
        "use at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit",
    )
}

fn is_loose(text: &str) -> bool {
    let edge = |each: Option<u8>| each.is_none_or(|each| each.is_ascii_alphanumeric());
    text.len() <= 63
        && text
            .bytes()
            .all(|each| each.is_ascii_alphanumeric() || matches!(each, b'-' | b'_' | b'.'))
        && edge(text.bytes().next())
        && edge(text.bytes().last())
}

/// The key of a ConfigMap or Secret.
pub(super) fn config_key(text: &str) -> Judgement {
    let inner = |each: u8| each.is_ascii_alphanumeric() || matches!(each, b'-' | b'_' | b'.');
    let fine = (1..=253).contains(&text.len()) && text.bytes().all(inner);
    (!fine || text == "." || text.starts_with(".."))
        .then_some("use letters, digits, `-`, `_` and `.`, at most 253, not starting with `..`")
}

/// The name of an environment variable: since 1.32 nearly everything is accepted.
pub(super) fn env_name(text: &str) -> Judgement {
    let fine = text.bytes().all(|each| matches!(each, b' '..=b'~') && each != b'=');
    (!fine || text.is_empty()).then_some("use printable ASCII characters other than `=`")
}

/// An IP address. Before 1.36 zeros in front of a number were read over.
pub(super) fn address(text: &str, version: Kubernetes) -> Option<IpAddr> {
    if version >= Kubernetes::V1_36 || text.contains(':') {
        return text.parse().ok();
    }
    let parts = text.split('.').map(|part| part.parse::<u8>().ok().map(|part| part.to_string()));
    parts.collect::<Option<Vec<_>>>()?.join(".").parse().ok()
}

/// A name that only has to fit into an address, as roles are called.
pub(super) fn path_segment(text: &str) -> Judgement {
    let bad = text == "." || text == ".." || text.contains(['/', '%']);
    bad.then_some("leave out `/` and `%`")
}

/// Judges the name, the namespace, the labels and the annotations of an object.
pub(super) fn check(context: &mut Context<'_>, object: &Object, kind: Option<&schema::Kind>) {
    let root = &object.root;
    let mark = context.path.field("metadata");
    let empty = Node::placeless(crate::yaml::Content::Map(Vec::new()));
    let metadata = root.get("metadata").unwrap_or(&empty);
    match filled(metadata, "name") {
        Some(name) => {
            let judgement = object_name(name, object, kind.is_some(), context.version);
            if let (Some(help), Some(node)) = (judgement, metadata.get("name")) {
                let message = format!("`{name}` cannot be the name of a {}", object.kind);
                context.refused("name", node, "name", message, help);
            }
        }
        None if filled(metadata, "generateName").is_some() => {}
        None => {
            let spot =
                entry(root, "metadata").map_or(Spot { place: root.start, width: 1 }, Spot::from);
            let help = "add `metadata.name`";
            context.refused("missing-field", spot, "name", "`name` is missing", help);
        }
    }
    if let (Some(namespace), Some(node)) =
        (filled(metadata, "namespace"), given(metadata, "namespace"))
    {
        // kubectl leaves the namespace out where the kind has none.
        let cluster = kind.is_some_and(|kind| !kind.namespaced);
        if let (false, Some(help)) = (cluster, dns_label(namespace)) {
            let message = format!("`{namespace}` cannot be the name of a namespace");
            context.refused("name", node, "namespace", message, help);
        }
    }
    labels(context, metadata, "labels");
    annotations(context, metadata, "annotations");
    context.path.back(mark);
}

fn object_name(name: &str, object: &Object, known: bool, version: Kubernetes) -> Judgement {
    match object.kind.as_str() {
        _ if !known => {
            let custom = object
                .api
                .split_once('/')
                .is_some_and(|(group, _)| group.contains('.') && !group.ends_with(".k8s.io"));
            if custom { dns_subdomain(name) } else { path_segment(name) }
        }
        "Role" | "ClusterRole" | "RoleBinding" | "ClusterRoleBinding" => path_segment(name),
        "Namespace" | "StatefulSet" => dns_label(name),
        "Service" if version >= Kubernetes::V1_36 => dns_label(name),
        "Service" => dns_1035_label(name),
        "CronJob" if name.len() > 52 => {
            Some("shorten it to 52 characters: Kubernetes adds 11 for each job")
        }
        _ => dns_subdomain(name),
    }
}

/// Judges the keys and values of labels. The API server names the map, not the key.
pub(super) fn labels(context: &mut Context<'_>, node: &Node, field: &str) {
    for entry in entries(node, field) {
        if let Some(help) = qualified(&entry.key) {
            let message = format!("`{}` cannot be the key of a label", entry.key);
            context.refused("label", entry, field, message, help);
        }
        let value = entry.value.text().filter(|_| !entry.value.is_null()).unwrap_or_default();
        if let Some(help) = label_value(value) {
            let message = format!("`{value}` cannot be the value of a label");
            context.refused("label", &entry.value, field, message, help);
        }
    }
}

/// Judges the keys of annotations.
pub(super) fn annotations(context: &mut Context<'_>, node: &Node, field: &str) {
    for entry in entries(node, field) {
        if let Some(help) = qualified(&entry.key.to_lowercase()) {
            let message = format!("`{}` cannot be the key of an annotation", entry.key);
            context.refused("annotation", entry, field, message, help);
        }
    }
}

/// Reports a name that is missing or that is written with characters that Kubernetes refuses.
pub(super) fn require(
    context: &mut Context<'_>,
    node: &Node,
    key: &str,
    what: &str,
    judge: impl Fn(&str) -> Judgement,
) {
    let (Some(text), Some(value)) = (filled(node, key), node.get(key)) else { return };
    if let Some(help) = judge(text) {
        let message = format!("`{text}` cannot be the name of {what}");
        context.refused("name", value, key, message, help);
    }
}

/// Objects of one kind and name in one folder: the later one overwrites the earlier one.
pub(super) fn duplicates(objects: &[Object], found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<[&str; 5], &Object> = BTreeMap::new();
    for object in objects.iter().filter(|object| !object.name.is_empty()) {
        let folder = object.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let group = object.api.split_once('/').map_or("", |(group, _)| group);
        let key = [folder, group, &object.kind, &object.namespace, &object.name];
        let Some(before) = first.get(&key) else {
            first.insert(key, object);
            continue;
        };
        let Some(node) = object.root.at(&["metadata", "name"]) else { continue };
        let message = format!(
            "there is another {} `{}` in {} line {}",
            object.kind, object.name, before.file, before.root.start.line
        );
        found.push(
            Diagnostic::new("duplicate-object", Tier::Broken, Severity::Error, message)
                .help("rename one of them: applied together, the later overwrites the earlier")
                .file(&object.file)
                .at(node.start, node.width())
                .path("metadata.name"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_name_has_its_shape() {
        type Judge = fn(&str) -> Judgement;
        let cases: [(Judge, &[&str], &[&str]); 9] = [
            (dns_label, &["a", "web-1", "1a"], &["", "-a", "a-", "A", "a.b", "a_b"]),
            (dns_subdomain, &["a", "a.b-c.d", "1"], &["", "a..b", ".a", "a_b", "A"]),
            (env_name, &["A", "1A b", "a.b"], &["", "a=b", "ä"]),
            (dns_1035_label, &["web"], &["1web", "web-"]),
            (
                port_name,
                &["http", "p-1", "http2"],
                &["", "80", "a--b", "-a", "abcdefghijklmnop", "H"],
            ),
            (
                qualified,
                &["app", "a.b/c_D", "app.kubernetes.io/name"],
                &["", "/a", "a/", "a b", "A/b"],
            ),
            (label_value, &["", "v1.2", "A_b"], &["-a", "a b", "a/b", "${X}"]),
            (config_key, &[".env", "a.b_C-d"], &["", ".", "..", "..a", "a/b", "a*b"]),
            (host, &["a.example.com", "*.example.com"], &["*", "a.*.com", "1.2.3.4", "A.com"]),
        ];
        for (at, (judge, good, bad)) in cases.iter().enumerate() {
            for text in *good {
                assert_eq!(judge(text), None, "case {at}: {text}");
            }
            for text in *bad {
                assert!(judge(text).is_some(), "case {at}: {text}");
            }
        }
    }
}
