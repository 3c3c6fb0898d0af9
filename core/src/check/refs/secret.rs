//! Secrets and their keys. Most folders hold no Secret, and should not: one that is missing is told of once,
//! at its first use.

use super::super::context::{Context, Spot, bool, filled, given, items, text};
use super::super::index::{Index, SecretKey};
use super::super::object::Object;
use super::expect;
use crate::check::refs::config::MISSING_KEY;
use crate::diagnostic::{Diagnostic, rules};
use crate::field::nearest;
use crate::yaml::Node;
use std::collections::BTreeSet;

rules! {
    pub(crate) const MISSING_SECRET: Rule = Rule {
        name: "missing-secret",
        tier: Broken,
        severity: Warning,
        says: "a Secret is not in the folder, and nothing in it makes one of this name",
        why: "Without it the pod does not start. It may be in the cluster: a Secret that a person makes by a command is in no folder.",
        aliases: ["kube-linter/env-value-from"],
    };
}

/// Secrets that were told of already, by namespace and name.
#[derive(Default)]
pub(super) struct Missing {
    told: BTreeSet<(String, String)>,
}

/// A reference to a Secret, and to keys of it: in the field `key`, or in each of `items`.
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
    if !named(context, node, &format!("{path}.{field}"), namespace, index, missing) {
        return;
    }
    let mut wanted: Vec<(&Node, String)> = Vec::new();
    wanted.extend(given(reference, "key").map(|node| (node, format!("{path}.key"))));
    for (at, item) in items(reference, "items").iter().enumerate() {
        wanted.extend(given(item, "key").map(|node| (node, format!("{path}.items[{at}].key"))));
    }
    let name = node.text().unwrap_or_default();
    for (node, path) in wanted {
        key(context, node, &path, namespace, name, index);
    }
}

/// The name of a Secret; says whether it is known.
pub(super) fn named(
    context: &mut Context<'_>,
    node: &Node,
    path: &str,
    namespace: &str,
    index: &Index<'_>,
    missing: &mut Missing,
) -> bool {
    let Some(name) = node.text().filter(|name| !name.is_empty()) else { return false };
    if index.secret_keys(namespace, name).next().is_some() {
        return true;
    }
    if missing.told.insert((namespace.to_owned(), name.to_owned())) {
        let message = format!("there is no Secret `{name}` in this folder");
        let help = match nearest(name, index.secret_names().take(super::NEAR)) {
            Some(near) => format!(
                "did you mean `{near}`? or make sure that the cluster has a Secret of this name"
            ),
            None => "make sure that the cluster has it before this is applied, or mend the name"
                .to_owned(),
        };
        let diagnostic = Diagnostic::new(&MISSING_SECRET, message).help(help);
        context.push(diagnostic, Spot::from(node), path);
    }
    false
}

/// A key that a Secret has to have.
fn key(
    context: &mut Context<'_>,
    node: &Node,
    path: &str,
    namespace: &str,
    name: &str,
    index: &Index<'_>,
) {
    let Some(key) = node.text() else { return };
    if index.secret_key(namespace, name, key) != SecretKey::Missing {
        return;
    }
    let keys = index.secret_keys(namespace, name).flatten().flatten().take(super::NEAR);
    let help = match nearest(key, keys.map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "add the key to what makes the Secret, or name another one".to_owned(),
    };
    let message = format!("the Secret `{name}` has no key `{key}`");
    let diagnostic = Diagnostic::new(&MISSING_KEY, message).help(help);
    context.push(diagnostic, Spot::from(node), path);
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
