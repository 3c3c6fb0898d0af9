//! What every object has: its name, its namespace, labels, annotations, owners and finalizers.

use super::context::{Context, Spot, bool, entry, filled, given, items, text};
use super::names::{self, Judgement};
use super::object::Object;
use super::schema::Kind;
use crate::check::api::shared::{CHOICE, FINALIZER, RANGE};
use crate::check::names::{LABEL, NAME};
use crate::diagnostic::{Diagnostic, Remedy, rules};
use crate::facts::Kubernetes;
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;

rules! {
    pub(crate) const FINALIZER_NAME: Rule = Rule {
        name: "finalizer-name",
        tier: Warned,
        severity: Warning,
        says: "a finalizer has no domain in its name",
        why: "Another controller may use the same word, and remove the finalizer too early.",
    };
    pub(crate) const OWNER: Rule = Rule {
        name: "owner",
        tier: Refused,
        severity: Error,
        says: "the reference to an owner is incomplete, or two owners are the controller",
        why: "Owners are deleted together with what they own; the server rejects an owner that it could not find.",
    };
    pub(crate) const POD_NAME: Rule = Rule {
        name: "pod-name",
        tier: Warned,
        severity: Warning,
        says: "the name of a pod, or of what makes pods, is no host name",
        why: "Pods take their host name from it: with dots or more than 63 characters it is cut or changed.",
    };
}

/// Judges the metadata of an object.
pub(super) fn check(context: &mut Context<'_>, object: &Object, kind: Option<&Kind>) {
    let root = &object.root;
    let mark = context.path.field("metadata");
    let empty = Node::placeless(crate::yaml::Content::Map(Vec::new()));
    let metadata = root.get("metadata").unwrap_or(&empty);
    name(context, object, metadata, kind);
    if let (Some(namespace), Some(node)) =
        (filled(metadata, "namespace"), given(metadata, "namespace"))
    {
        // kubectl leaves the namespace out where the kind has none.
        let cluster = kind.is_some_and(|kind| !kind.namespaced);
        if let (false, Some(help)) = (cluster, names::dns_label(namespace)) {
            let message = format!("`{namespace}` cannot be the name of a namespace");
            context.report(&NAME, node, "namespace", message, help);
        }
    }
    names::labels(context, metadata, "labels");
    inherited_labels(context, object, metadata);
    names::annotations(context, metadata, "annotations");
    own_labels(context, object, metadata);
    generation(context, object, metadata);
    owners(context, metadata);
    finalizers(context, object, metadata);
    context.path.back(mark);
}

fn name(context: &mut Context<'_>, object: &Object, metadata: &Node, kind: Option<&Kind>) {
    let judge = |name: &str, version| object_name(name, object, kind.is_some(), version);
    let base = filled(metadata, "generateName");
    if let (Some(base), Some(node)) = (base, metadata.get("generateName")) {
        // What is made of it ends with five letters.
        let shortened = base.chars().take(58).chain("xxxxx".chars()).collect::<String>();
        let masked = match base.strip_suffix('-').filter(|rest| !rest.is_empty()) {
            Some(rest) => format!("{rest}a"),
            None => base.to_owned(),
        };
        let message = format!("`{base}` cannot begin the name of a {}", object.kind);
        // Since 1.36 that of a ReplicationController is judged as a whole name.
        let whole = object.kind == "ReplicationController" && context.version >= Kubernetes::V1_36;
        let judged =
            if whole { names::path_segment(&masked) } else { judge(&masked, context.version) };
        if let Some(help) = judged {
            context.report(&NAME, node, "generateName", message.clone(), help);
        }
        if filled(metadata, "name").is_none() {
            match judge(&shortened, context.version) {
                Some(help) => context.report(&NAME, node, "name", message, help),
                None => for_hosts(context, object, &shortened, node),
            }
        }
    }
    match filled(metadata, "name") {
        Some(name) => {
            if let (Some(help), Some(node)) = (judge(name, context.version), metadata.get("name")) {
                let message = format!("`{name}` cannot be the name of a {}", object.kind);
                context.report(&NAME, node, "name", message, help);
            } else {
                for_hosts(context, object, name, metadata.get("name").unwrap_or(metadata));
            }
            completions(context, object, metadata, name);
        }
        // A range of limits gets a name.
        None if base.is_some() || object.kind == "LimitRange" => {}
        None => {
            let spot = entry(&object.root, "metadata")
                .map_or(Spot { place: object.root.start(), width: 1 }, Spot::from);
            let help = "add `metadata.name`";
            context.report(&MISSING_FIELD, spot, "name", "`name` is missing", help);
        }
    }
}

/// Warns of a name that pods cannot take for that of their host.
fn for_hosts(context: &mut Context<'_>, object: &Object, name: &str, node: &Node) {
    if pods_of(object) && names::dns_label(name).is_some() {
        let message = format!("`{name}` is no name for a host, which pods make of it");
        let help = "use at most 63 lower-case letters, digits and `-`, no dots";
        context.report(&POD_NAME, node, "name", message, help);
    }
}

