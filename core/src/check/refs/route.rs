//! Routes of the Gateway API: the listeners that take them and the Services behind them.

use super::super::context::{Context, Spot, filled, given, items, text};
use super::super::index::{Index, Labels, fits, pairs};
use super::super::object::Object;
use super::{gateway, list, lookup, service};
use crate::diagnostic::{Diagnostic, Severity, rules};
use crate::yaml::Node;

rules! {
    pub(crate) const MISSING_LISTENER: Rule = Rule {
        name: "missing-listener",
        tier: Broken,
        severity: Error,
        says: "a route names a listener that its Gateway does not have",
        why: "The route is never attached, and its host answers 404.",
    };
    pub(crate) const UNATTACHED_ROUTE: Rule = Rule {
        name: "unattached-route",
        tier: Broken,
        severity: Error,
        says: "no listener of its Gateway takes a route",
        why: "Nothing reaches the app by that route: requests get an error 404.",
    };
}

/// An HTTPRoute or GRPCRoute. Most Gateways are somebody else's: of those nothing is said.
pub(super) fn check(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    let mut listeners = Vec::new();
    let mut is_whole = true;
    for (at, parent) in list(&object.root, &["spec", "parentRefs"]).iter().enumerate() {
        if text(parent, "kind").is_some_and(|kind| kind != "Gateway") {
            is_whole = false;
            continue;
        }
        let space = filled(parent, "namespace").unwrap_or(&object.namespace);
        let name = filled(parent, "name").unwrap_or_default();
        match index.find("Gateway", space, name) {
            Some(gateway) => {
                let path = format!("spec.parentRefs[{at}]");
                listeners.extend(attached(context, object, gateway, parent, &path, index));
            }
            None => is_whole = false,
        }
    }
    if is_whole && !listeners.is_empty() {
        hosts(context, object, &listeners);
    }
    for (at, rule) in list(&object.root, &["spec", "rules"]).iter().enumerate() {
        for (nth, backend) in items(rule, "backendRefs").iter().enumerate() {
            let path = format!("spec.rules[{at}].backendRefs[{nth}]");
            self::backend(context, object, index, backend, &path);
        }
        for (nth, filter) in items(rule, "filters").iter().enumerate() {
            if let Some(backend) = filter.at(&["requestMirror", "backendRef"]) {
                let path = format!("spec.rules[{at}].filters[{nth}].requestMirror.backendRef");
                self::backend(context, object, index, backend, &path);
            }
        }
    }
}

/// The listeners of a Gateway that take a route.
fn attached<'i>(
    context: &mut Context<'_>,
    object: &Object,
    gateway: &'i Object,
    parent: &Node,
    path: &str,
    index: &Index<'_>,
) -> Vec<&'i Node> {
    let all = list(&gateway.root, &["spec", "listeners"]);
    let (section, port) = (filled(parent, "sectionName"), filled(parent, "port"));
    let meant: Vec<&Node> = all
        .iter()
        .filter(|each| section.is_none_or(|name| text(each, "name") == Some(name)))
        .filter(|each| port.is_none_or(|port| text(each, "port") == Some(port)))
        .collect();
    if meant.is_empty() {
        let (field, wanted) = match (section, port) {
            (Some(name), _) => ("sectionName", name),
            (None, Some(port)) => ("port", port),
            (None, None) => return meant,
        };
        let Some(node) = given(parent, field) else { return meant };
        let message = format!("the Gateway `{}` has no listener `{wanted}`", gateway.name);
        let help = "name one of the Gateway's listeners";
        let diagnostic = Diagnostic::new(&MISSING_LISTENER, message).help(help);
        context.push(diagnostic, Spot::from(node), &format!("{path}.{field}"));
        return meant;
    }
    let taken: Vec<&Node> =
        meant.into_iter().filter(|each| takes(each, object, gateway, index)).collect();
    if let (true, Some(node)) = (taken.is_empty(), given(parent, "name")) {
        let message = format!(
            "no listener of the Gateway `{}` takes a {} of the namespace `{}`",
            gateway.name, object.kind, object.namespace
        );
        let help = "set `allowedRoutes.namespaces` of the listener, or move the route to the Gateway's namespace";
        let diagnostic = Diagnostic::new(&UNATTACHED_ROUTE, message).help(help);
        context.push(diagnostic, Spot::from(node), &format!("{path}.name"));
    }
    taken
}

