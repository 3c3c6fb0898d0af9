//! Requests and limits.

use super::super::context::{Context, Spot, entries, items};
use super::super::names;
use super::super::quantity::Quantity;
use crate::diagnostic::rules;
use crate::facts::Kubernetes;
use crate::yaml::{Entry, Node, Scalar, resolve};
use std::cmp::Ordering;

rules! {
    pub(crate) const RESOURCES: Rule = Rule {
        name: "resources",
        tier: Refused,
        severity: Error,
        says: "requests and limits of a container do not hold together",
        why: "A request above its limit, an unknown resource or a negative amount is rejected with the whole workload.",
    };
}

/// Whose resources they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    Container,
    Pod,
}

/// What a container asks for and may use.
pub(super) fn container(context: &mut Context<'_>, node: &Node) {
    // Of a pod as a whole: judged with the pod.
    let whole = matches!(context.path.last(), Some("resources"))
        && context.path.parent().is_none_or(|parent| parent.ends_with("spec"));
    judge(context, node, if whole { Owner::Pod } else { Owner::Container });
}

fn judge(context: &mut Context<'_>, node: &Node, owner: Owner) {
    if owner == Owner::Pod && context.version < Kubernetes::V1_34 {
        return;
    }
    for list in ["limits", "requests", "limits as requests"] {
        let as_requests = list == "limits as requests";
        // In a Pod, limits are requests where none are given.
        if as_requests && (context.kind != "Pod" || owner == Owner::Pod) {
            continue;
        }
        let (from, list) = if as_requests { ("limits", "requests") } else { (list, list) };
        for entry in entries(node, from) {
            if as_requests && node.at(&["requests", &entry.key]).is_some() {
                continue;
            }
            let path = format!("{list}[{}]", entry.key);
            name(context, entry, &path, owner);
            let Some(amount) = amount(&entry.value) else { continue };
            value(context, entry, amount, &path);
            pages(context, entry, amount, &path);
        }
    }
    together(context, node);
}

/// Requests fit limits, and huge pages do not stand alone. In a pod, limits are requests where none are given.
fn together(context: &mut Context<'_>, node: &Node) {
    for entry in entries(node, "requests") {
        let limit = node.at(&["limits", &entry.key]);
        let foreign = entry.key.contains('/') && !entry.key.contains("kubernetes.io/");
        let fixed = foreign || entry.key.starts_with("hugepages-");
        let Some(limit) = limit else {
            if fixed {
                let message = format!("`{}` needs a limit", entry.key);
                let help = "add the same amount to `limits`";
                context.report(&RESOURCES, entry, "limits", message, help);
            }
            continue;
        };
        let (Some(request), Some(limit)) = (amount(&entry.value), amount(limit)) else { continue };
        if request > limit || (fixed && request != limit) {
            let key = &entry.key;
            let message = if fixed {
                format!("the request of `{key}` has to be its limit")
            } else {
                format!("the request of `{key}` is more than its limit")
            };
            let help = "lower the request or raise the limit";
            context.report(&RESOURCES, &entry.value, "requests", message, help);
        }
    }
    let all = || entries(node, "limits").iter().chain(entries(node, "requests"));
    let huge = all().find(|entry| entry.key.starts_with("hugepages-"));
    if let (Some(huge), true) =
        (huge, all().all(|entry| !matches!(entry.key.as_str(), "cpu" | "memory")))
    {
        let message = "huge pages need `cpu` or `memory` beside them";
        context.report(&RESOURCES, huge, "", message, "add `memory`");
    }
}

/// What a pod needs beside its containers.
pub(super) fn overhead(context: &mut Context<'_>, pod: &Node) {
    let Some(overhead) = pod.get("overhead").filter(|it| !it.is_null()) else { return };
    for entry in overhead.entries() {
        let path = format!("overhead.limits[{}]", entry.key);
        name(context, entry, &path, Owner::Container);
        if let Some(own) = amount(&entry.value) {
            value(context, entry, own, &path);
            pages(context, entry, own, &path);
        }
    }
    let has = |test: fn(&str) -> bool| overhead.entries().iter().any(|entry| test(&entry.key));
    if has(|key| key.starts_with("hugepages-")) && !has(|key| matches!(key, "cpu" | "memory")) {
        let message = "huge pages need `cpu` or `memory` beside them";
        context.report(&RESOURCES, overhead, "overhead", message, "add `memory`");
    }
}

/// Huge pages come whole.
fn pages(context: &mut Context<'_>, entry: &Entry, amount: Quantity, path: &str) {
    let Some(size) = entry.key.strip_prefix("hugepages-") else { return };
    let page = Quantity::parse(size).filter(|size| size.sign() == Ordering::Greater);
    if page.is_none_or(|page| !page.is_whole() || !amount.rounded().is_multiple_of(page)) {
        let message = format!("`{}` is counted in pages of {size}", entry.key);
        let help = "write a multiple of the size of a page";
        context.report(&RESOURCES, &entry.value, path, message, help);
    }
}

