//! References to Secrets, and the stores that Secrets are fetched from.

use crate::check::context::{Context, bool, filled, given, text};
use crate::check::index::Index;
use crate::check::object::Object;
use crate::check::refs::missing_reference::expect;
use crate::check::refs::missing_secret::Missing;
use crate::check::refs::{missing_key, missing_secret};
use crate::yaml::Node;

/// A reference to a Secret, and to keys of it.
pub(super) fn reference(
    context: &mut Context<'_>,
    reference: &Node,
    path: &str,
    namespace: &str,
    index: &Index<'_>,
    missing: &mut Missing,
) {
    under(context, reference, "name", path, namespace, index, missing);
}

/// A volume of a Secret, whose name stands in another field.
pub(super) fn volume(
    context: &mut Context<'_>,
    source: &Node,
    path: &str,
    namespace: &str,
    index: &Index<'_>,
    missing: &mut Missing,
) {
    under(context, source, "secretName", path, namespace, index, missing);
}

fn under(
    context: &mut Context<'_>,
    reference: &Node,
    field: &str,
    path: &str,
    namespace: &str,
    index: &Index<'_>,
    missing: &mut Missing,
) {
    if bool(reference, "optional") == Some(true) {
        return;
    }
    let Some(node) = given(reference, field) else { return };
    if !missing_secret::check(context, node, &format!("{path}.{field}"), namespace, index, missing)
    {
        return;
    }
    let name = node.text().unwrap_or_default();
    missing_key::of_secret(context, reference, path, [namespace, name], index);
}

/// The store that an ExternalSecret reads from.
pub(super) fn store(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    let Some(store) = object.root.at(&["spec", "secretStoreRef"]) else { return };
    let (Some(name), Some(node)) = (filled(store, "name"), given(store, "name")) else { return };
    let path = "spec.secretStoreRef.name";
    match text(store, "kind").unwrap_or("SecretStore") {
        "SecretStore" => {
            expect(context, index, ["SecretStore", &object.namespace, name], node, path);
        }
        "ClusterSecretStore" => {
            expect(context, index, ["ClusterSecretStore", "", name], node, path);
        }
        _ => {}
    }
}