fn takes(listener: &Node, route: &Object, gateway: &Object, index: &Index<'_>) -> bool {
    let protocol = text(listener, "protocol").unwrap_or("HTTP");
    if matches!(protocol, "TCP" | "UDP" | "TLS") {
        return false;
    }
    let kinds = list(listener, &["allowedRoutes", "kinds"]);
    if !kinds.is_empty() && kinds.iter().all(|kind| text(kind, "kind") != Some(&route.kind)) {
        return false;
    }
    let namespaces = listener.at(&["allowedRoutes", "namespaces"]);
    let (own, theirs) = (route.namespace.as_str(), gateway.namespace.as_str());
    if own.is_empty() || theirs.is_empty() {
        return true;
    }
    match namespaces.and_then(|node| text(node, "from")).unwrap_or("Same") {
        "Same" => own == theirs,
        "None" => false,
        "Selector" => namespaces
            .and_then(|node| node.get("selector"))
            .is_none_or(|selector| selects_namespace(selector, own, index)),
        _ => true,
    }
}

/// Only the name of a namespace that is not in the folder is known.
fn selects_namespace(selector: &Node, name: &str, index: &Index<'_>) -> bool {
    const NAME: &str = "kubernetes.io/metadata.name";
    let object = index.find("Namespace", "", name);
    let meta = object.and_then(|object| object.root.get("metadata"));
    let mut labels: Labels<'_> =
        meta.map(|meta| pairs(meta, "labels")).unwrap_or_default().into_iter().collect();
    labels.insert(NAME, name);
    let known = |key: &str| object.is_some() || key == NAME;
    let wanted = pairs(selector, "matchLabels");
    let expressions = items(selector, "matchExpressions");
    wanted.iter().all(|(key, value)| !known(key) || labels.get(key) == Some(value))
        && expressions
            .iter()
            .all(|each| text(each, "key").is_none_or(|key| !known(key)) || fits(each, &labels))
}

/// Hosts of the route that no listener has.
fn hosts(context: &mut Context<'_>, object: &Object, listeners: &[&Node]) {
    let served: Option<Vec<&str>> =
        listeners.iter().map(|listener| filled(listener, "hostname")).collect();
    // A listener without a host has them all.
    let Some(served) = served else { return };
    let all = list(&object.root, &["spec", "hostnames"]);
    let lost = |node: &&Node| {
        node.text().is_some_and(|host| !served.iter().any(|other| intersect(host, other)))
    };
    let none = all.iter().all(|node| lost(&node));
    let severity = if none { Severity::Error } else { Severity::Warning };
    for (at, node) in all.iter().enumerate().filter(|(_, node)| lost(node)) {
        let host = node.text().unwrap_or_default();
        let message = format!("no listener that this route is attached to has the host `{host}`");
        let help = "name a host that fits the `hostname` of a listener, or add a listener for it";
        let diagnostic = Diagnostic::new(&UNATTACHED_ROUTE, message).help(help).severity(severity);
        context.push(diagnostic, Spot::from(node), &format!("spec.hostnames[{at}]"));
    }
}

/// Whether some name fits both. `*.` stands for one label or more.
fn intersect(one: &str, other: &str) -> bool {
    let below = |name: &str, wild: &str| {
        wild.strip_prefix('*').is_some_and(|suffix| {
            name.len() > suffix.len()
                && name.to_ascii_lowercase().ends_with(&suffix.to_ascii_lowercase())
        })
    };
    one.eq_ignore_ascii_case(other) || below(one, other) || below(other, one)
}

/// A Service behind a route; here the port is a number.
fn backend(
    context: &mut Context<'_>,
    object: &Object,
    index: &Index<'_>,
    backend: &Node,
    path: &str,
) {
    if text(backend, "kind").is_some_and(|kind| kind != "Service") {
        return;
    }
    let (Some(name), Some(node)) = (filled(backend, "name"), given(backend, "name")) else {
        return;
    };
    gateway::granted(context, object, "Service", backend, path, index);
    let space = filled(backend, "namespace").unwrap_or(&object.namespace);
    let service = lookup(context, index, ["Service", space, name], node, &format!("{path}.name"));
    if let (Some(service), Some(port)) = (service, given(backend, "port")) {
        service::port(context, index, service, port, "port", &format!("{path}.port"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_intersect_as_the_gateway_api_says() {
        for (one, other, expect) in [
            ("a.example.com", "a.example.com", true),
            ("a.example.com", "A.example.com", true),
            ("a.example.com", "*.example.com", true),
            ("a.b.example.com", "*.example.com", true),
            ("*.b.example.com", "*.example.com", true),
            ("example.com", "*.example.com", false),
            ("a.example.com", "b.example.com", false),
            ("*.example.com", "*.example.org", false),
        ] {
            assert_eq!(intersect(one, other), expect, "{one} {other}");
            assert_eq!(intersect(other, one), expect, "{other} {one}");
        }
    }
}
