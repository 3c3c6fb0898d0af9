//! Bindings that make an administrator.

use crate::check::context::{given, text};
use crate::check::object::Object;
use crate::check::practice::finder::Finder;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const CLUSTER_ADMIN: Rule = Rule {
        name: "cluster-admin",
        tier: Risky,
        severity: Warning,
        says: "a binding gives the role `cluster-admin`",
        why: "Whoever takes over the program takes over the cluster, every secret in it included.",
        aliases: [
            "kube-linter/cluster-admin-role-binding",
            "polaris/clusterrolebindingClusterAdmin",
            "polaris/rolebindingClusterAdminClusterRole",
        ],
    };
}

/// A binding of the role `cluster-admin`.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object) {
    let Some(role) = given(&object.root, "roleRef") else { return };
    // The cluster's own binding of its administrators' group.
    if text(role, "name") != Some("cluster-admin") || object.name == "cluster-admin" {
        return;
    }
    let Some(node) = given(role, "name") else { return };
    let message = "`cluster-admin` may do everything, in every namespace where it is bound";
    let help = "write a Role with the rights that are used";
    finder.report(&CLUSTER_ADMIN, object, (node, "roleRef.name"), message, help);
}
