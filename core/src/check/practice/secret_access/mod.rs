//! Roles that read every Secret.

use crate::check::context::items;
use crate::check::object::Object;
use crate::check::practice::finder::Finder;
use crate::check::practice::rbac::Rights;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const SECRET_ACCESS: Rule = Rule {
        name: "secret-access",
        tier: Risky,
        severity: Warning,
        says: "a role may read every Secret",
        why: "Secrets hold passwords, keys and the tokens of other accounts: an intruder in one program has all of them.",
        aliases: ["kube-linter/access-to-secrets"],
    };
}

const READS: [&str; 4] = ["get", "list", "watch", "*"];

/// The right to read Secrets that are not named.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object, rights: &Rights<'_>) {
    let named = !items(rights.rule, "resourceNames").is_empty();
    if named || !rights.is_core() || !rights.has("verbs", &READS) {
        return;
    }
    let Some(at) = rights.item("resources", &["secrets"]) else { return };
    let reach = if object.kind == "Role" { "the namespace" } else { "every namespace" };
    let message = format!("its holder can read every Secret of {reach}, where it is bound");
    let help = "name the Secrets in `resourceNames` and allow `get` only";
    finder.report(&SECRET_ACCESS, object, at, message, help);
}
