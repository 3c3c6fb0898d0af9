//! What the API server still takes, with a warning.

use super::super::context::{Context, Spot, entries, filled, given, int, items, text};
use super::super::names;
use super::resources::amount;
use crate::diagnostic::{Diagnostic, Remedy, rules};
use crate::facts::Kubernetes;
use crate::yaml::Node;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

rules! {
    pub(crate) const DEPRECATED: Rule = Rule {
        name: "deprecated",
        tier: Warned,
        severity: Warning,
        says: "the API server still takes this, and prints a warning",
        why: "What is deprecated goes away with a later version, or does nothing already; the annotation or volume has a replacement that works.",
    };
    pub(crate) const DUPLICATE_PORT: Rule = Rule {
        name: "duplicate-port",
        tier: Warned,
        severity: Warning,
        says: "two ports of a pod are the same or have one name",
        why: "Services and probes by name take the first; the other is of no use.",
    };
    pub(crate) const DUPLICATE_VARIABLE: Rule = Rule {
        name: "duplicate-variable",
        tier: Warned,
        severity: Warning,
        says: "a variable is set twice in one container",
        why: "The later one wins in the container, and `kubectl apply` may drop either when the list changes.",
        aliases: [
            "kube-linter/duplicate-env-var",
            "kube-score/environment-variable-key-duplication",
        ],
    };
    pub(crate) const FRACTIONAL_BYTES: Rule = Rule {
        name: "fractional-bytes",
        tier: Warned,
        severity: Warning,
        says: "an amount of memory is not a whole number of bytes",
        why: "`512m` is half a byte: the container is killed at once, or gets no memory to count on. `512Mi` was meant.",
    };
    pub(crate) const NEGATIVE_GRACE: Rule = Rule {
        name: "negative-grace",
        tier: Warned,
        severity: Warning,
        says: "a grace period is negative",
        why: "The server takes it as 1 second, so that requests under way are cut off.",
    };
    pub(crate) const ODD_ADDRESS: Rule = Rule {
        name: "odd-address",
        tier: Warned,
        severity: Warning,
        says: "an address or a block is written in an unusual way",
        why: "Programs that compare addresses as text take it for another one.",
    };
    pub(crate) const REPEATED_NAME: Rule = Rule {
        name: "repeated-name",
        tier: Warned,
        severity: Warning,
        says: "an address or a Secret stands twice in a list, or has no name",
        why: "The server takes it, but tools that merge by name drop one of the two.",
    };
}

/// The annotation that named the seccomp profile of a pod.
pub(super) const SECCOMP_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
/// What stood before a container that had a seccomp profile.
pub(super) const SECCOMP: &str = "container.seccomp.security.alpha.kubernetes.io/";
/// What stood before a container that had an AppArmor profile.
pub(super) const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";

/// Volume sources that no node mounts any more, and since when.
const VOLUMES: [(&str, &str); 9] = [
    ("cephfs", "since 1.31"),
    ("flocker", "since 1.25"),
    ("gitRepo", "since 1.33, unless a gate is opened"),
    ("glusterfs", "since 1.26"),
    ("photonPersistentDisk", "since 1.16"),
    ("quobyte", "since 1.25"),
    ("rbd", "since 1.31"),
    ("scaleIO", "since 1.22"),
    ("storageos", "since 1.25"),
];

/// A volume of a kind that is gone. Of persistent volumes some are taken without a word.
pub(super) fn volume(context: &mut Context<'_>, node: &Node) {
    let persistent = context.kind == "PersistentVolume";
    for entry in node.entries().iter().filter(|entry| !entry.value.is_null()) {
        let Some((name, since)) = VOLUMES.iter().find(|(name, _)| *name == entry.key) else {
            continue;
        };
        if persistent && matches!(*name, "flocker" | "quobyte") {
            continue;
        }
        let message = format!("`{name}` does not work {since}");
        let help = "use a PersistentVolumeClaim of a CSI driver";
        // The API server prints this one with a capital.
        let path = if *name == "storageos" { "storageOS" } else { name };
        context.report(&DEPRECATED, entry, path, message, help);
    }
}