/// Kinds whose pods take their name.
fn pods_of(object: &Object) -> bool {
    const KINDS: [&str; 6] =
        ["CronJob", "Deployment", "Job", "Pod", "ReplicaSet", "ReplicationController"];
    KINDS.contains(&object.kind.as_str())
}

/// The pods of an indexed Job are called after it and their number.
fn completions(context: &mut Context<'_>, object: &Object, metadata: &Node, name: &str) {
    let Some(spec) = object.root.get("spec").filter(|_| object.kind == "Job") else { return };
    let count = super::context::int(spec, "completions").unwrap_or(1);
    let indexed = text(spec, "completionMode") == Some("Indexed");
    if !indexed || count < 1 || names::dns_label(&format!("{name}-{}", count - 1)).is_none() {
        return;
    }
    let spot = metadata.get("name").unwrap_or(metadata);
    let message = format!("`{name}-{}` cannot be the name of a pod", count - 1);
    let help = "shorten the name; use letters, digits and `-` alone";
    context.report(&NAME, spot, "name", message, help);
}

fn object_name(name: &str, object: &Object, known: bool, version: Kubernetes) -> Judgement {
    match object.kind.as_str() {
        _ if !known => {
            let custom = object
                .api
                .split_once('/')
                .is_some_and(|(group, _)| group.contains('.') && !group.ends_with(".k8s.io"));
            if custom { names::dns_subdomain(name) } else { names::path_segment(name) }
        }
        // The API server asks no more of a budget than that its name fits into an address.
        "Role" | "ClusterRole" | "RoleBinding" | "ClusterRoleBinding" | "PodDisruptionBudget" => {
            names::path_segment(name)
        }
        "Namespace" | "StatefulSet" => names::dns_label(name),
        "Service" if version >= Kubernetes::V1_36 => names::dns_label(name),
        "Service" => names::dns_1035_label(name),
        "CronJob" if name.len() > 52 => {
            Some("shorten it to 52 characters: Kubernetes adds 11 for each job")
        }
        _ => names::dns_subdomain(name),
    }
}

/// Without labels of their own, two kinds get those of their template.
fn inherited_labels(context: &mut Context<'_>, object: &Object, metadata: &Node) {
    let kind = object.kind.as_str();
    let own = metadata.get("labels").is_some_and(|labels| !labels.entries().is_empty());
    if own || !matches!(kind, "Job" | "ReplicationController") {
        return;
    }
    if let Some(template) = object.root.at(&["spec", "template", "metadata"]) {
        names::labels(context, template, "labels");
    }
}

/// The API server gives a namespace its name as a label, and reads labels of Pod Security.
fn own_labels(context: &mut Context<'_>, object: &Object, metadata: &Node) {
    const PREFIX: &str = "pod-security.kubernetes.io/";
    if object.kind != "Namespace" || object.api != "v1" {
        return;
    }
    if let (Some(name), Some(spot)) = (filled(metadata, "name"), given(metadata, "name"))
        && let Some(help) = names::label_value(name)
    {
        let message = format!("`{name}` cannot be the value of a label");
        context.report(&LABEL, spot, "labels", message, help);
    }
    for entry in super::context::entries(metadata, "labels") {
        let Some(mode) = entry.key.strip_prefix(PREFIX) else { continue };
        let value = entry.value.text().filter(|_| !entry.value.is_null()).unwrap_or_default();
        let is_version = |value: &str| {
            let minor = value.strip_prefix("v1.").filter(|minor| !minor.is_empty());
            minor.is_some_and(|minor| {
                minor.bytes().all(|each| each.is_ascii_digit())
                    && (minor == "0" || !minor.starts_with('0'))
            })
        };
        let (words, numbers, help): (&[&str], _, _) = match mode {
            "enforce" | "audit" | "warn" => (
                &["privileged", "baseline", "restricted"],
                false,
                "write `privileged`, `baseline` or `restricted`",
            ),
            "enforce-version" | "audit-version" | "warn-version" => {
                (&["latest"], true, "write `latest` or a version such as `v1.36`")
            }
            _ => continue,
        };
        // A value that no label may have is told before.
        let fine = words.contains(&value) || (numbers && is_version(value));
        if !fine && names::label_value(value).is_none() {
            let message = format!("`{value}` is no choice for `{}`", entry.key);
            let path = format!("labels[{}]", entry.key);
            let lower = value.to_ascii_lowercase();
            let remedy = if numbers && is_version(&lower) {
                Some(Remedy::write(lower))
            } else {
                Remedy::in_case(value, words.iter().copied())
            };
            let finding = Diagnostic::new(&CHOICE, message).help(help).remedy(remedy);
            context.push(finding, (&entry.value).into(), &path);
        }
    }
}

