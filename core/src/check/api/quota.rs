//! Quotas, ranges of limits, priorities and leases.

use super::super::context::{Context, Spot, entries, filled, given, int, items, text};
use super::super::names;
use super::super::quantity::Quantity;
use super::number::between;
use super::resources::{amount, is_extended, of_container, refuse_name, value};
use crate::check::api::resources::RESOURCES;
use crate::check::api::selector::SELECTOR;
use crate::check::api::shared::{DUPLICATE_NAME, FINALIZER, RANGE, none_of};
use crate::check::names::NAME;
use crate::check::schema::missing::missing;
use crate::diagnostic::rules;
use crate::yaml::rules::MISSING_FIELD;
use crate::yaml::{Entry, Node};
use std::collections::{BTreeMap, BTreeSet};

rules! {
    pub(crate) const QUOTA: Rule = Rule {
        name: "quota",
        tier: Refused,
        severity: Error,
        says: "a ResourceQuota or LimitRange has values that contradict each other or do not exist",
        why: "The server rejects it, and the namespace stays without a quota.",
    };
}

/// Resources that a quota can count, beside huge pages and those with a domain.
const COUNTED: [&str; 19] = [
    "configmaps",
    "cpu",
    "ephemeral-storage",
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "memory",
    "persistentvolumeclaims",
    "pods",
    "replicationcontrollers",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
    "requests.storage",
    "resourcequotas",
    "secrets",
    "services",
    "services.loadbalancers",
    "services.nodeports",
];

fn is_huge(name: &str) -> bool {
    name.starts_with("hugepages-") || name.starts_with("requests.hugepages-")
}

/// Whether a name is that of a resource: standard, or with a domain.
fn is_resource(name: &str) -> bool {
    names::qualified(name).is_none()
        && (name.contains('/') || name == "storage" || COUNTED.contains(&name) || is_huge(name))
}

/// A quota's spec.
pub(super) fn spec(context: &mut Context<'_>, node: &Node) {
    let hard = entries(node, "hard");
    for entry in hard {
        let path = format!("hard[{}]", entry.key);
        let name = entry.key.as_str();
        if !is_resource(name) || name == "storage" {
            refuse_name(context, entry, &path);
        }
        if let Some(amount) = amount(&entry.value) {
            value(context, entry, amount, &path);
        }
    }
    let scopes: Vec<(&Node, &str)> =
        items(node, "scopes").iter().filter_map(|it| Some((it, it.text()?))).collect();
    for (spot, scope) in &scopes {
        of_scope(context, spot, scope, hard, ["scopes", "scopes"]);
    }
    conflicts(context, node, scopes.iter().map(|(_, scope)| *scope), "scopes");
    let Some(selector) = given(node, "scopeSelector") else { return };
    let mark = context.path.field("scopeSelector");
    let wishes = items(selector, "matchExpressions");
    for wish in wishes {
        of_wish(context, wish, hard);
    }
    let named = wishes.iter().filter_map(|wish| text(wish, "scopeName"));
    conflicts(context, selector, named, "matchExpressions");
    context.path.back(mark);
}

fn of_scope(
    context: &mut Context<'_>,
    spot: &Node,
    scope: &str,
    hard: &[Entry],
    [own, all]: [&str; 2],
) {
    const SCOPES: [&str; 7] = [
        "BestEffort",
        "CrossNamespacePodAffinity",
        "NotBestEffort",
        "NotTerminating",
        "PriorityClass",
        "Terminating",
        "VolumeAttributesClass",
    ];
    const PODS: [&str; 7] =
        ["pods", "cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory"];
    let fits: &[&str] = match scope {
        "Terminating"
        | "NotTerminating"
        | "NotBestEffort"
        | "PriorityClass"
        | "CrossNamespacePodAffinity" => &PODS,
        "BestEffort" => &["pods"],
        "VolumeAttributesClass" => &["persistentvolumeclaims", "requests.storage"],
        other => {
            let message = format!("`{other}` is no scope of a quota");
            let help = "write, say, `BestEffort` or `PriorityClass`";
            return none_of(context, spot, own, message, help, &SCOPES);
        }
    };
    for entry in hard {
        let standard = COUNTED.contains(&entry.key.as_str()) || is_huge(&entry.key);
        if standard && !fits.contains(&entry.key.as_str()) {
            let message = format!("`{}` cannot be counted in the scope `{scope}`", entry.key);
            context.report(&QUOTA, spot, all, message, "make it a quota of its own");
        }
    }
}