/// Labels of nodes that have another name now; empty where nothing has taken their place.
const NODE_LABELS: [(&str, &str); 8] = [
    ("app.kubernetes.io/created-by", ""),
    ("beta.kubernetes.io/arch", "kubernetes.io/arch"),
    ("beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"),
    ("beta.kubernetes.io/os", "kubernetes.io/os"),
    ("failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"),
    ("failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"),
    ("node-role.kubernetes.io/master", "node-role.kubernetes.io/control-plane"),
    ("scheduler.alpha.kubernetes.io/preferAvoidPods", ""),
];

fn old_label(
    context: &mut Context<'_>,
    label: &str,
    spot: Spot,
    path: &str,
    remedy: fn(&str, &'static str) -> Remedy,
) {
    let Some((_, instead)) = NODE_LABELS.iter().find(|(old, _)| *old == label) else { return };
    let message = format!("the label `{label}` is an old one");
    let help = if instead.is_empty() { "remove it".into() } else { format!("use `{instead}`") };
    // Volumes keep the labels that their driver gave them.
    let sure = !instead.is_empty()
        && !matches!(context.kind, "PersistentVolume" | "PersistentVolumeClaim" | "StorageClass");
    let finding = Diagnostic::new(&DEPRECATED, message).help(help);
    context.push(finding.remedy(sure.then(|| remedy(label, instead))), spot, path);
}

/// A field that holds the label of a node.
pub(super) fn node_label(context: &mut Context<'_>, node: &Node, field: &str) {
    if let (Some(label), Some(spot)) = (text(node, field), node.get(field)) {
        old_label(context, label, Spot::from(spot), field, |_, instead| Remedy::write(instead));
    }
}

/// Annotations of a pod that a field has replaced. The path leads to the Pod or the template.
pub(super) fn annotations(context: &mut Context<'_>, metadata: &Node, spec: &Node) {
    for entry in entries(metadata, "annotations") {
        let key = entry.key.as_str();
        let field = match key {
            "scheduler.alpha.kubernetes.io/critical-pod" => Some("priorityClassName"),
            "security.alpha.kubernetes.io/sysctls"
            | "security.alpha.kubernetes.io/unsafe-sysctls" => Some("securityContext.sysctls"),
            _ => field_instead(spec, key),
        };
        let Some(field) = field else { continue };
        replaced(context, entry.into(), key, field);
    }
}

/// Whether a container has an annotation of this kind without a field in its place.
fn field_instead(spec: &Node, key: &str) -> Option<&'static str> {
    let lacks =
        |node: &Node, field: &str| node.at(&["securityContext", field]).is_none_or(Node::is_null);
    let container = |name: &str| {
        ["initContainers", "containers", "ephemeralContainers"]
            .iter()
            .flat_map(|list| items(spec, list))
            .find(|each| text(each, "name") == Some(name))
    };
    if key == SECCOMP_POD {
        return lacks(spec, "seccompProfile").then_some("seccompProfile");
    }
    if let Some(name) = key.strip_prefix(SECCOMP) {
        return container(name)
            .filter(|own| lacks(own, "seccompProfile"))
            .map(|_| "seccompProfile");
    }
    let name = key.strip_prefix(APP_ARMOR)?;
    container(name).filter(|own| lacks(own, "appArmorProfile")).map(|_| "appArmorProfile")
}

fn replaced(context: &mut Context<'_>, spot: Spot, key: &str, field: &str) {
    let message = format!("the annotation `{key}` has been replaced by a field");
    let path = format!("metadata.annotations[{key}]");
    context.report(&DEPRECATED, spot, &path, message, format!("use `{field}`"));
}