/// Kinds of which the API server counts the generations start at 1; of others it takes what is written.
fn generation(context: &mut Context<'_>, object: &Object, metadata: &Node) {
    const COUNTED: [&str; 13] = [
        "CronJob",
        "DaemonSet",
        "Deployment",
        "Ingress",
        "IngressClass",
        "Job",
        "NetworkPolicy",
        "Pod",
        "PodDisruptionBudget",
        "PriorityClass",
        "ReplicaSet",
        "ReplicationController",
        "StatefulSet",
    ];
    let own = object.api.starts_with("gateway.") || COUNTED.contains(&object.kind.as_str());
    if !own && super::context::int(metadata, "generation").is_some_and(|number| number < 0) {
        let spot = given(metadata, "generation").unwrap_or(metadata);
        let message = "`generation` cannot be negative";
        context.report(&RANGE, spot, "generation", message, "remove it: the server counts");
    }
}

/// Until 1.36 the API server leaves the index of an owner out.
fn owners(context: &mut Context<'_>, metadata: &Node) {
    let mut controllers = 0;
    let owners = items(metadata, "ownerReferences");
    for (at, owner) in owners.iter().enumerate() {
        let place = if context.version >= Kubernetes::V1_37 {
            format!("ownerReferences[{at}]")
        } else {
            "ownerReferences".to_owned()
        };
        for key in ["apiVersion", "kind", "name", "uid"] {
            let value = filled(owner, key);
            let bad_api = key == "apiVersion"
                && value.is_some_and(|api| api.split('/').count() > 2 || api.ends_with('/'));
            if value.is_none() || bad_api {
                let spot = given(owner, key).unwrap_or(owner);
                let message = format!("an owner needs `{key}`");
                let help = "remove `ownerReferences`: controllers set them";
                context.report(&OWNER, spot, &format!("{place}.{key}"), message, help);
            }
        }
        if (text(owner, "apiVersion"), text(owner, "kind")) == (Some("v1"), Some("Event")) {
            context.report(&OWNER, owner, &place, "an event owns nothing", "name another owner");
        }
        controllers += usize::from(bool(owner, "controller") == Some(true));
    }
    for _ in 1..controllers {
        let spot = given(metadata, "ownerReferences").unwrap_or(metadata);
        let message = "only one owner can be the controller";
        context.report(&OWNER, spot, "ownerReferences", message, "keep one `controller: true`");
    }
}

/// Whether the kind is defined by a CustomResourceDefinition: its group has a domain that is none of Kubernetes' own
/// groups.
fn is_custom(api: &str) -> bool {
    // Source: the groups of k8s.io/api 0.36, of CustomResourceDefinitions and of API services.
    const OWN: [&str; 17] = [
        "admissionregistration",
        "apiextensions",
        "apiregistration",
        "authentication",
        "authorization",
        "certificates",
        "coordination",
        "discovery",
        "events",
        "flowcontrol.apiserver",
        "internal.apiserver",
        "networking",
        "node",
        "rbac.authorization",
        "resource",
        "scheduling",
        "storage",
    ];
    let Some((group, _)) = api.split_once('/').filter(|(group, _)| group.contains('.')) else {
        return false;
    };
    group != "storagemigration.k8s.io"
        && group.strip_suffix(".k8s.io").is_none_or(|name| !OWN.contains(&name))
}

fn finalizers(context: &mut Context<'_>, object: &Object, metadata: &Node) {
    const OWN: [&str; 3] = ["foregroundDeletion", "kubernetes", "orphan"];
    let list = items(metadata, "finalizers");
    let custom = is_custom(&object.api);
    // Kinds of which only the general part is judged.
    let loose = matches!(object.kind.as_str(), "Lease" | "PodDisruptionBudget") || custom;
    for (at, finalizer) in list.iter().enumerate() {
        let name = finalizer.text().unwrap_or_default();
        if let Some(help) = names::qualified(name) {
            let message = format!("`{name}` cannot be the name of a finalizer");
            context.report(&FINALIZER, finalizer, "finalizers", message, help);
        }
        if custom && !name.contains('/') && !OWN.contains(&name) {
            let message = format!("`{name}` has no domain: it may be that of another controller");
            let help = "write it as `example.com/name`";
            context.report(&FINALIZER_NAME, finalizer, "finalizers", message, help);
        }
        if !loose && !name.contains('/') && !OWN.contains(&name) {
            let message = format!("`{name}` is no finalizer of Kubernetes");
            let help = "put a domain before it, such as `example.com/name`";
            context.report(&FINALIZER, finalizer, &format!("finalizers[{at}]"), message, help);
        }
    }
    let has = |name| list.iter().any(|each| each.text() == Some(name));
    if has("orphan") && has("foregroundDeletion") {
        let spot = given(metadata, "finalizers").unwrap_or(metadata);
        let message = "`orphan` and `foregroundDeletion` contradict";
        context.report(&FINALIZER, spot, "finalizers", message, "keep one of the two");
    }
}