fn of_wish(context: &mut Context<'_>, wish: &Node, hard: &[Entry]) {
    const OPERATORS: [&str; 4] = ["In", "NotIn", "Exists", "DoesNotExist"];
    let scope = text(wish, "scopeName").unwrap_or_default();
    let spot = given(wish, "scopeName").unwrap_or(wish);
    // The API server leaves the index out of these paths.
    of_scope(context, spot, scope, hard, ["matchExpressions.scopeName", "matchExpressions"]);
    let operator = text(wish, "operator").unwrap_or_default();
    let plain = matches!(
        scope,
        "BestEffort"
            | "NotBestEffort"
            | "Terminating"
            | "NotTerminating"
            | "CrossNamespacePodAffinity"
    );
    let known = OPERATORS.contains(&operator);
    if (plain && operator != "Exists") || !known {
        let spot = given(wish, "operator").unwrap_or(wish);
        let message = format!("`{operator}` is no operator for `{scope}`");
        let path = "matchExpressions.operator";
        let words: &[&str] = if plain { &["Exists"] } else { &OPERATORS };
        none_of(context, spot, path, message, "write `Exists`", words);
    }
    let values = items(wish, "values");
    let spot = given(wish, "values").unwrap_or(wish);
    let path = "matchExpressions.values";
    match operator {
        "In" | "NotIn" if values.is_empty() => {
            let message = "`In` and `NotIn` need `values`";
            context.report(&SELECTOR, spot, path, message, "add the values");
        }
        "Exists" | "DoesNotExist" if !values.is_empty() => {
            let message = "`Exists` and `DoesNotExist` have no `values`";
            context.report(&SELECTOR, spot, path, message, "remove `values`");
        }
        _ => {}
    }
}

fn conflicts<'n>(
    context: &mut Context<'_>,
    node: &Node,
    scopes: impl Iterator<Item = &'n str>,
    at: &str,
) {
    let all: BTreeSet<&str> = scopes.collect();
    for (one, other) in [("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating")] {
        if all.contains(one) && all.contains(other) {
            let spot = given(node, at).map_or(Spot::from(node), Spot::from);
            let message = format!("nothing is both `{one}` and `{other}`");
            context.report(&QUOTA, spot, at, message, "make it two quotas");
        }
    }
}

/// A range of limits.
pub(super) fn limits(context: &mut Context<'_>, node: &Node) {
    const TYPES: [&str; 3] = ["Container", "PersistentVolumeClaim", "Pod"];
    let mut seen = BTreeSet::new();
    for (at, item) in items(node, "limits").iter().enumerate() {
        let mark = context.path.field("limits");
        context.path.index(at);
        let kind = text(item, "type").unwrap_or_default();
        let known = TYPES.contains(&kind);
        let spot = given(item, "type").unwrap_or(item);
        if !kind.is_empty() && (names::qualified(kind).is_some() || !(known || kind.contains('/')))
        {
            let message = format!("`{kind}` is no type of limits");
            let help = "write `Container`, `Pod` or `PersistentVolumeClaim`";
            none_of(context, spot, "type", message, help, &TYPES);
        }
        if !seen.insert(kind) {
            let message = format!("there are other limits for `{kind}`");
            context.report(&DUPLICATE_NAME, spot, "type", message, "make them one");
        }
        of_range(context, item, kind);
        context.path.back(mark);
    }
}

const LISTS: [&str; 5] = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"];

