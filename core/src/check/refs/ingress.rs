//! Ingresses: the Services behind them and their certificates.

use crate::check::context::{Context, filled, given, items, list};
use crate::check::index::Index;
use crate::check::object::Object;
use crate::check::refs::missing_reference::lookup;
use crate::check::refs::missing_secret::{self, Missing};
use crate::check::refs::{backend_port, certificate};
use crate::yaml::Node;

/// Judges one Ingress.
pub(super) fn check(
    context: &mut Context<'_>,
    object: &Object,
    index: &Index<'_>,
    missing: &mut Missing,
) {
    if let Some(backend) = object.root.at(&["spec", "defaultBackend", "service"]) {
        backend_service(context, object, index, backend, "spec.defaultBackend.service");
    }
    for (at, rule) in list(&object.root, &["spec", "rules"]).iter().enumerate() {
        for (nth, path) in list(rule, &["http", "paths"]).iter().enumerate() {
            if let Some(backend) = path.at(&["backend", "service"]) {
                let place = format!("spec.rules[{at}].http.paths[{nth}].backend.service");
                backend_service(context, object, index, backend, &place);
            }
        }
    }
    let spec = object.root.get("spec");
    for (at, tls) in spec.map_or(&[][..], |spec| items(spec, "tls")).iter().enumerate() {
        if let Some(node) = given(tls, "secretName") {
            let path = format!("spec.tls[{at}].secretName");
            missing_secret::check(context, node, &path, &object.namespace, index, missing);
        }
    }
    certificate::annotations(context, object, index);
}

fn backend_service(
    context: &mut Context<'_>,
    object: &Object,
    index: &Index<'_>,
    backend: &Node,
    path: &str,
) {
    let (Some(name), Some(node)) = (filled(backend, "name"), given(backend, "name")) else {
        return;
    };
    let target = ["Service", object.namespace.as_str(), name];
    let Some(service) = lookup(context, index, target, node, &format!("{path}.name")) else {
        return;
    };
    for (field, own) in [("name", "name"), ("number", "port")] {
        if let Some(node) = backend.at(&["port", field]).filter(|node| !node.is_null()) {
            backend_port::check(
                context,
                index,
                service,
                node,
                own,
                &format!("{path}.port.{field}"),
            );
        }
    }
}
