//! Roles that create pods.

use crate::check::object::Object;
use crate::check::practice::finder::Finder;
use crate::check::practice::rbac::Rights;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const POD_CREATION: Rule = Rule {
        name: "pod-creation",
        tier: Risky,
        severity: Hint,
        says: "a role may create pods",
        why: "A pod can mount any Secret of its namespace and run as any of its accounts: creating one is as good as having those rights.",
        aliases: ["kube-linter/access-to-create-pods"],
    };
}

/// The right to create pods.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object, rights: &Rights<'_>) {
    if !rights.is_core() || !rights.has("verbs", &["create", "*"]) {
        return;
    }
    let Some(at) = rights.item("resources", &["pods"]) else { return };
    let message = "who creates pods can mount any Secret and use any account of the namespace";
    let help = "let a Deployment or a Job create them, if its holder need not";
    finder.report(&POD_CREATION, object, at, message, help);
}