fn of_range(context: &mut Context<'_>, item: &Node, kind: &str) {
    let mut of: BTreeMap<(&str, &str), (&Node, Quantity)> = BTreeMap::new();
    let mut keys = BTreeSet::new();
    for list in LISTS {
        if kind == "Pod" && matches!(list, "default" | "defaultRequest") {
            if let Some(spot) = given(item, list).filter(|it| !it.entries().is_empty()) {
                let message = format!("limits of pods have no `{list}`");
                context.report(&QUOTA, spot, list, message, format!("remove `{list}`"));
            }
            continue;
        }
        for entry in entries(item, list) {
            let fine = if matches!(kind, "Pod" | "Container") {
                of_container(&entry.key)
            } else {
                is_resource(&entry.key)
            };
            let implied: &[&str] = match (kind, list) {
                ("Container", "max") => &["default", "defaultRequest"],
                ("Container", "default" | "min") => &["defaultRequest"],
                _ => &[],
            };
            for list in [list]
                .iter()
                .chain(implied.iter().filter(|other| item.at(&[other, &entry.key]).is_none()))
            {
                if !fine {
                    refuse_name(context, entry, &format!("{list}[{}]", entry.key));
                }
            }
            keys.insert(entry.key.as_str());
            if let Some(amount) = amount(&entry.value) {
                of.insert((list, &entry.key), (&entry.value, amount));
            }
        }
    }
    if kind == "Container" {
        fill(&mut of, &keys);
    }
    let storage = |list| of.contains_key(&(list, "storage"));
    if kind == "PersistentVolumeClaim" && !storage("min") && !storage("max") {
        let message = "limits of claims need `min` or `max` of `storage`";
        context.report(&MISSING_FIELD, item, "limits", message, "add `max`");
    }
    for key in keys {
        compare(context, &of, key);
    }
}

/// What is not given follows from what is: `default` from `max`, `defaultRequest` from `default`, else from `min`.
fn fill<'n>(of: &mut BTreeMap<(&'n str, &'n str), (&'n Node, Quantity)>, keys: &BTreeSet<&'n str>) {
    for (list, from) in
        [("default", "max"), ("defaultRequest", "default"), ("defaultRequest", "min")]
    {
        for key in keys {
            if let Some(found) = of.get(&(from, *key)).copied() {
                of.entry((list, key)).or_insert(found);
            }
        }
    }
}

fn compare(context: &mut Context<'_>, of: &BTreeMap<(&str, &str), (&Node, Quantity)>, key: &str) {
    let get = |list| of.get(&(list, key)).copied();
    // The second has to reach the first; told at the third.
    let pairs = [
        ("min", "max", "min"),
        ("min", "defaultRequest", "defaultRequest"),
        ("defaultRequest", "max", "defaultRequest"),
        ("defaultRequest", "default", "defaultRequest"),
        ("min", "default", "default"),
        ("default", "max", "default"),
    ];
    for (low, high, place) in pairs {
        if let (Some((_, less)), Some((_, more)), Some((spot, _))) =
            (get(low), get(high), get(place))
            && less > more
        {
            let message = format!("`{low}` of `{key}` is more than `{high}`");
            let path = format!("{place}[{key}]");
            context.report(&RANGE, spot, &path, message, format!("lower `{low}`"));
        }
    }
    let path = format!("maxLimitRequestRatio[{key}]");
    if let Some((spot, ratio)) = get("maxLimitRequestRatio") {
        let one = Quantity::parse("1").unwrap_or_default();
        if ratio < one {
            context.report(
                &RANGE,
                spot,
                &path,
                "a limit is never below its request",
                "write 1 or more",
            );
        }
        if let (Some((_, min)), Some((_, max))) = (get("min"), get("max"))
            && ratio.ratio(one) > max.ratio(min)
        {
            let message = "the ratio is more than `max` by `min`";
            context.report(&RANGE, spot, &path, message, "lower it");
        }
    }
    let fixed = is_extended(key) || key.starts_with("hugepages-");
    if let (true, Some((_, limit)), Some((spot, request))) =
        (fixed, get("default"), get("defaultRequest"))
        && limit != request
    {
        let message = format!("request and limit of `{key}` have to be the same");
        let path = format!("defaultRequest[{key}]");
        context.report(&RESOURCES, spot, &path, message, "make both the same");
    }
}

