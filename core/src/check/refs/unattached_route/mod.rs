//! Routes that no listener of their Gateway takes, and hosts that none of the listeners has.

use crate::check::context::{Context, Spot, filled, given, items, list, text};
use crate::check::index::{Index, Labels, fits, pairs};
use crate::check::object::Object;
use crate::diagnostic::{Diagnostic, Severity, rule};
use crate::yaml::Node;

rule! {
    pub(in crate::check) const UNATTACHED_ROUTE: Rule = Rule {
        name: "unattached-route",
        tier: Broken,
        severity: Error,
        says: "no listener of the Gateway accepts a route",
        why: "Nothing reaches the app by that route: requests get an error 404.",
    };
}

/// The listeners that take a route, of those that it means.
pub(super) fn attached<'i>(
    context: &mut Context<'_>,
    object: &Object,
    gateway: &Object,
    parent: &Node,
    path: &str,
    meant: Vec<&'i Node>,
    index: &Index<'_>,
) -> Vec<&'i Node> {
    if meant.is_empty() {
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
pub(super) fn hosts(context: &mut Context<'_>, object: &Object, listeners: &[&Node]) {
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

#[cfg(test)]
mod tests {
    use super::intersect;

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