/// Annotations of other objects that are dated; the path leads to the object.
pub(super) fn of_object(context: &mut Context<'_>, object: &Node) {
    let Some(metadata) = given(object, "metadata") else { return };
    for entry in entries(metadata, "annotations") {
        let key = entry.key.as_str();
        let field = match (context.kind, key) {
            ("Ingress", "kubernetes.io/ingress.class") => {
                if object.at(&["spec", "ingressClassName"]).is_some_and(|it| !it.is_null()) {
                    continue;
                }
                "ingressClassName"
            }
            (
                "PersistentVolume" | "PersistentVolumeClaim",
                "volume.beta.kubernetes.io/storage-class",
            ) => "storageClassName",
            ("PersistentVolume", "volume.beta.kubernetes.io/mount-options") => "mountOptions",
            ("Service", "service.kubernetes.io/topology-aware-hints") => {
                "service.kubernetes.io/topology-mode"
            }
            ("ServiceAccount", "kubernetes.io/enforce-mountable-secrets") => {
                "a namespace of its own"
            }
            _ => continue,
        };
        replaced(context, entry.into(), key, field);
    }
}

/// Amounts of memory are whole bytes, and a variable that stands twice hides the first.
pub(super) fn container(context: &mut Context<'_>, node: &Node) {
    for list in ["limits", "requests"] {
        for kind in ["memory", "ephemeral-storage"] {
            let Some(spot) = node.at(&["resources", list, kind]) else { continue };
            fraction(context, spot, &format!("resources.{list}[{kind}]"));
        }
        // In a Pod, limits are requests where none are given.
        if list == "requests" && context.kind == "Pod" {
            for kind in ["memory", "ephemeral-storage"] {
                let Some(spot) = node.at(&["resources", "limits", kind]) else { continue };
                if node.at(&["resources", "requests", kind]).is_none() {
                    fraction(context, spot, &format!("resources.requests[{kind}]"));
                }
            }
        }
    }
    let mut seen = BTreeSet::new();
    for (at, variable) in items(node, "env").iter().enumerate() {
        let Some(name) = filled(variable, "name") else { continue };
        let own = format!("$({name})");
        let builds_on = given(variable, "valueFrom").is_none()
            && text(variable, "value").is_some_and(|it| it != own && it.contains(&own));
        if !seen.insert(name) && !builds_on {
            let spot = variable.get("name").map_or(Spot::from(variable), Spot::from);
            let message = format!("`{name}` is set twice in this container");
            let help = "keep one of the two";
            context.report(&DUPLICATE_VARIABLE, spot, &format!("env[{at}]"), message, help);
        }
    }
}

/// `512m` of memory are half a byte: `512Mi` was meant.
pub(super) fn fraction(context: &mut Context<'_>, spot: &Node, path: &str) {
    let text = spot.text().unwrap_or_default();
    if amount(spot).is_some_and(|amount| !amount.in_thousandths().is_whole()) {
        let message = format!("`{text}` is no whole number of bytes");
        let help = match text.strip_suffix('m') {
            Some(number) => format!("write `{number}Mi`, if that was meant"),
            None => "write a whole number of bytes, such as `512Mi`".to_owned(),
        };
        context.report(&FRACTIONAL_BYTES, spot, path, message, help);
    }
}

/// What a pod's spec says twice or in an old way.
pub(super) fn pod(context: &mut Context<'_>, node: &Node) {
    for entry in entries(node, "nodeSelector") {
        let path = format!("nodeSelector[{}]", entry.key);
        old_label(context, &entry.key, entry.into(), &path, Remedy::rename);
    }
    for (list, key) in [("hostAliases", "ip"), ("imagePullSecrets", "name")] {
        let mut seen = BTreeSet::new();
        for (at, item) in items(node, list).iter().enumerate() {
            let value = text(item, key).unwrap_or_default();
            let path = format!("{list}[{at}].{key}");
            if list == "imagePullSecrets" && value.is_empty() {
                let message = "this Secret has no name";
                context.report(&REPEATED_NAME, item, &path, message, "add `name`");
            }
            if !seen.insert(value) {
                let spot = given(item, key).unwrap_or(item);
                let message = format!("`{value}` stands in `{list}` twice");
                context.report(&REPEATED_NAME, spot, &path, message, "keep one of the two");
            }
        }
    }
    for kind in ["memory", "ephemeral-storage"] {
        if let Some(spot) = node.at(&["overhead", kind]) {
            fraction(context, spot, &format!("overhead[{kind}]"));
        }
    }
    // Since 1.37 a Pod's is raised to 1 before it is looked at.
    let raised = context.kind == "Pod" && context.version >= Kubernetes::V1_37;
    if let Some(spot) = given(node, "terminationGracePeriodSeconds")
        && int(node, "terminationGracePeriodSeconds").is_some_and(|number| number < 0)
        && !raised
    {
        let message = "a negative grace period is taken as 1 second";
        let help = "write how many seconds the pod may take to end";
        context.report(&NEGATIVE_GRACE, spot, "terminationGracePeriodSeconds", message, help);
    }
    ports(context, node);
    super::overlap::volumes(context, node);
    for (at, server) in
        node.at(&["dnsConfig", "nameservers"]).map_or(&[][..], Node::items).iter().enumerate()
    {
        address(context, server, &format!("dnsConfig.nameservers[{at}]"));
    }
    for (at, alias) in items(node, "hostAliases").iter().enumerate() {
        if let Some(ip) = given(alias, "ip") {
            address(context, ip, &format!("hostAliases[{at}].ip"));
        }
    }
}

