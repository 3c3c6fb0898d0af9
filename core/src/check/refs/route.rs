//! Routes of the Gateway API: the listeners that take them and the Services behind them.

use crate::check::context::{Context, filled, given, items, list, text};
use crate::check::index::Index;
use crate::check::object::Object;
use crate::check::refs::missing_reference::lookup;
use crate::check::refs::{backend_port, missing_listener, reference_grant, unattached_route};
use crate::yaml::Node;

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
                let meant = missing_listener::meant(context, gateway, parent, &path);
                let taken = unattached_route::attached(
                    context, object, gateway, parent, &path, meant, index,
                );
                listeners.extend(taken);
            }
            None => is_whole = false,
        }
    }
    if is_whole && !listeners.is_empty() {
        unattached_route::hosts(context, object, &listeners);
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
    reference_grant::check(context, object, "Service", backend, path, index);
    let space = filled(backend, "namespace").unwrap_or(&object.namespace);
    let service = lookup(context, index, ["Service", space, name], node, &format!("{path}.name"));
    if let (Some(service), Some(port)) = (service, given(backend, "port")) {
        backend_port::check(context, index, service, port, "port", &format!("{path}.port"));
    }
}
