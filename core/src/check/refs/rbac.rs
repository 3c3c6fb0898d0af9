//! Bindings: the role and the accounts that they name.

use crate::check::context::{Context, filled, given, items, text};
use crate::check::index::Index;
use crate::check::object::Object;
use crate::check::refs::missing_reference::expect;

/// Cluster roles that every cluster has, beside those that begin with `system:`. Source: Kubernetes'
/// documentation of RBAC, "User-facing roles", read 2026-11-23.
const BUILT_IN: [&str; 4] = ["admin", "cluster-admin", "edit", "view"];

/// Judges one binding.
pub(super) fn check(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    if let Some(role) = object.root.get("roleRef")
        && let (Some(name), Some(node)) = (filled(role, "name"), given(role, "name"))
    {
        match text(role, "kind") {
            Some("Role") => {
                let target = ["Role", object.namespace.as_str(), name];
                expect(context, index, target, node, "roleRef.name");
            }
            Some("ClusterRole") if !BUILT_IN.contains(&name) && !name.starts_with("system:") => {
                expect(context, index, ["ClusterRole", "", name], node, "roleRef.name");
            }
            _ => {}
        }
    }
    for (at, subject) in items(&object.root, "subjects").iter().enumerate() {
        if text(subject, "kind") != Some("ServiceAccount") {
            continue;
        }
        let (Some(name), Some(node)) = (filled(subject, "name"), given(subject, "name")) else {
            continue;
        };
        let space = filled(subject, "namespace").unwrap_or(&object.namespace);
        if name != "default" {
            let path = format!("subjects[{at}].name");
            expect(context, index, ["ServiceAccount", space, name], node, &path);
        }
    }
}