/// The amount that is written, if it is one; nothing is none of it.
pub(super) fn amount(node: &Node) -> Option<Quantity> {
    match resolve(node)? {
        Scalar::Null => Some(Quantity::default()),
        Scalar::Int(number) => Some(Quantity::whole(number)),
        Scalar::Bool(_) | Scalar::Float(_) | Scalar::Text(_) => {
            node.text().and_then(Quantity::parse)
        }
    }
}

/// An amount is not negative; what comes in pieces is whole.
pub(super) fn value(context: &mut Context<'_>, entry: &Entry, amount: Quantity, path: &str) {
    if amount.sign() == Ordering::Less {
        let message = format!("`{}` cannot be negative", entry.key);
        context.report(&RESOURCES, &entry.value, path, message, "write 0 or more");
    }
    if is_counted(&entry.key) && !amount.is_whole() {
        let message = format!("`{}` is counted in whole pieces", entry.key);
        context.report(&RESOURCES, &entry.value, path, message, "write a whole number");
    }
}

fn name(context: &mut Context<'_>, entry: &Entry, path: &str, owner: Owner) {
    let known = match owner {
        Owner::Container => of_container(&entry.key),
        Owner::Pod => {
            matches!(entry.key.as_str(), "cpu" | "memory") || entry.key.starts_with("hugepages-")
        }
    };
    if !known {
        refuse_name(context, entry, path);
    }
}

/// Says that something is no resource.
pub(super) fn refuse_name(context: &mut Context<'_>, spot: impl Into<Spot> + Named, path: &str) {
    let message = format!("`{}` is no resource that can stand here", spot.named());
    let help = "write `cpu`, `memory` or `ephemeral-storage`";
    context.report(&RESOURCES, spot, path, message, help);
}

/// What has a name to show.
pub(super) trait Named {
    /// The name.
    fn named(&self) -> &str;
}

impl Named for &Entry {
    fn named(&self) -> &str {
        &self.key
    }
}

impl Named for &Node {
    fn named(&self) -> &str {
        self.text().unwrap_or_default()
    }
}

/// Resources that a container can have.
pub(super) fn of_container(name: &str) -> bool {
    if names::qualified(name).is_some() {
        return false;
    }
    if name.contains('/') {
        return name.contains("kubernetes.io/") || is_extended(name);
    }
    matches!(name, "cpu" | "memory" | "ephemeral-storage") || name.starts_with("hugepages-")
}

/// Such as `nvidia.com/gpu`.
pub(super) fn is_extended(name: &str) -> bool {
    name.contains('/')
        && !name.contains("kubernetes.io/")
        && !name.starts_with("requests.")
        && names::qualified(&format!("requests.{name}")).is_none()
}

/// What is counted, not measured.
fn is_counted(name: &str) -> bool {
    const OBJECTS: [&str; 9] = [
        "pods",
        "resourcequotas",
        "services",
        "replicationcontrollers",
        "secrets",
        "configmaps",
        "persistentvolumeclaims",
        "services.nodeports",
        "services.loadbalancers",
    ];
    OBJECTS.contains(&name) || is_extended(name)
}

/// The resources of a pod as a whole cover those of its containers.
pub(super) fn of_pod(context: &mut Context<'_>, pod: &Node) {
    let Some(whole) = pod.get("resources").filter(|it| !it.is_null()) else { return };
    if context.version < Kubernetes::V1_34 {
        return;
    }
    let mark = context.path.field("resources");
    if let Some(claims) = whole.get("claims").filter(|it| !it.is_null()) {
        let message = "a pod as a whole has no claims";
        context.report(&RESOURCES, claims, "claims", message, "move them to a container");
    }
    for entry in entries(whole, "requests") {
        let sum = total(pod, &entry.key);
        if amount(&entry.value).is_some_and(|amount| amount < sum) {
            let message = format!("the containers ask for more `{}` than the pod", entry.key);
            let path = format!("requests[{}]", entry.key);
            context.report(&RESOURCES, &entry.value, &path, message, "raise it");
        }
    }
    for (at, container) in items(pod, "containers").iter().enumerate() {
        let Some(resources) = container.get("resources") else { continue };
        for entry in entries(resources, "limits") {
            let limit = whole.at(&["limits", &entry.key]).and_then(amount);
            if let (Some(own), Some(limit)) = (amount(&entry.value), limit)
                && own > limit
            {
                let message = format!("the limit of `{}` is above that of the pod", entry.key);
                let path = format!("containers[{at}][{}].limits", entry.key);
                context.report(&RESOURCES, &entry.value, &path, message, "lower it");
            }
        }
    }
    context.path.back(mark);
}

/// What all containers ask for: the sum, or the largest init container with the sidecars before it.
fn total(pod: &Node, key: &str) -> Quantity {
    let of = |container: &Node| {
        container.at(&["resources", "requests", key]).and_then(amount).unwrap_or_default()
    };
    let mut sidecars = Quantity::default();
    let mut peak = Quantity::default();
    for init in items(pod, "initContainers") {
        let always = init.get("restartPolicy").and_then(Node::text) == Some("Always");
        if always {
            sidecars = sidecars.plus(of(init));
            peak = peak.max(sidecars);
        } else {
            peak = peak.max(sidecars.plus(of(init)));
        }
    }
    let sum = items(pod, "containers").iter().fold(sidecars, |sum, each| sum.plus(of(each)));
    sum.max(peak)
}