/// A priority.
pub(super) fn priority(context: &mut Context<'_>, node: &Node) {
    let name = node.at(&["metadata", "name"]).and_then(Node::text).unwrap_or_default();
    let number = int(node, "value").unwrap_or(0);
    if name.starts_with("system-") {
        let own =
            [("system-node-critical", 2_000_001_000), ("system-cluster-critical", 2_000_000_000)];
        if !own.contains(&(name, number)) {
            let spot = node.at(&["metadata", "name"]).unwrap_or(node);
            let message = "names that begin with `system-` are Kubernetes' own";
            context.report(&NAME, spot, "metadata.name", message, "choose another name");
        }
    } else if number > 1_000_000_000 {
        let spot = given(node, "value").unwrap_or(node);
        let message = format!("`value` cannot be {number}");
        context.report(&RANGE, spot, "value", message, "write at most 1000000000");
    }
    if let Some(spot) = given(node, "preemptionPolicy") {
        let policy = spot.text().unwrap_or_default();
        let words = ["PreemptLowerPriority", "Never"];
        if !words.contains(&policy) {
            let message = format!("`{policy}` is no choice for `preemptionPolicy`");
            let help = "write `PreemptLowerPriority` or `Never`";
            none_of(context, spot, "preemptionPolicy", message, help, &words);
        }
    }
}

/// A lease. Fields for the choice of a holder are dropped: their gate is closed.
pub(super) fn lease(context: &mut Context<'_>, node: &Node) {
    between(context, node, "leaseDurationSeconds", 1, i128::from(i32::MAX));
    between(context, node, "leaseTransitions", 0, i128::from(i32::MAX));
}

/// A namespace's spec.
pub(super) fn namespace(context: &mut Context<'_>, node: &Node) {
    for finalizer in items(node, "finalizers") {
        let name = finalizer.text().unwrap_or_default();
        let own = matches!(name, "kubernetes" | "orphan" | "foregroundDeletion");
        if names::qualified(name).is_some() || !(own || name.contains('/')) {
            let message = format!("`{name}` is no finalizer of Kubernetes");
            let help = "put a domain before it, such as `example.com/name`";
            context.report(&FINALIZER, finalizer, "finalizers", message, help);
        }
    }
}

/// The endpoints of a Service, written by hand.
pub(super) fn endpoints(context: &mut Context<'_>, node: &Node) {
    let ready = items(node, "addresses");
    let not_ready = items(node, "notReadyAddresses");
    if ready.is_empty() && not_ready.is_empty() {
        let message = "a subset needs `addresses` or `notReadyAddresses`";
        context.report(&MISSING_FIELD, node, "", message, "add `addresses`");
    }
    for (list, addresses) in [("addresses", ready), ("notReadyAddresses", not_ready)] {
        for (at, address) in addresses.iter().enumerate() {
            let mark = context.path.field(list);
            context.path.index(at);
            let ip = given(address, "ip").unwrap_or(address);
            super::service::endpoint_ip(context, ip, "ip");
            super::deprecated::address(context, ip, "ip");
            names::require(context, address, "hostname", "a host", names::dns_label);
            names::require(context, address, "nodeName", "a node", names::dns_subdomain);
            if text(address, "nodeName") == Some("") {
                let spot = given(address, "nodeName").unwrap_or(address);
                let help = "name the node, or remove the field";
                context.report(&NAME, spot, "nodeName", "a node has a name", help);
            }
            context.path.back(mark);
        }
    }
    let ports = items(node, "ports");
    for (at, port) in ports.iter().enumerate() {
        let mark = context.path.field("ports");
        context.path.index(at);
        if ports.len() > 1 && filled(port, "name").is_none() {
            missing(context, "name", port);
        }
        names::require(context, port, "name", "a port", names::dns_label);
        between(context, port, "port", 1, 65535);
        if let Some(spot) = given(port, "appProtocol")
            && let Some(help) = names::qualified(spot.text().unwrap_or_default())
        {
            let message = "this cannot be the name of a protocol";
            context.report(&NAME, spot, "appProtocol", message, help);
        }
        context.path.back(mark);
    }
}