/// Ports that two containers name or take.
fn ports(context: &mut Context<'_>, node: &Node) {
    let host =
        context.kind == "Pod" && super::super::context::bool(node, "hostNetwork") == Some(true);
    let mut taken: BTreeMap<(i128, &str), Vec<(i128, &str)>> = BTreeMap::new();
    let mut names = BTreeSet::new();
    for list in ["initContainers", "containers"] {
        for (at, container) in items(node, list).iter().enumerate() {
            for (nth, port) in items(container, "ports").iter().enumerate() {
                let path = format!("{list}[{at}].ports[{nth}]");
                let inner = int(port, "containerPort").unwrap_or(0);
                let outer = int(port, "hostPort").unwrap_or(0);
                let outer = if host && outer == 0 { inner } else { outer };
                let address = text(port, "hostIP").unwrap_or_default();
                let mut say = |message: String, help: &str| {
                    context.report(&DUPLICATE_PORT, port, &path, message, help);
                };
                if !address.is_empty() && outer == 0 {
                    say("`hostIP` does nothing without `hostPort`".into(), "remove `hostIP`");
                }
                let protocol = filled(port, "protocol").unwrap_or("TCP");
                let others = taken.entry((inner, protocol)).or_default();
                let again = others.iter().any(|(other, other_address)| {
                    let same = outer == *other && address == *other_address;
                    let loose = outer == 0 || *other == 0;
                    let half = outer == *other && address.is_empty() != other_address.is_empty();
                    same || loose || half
                });
                if again {
                    let message = format!("the port {inner} stands in this pod twice");
                    say(message, "keep one of the two");
                }
                others.push((outer, address));
                if let Some(name) = filled(port, "name")
                    && !names.insert(name)
                {
                    let message = format!("another port of this pod is named `{name}`");
                    say(message, "rename one: Services and probes take the first");
                }
            }
        }
    }
}

/// An address in a form that some readers take for another, or not at all.
pub(super) fn address(context: &mut Context<'_>, node: &Node, path: &str) {
    let text = node.text().unwrap_or_default();
    let Some(usual) = names::usual_address(text).filter(|usual| usual != text) else { return };
    let message = format!("`{text}` is not the usual form of this address");
    let help = format!("write `{usual}`");
    // Of zeros in front, programs make another number.
    let same = text.parse::<IpAddr>().is_ok_and(|strict| usual.parse::<IpAddr>() == Ok(strict));
    let finding = Diagnostic::new(&ODD_ADDRESS, message).help(help);
    context.push(finding.remedy(same.then(|| Remedy::write(usual))), node.into(), path);
}

/// A block of addresses in a form that some readers take for another, or not at all.
pub(super) fn block(context: &mut Context<'_>, node: &Node, path: &str) {
    let text = node.text().unwrap_or_default();
    for (message, usual) in names::odd_block(text) {
        context.report(
            &ODD_ADDRESS,
            node,
            path,
            format!("`{text}` {message}"),
            format!("write `{usual}`"),
        );
    }
}
