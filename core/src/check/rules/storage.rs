//! Claims of storage.

use super::super::context::{Context, given, items};
use super::super::names;
use super::super::quantity::Quantity;
use crate::facts::Kubernetes;
use crate::yaml::Node;
use std::cmp::Ordering;

/// A claim's spec.
pub(super) fn claim(context: &mut Context<'_>, node: &Node) {
    // Before 1.34 the claims of a StatefulSet were not judged.
    if context.kind == "StatefulSet" && context.version < Kubernetes::V1_34 {
        return;
    }
    if items(node, "accessModes").is_empty() {
        let spot = given(node, "accessModes").unwrap_or(node);
        let message = "`accessModes` is missing";
        context.refused("missing-field", spot, "accessModes", message, "add `ReadWriteOnce`");
    }
    let path = "resources[storage]";
    match node.at(&["resources", "requests", "storage"]).filter(|value| !value.is_null()) {
        None => {
            let spot = given(node, "resources").unwrap_or(node);
            let message = "the size of the storage is missing";
            let help = "add `resources.requests.storage`";
            context.refused("missing-field", spot, path, message, help);
        }
        Some(size) => {
            let amount = size.text().and_then(Quantity::parse);
            if amount.is_some_and(|amount| amount.sign() != Ordering::Greater) {
                let message = "the size of the storage has to be more than 0";
                context.refused("range", size, path, message, "write, say, `10Gi`");
            }
        }
    }
    names::require(context, node, "storageClassName", "a StorageClass", names::dns_subdomain);
}
