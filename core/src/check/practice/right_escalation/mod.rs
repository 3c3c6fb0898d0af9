//! Roles whose holder can take more rights.

use crate::check::object::Object;
use crate::check::practice::finder::Finder;
use crate::check::practice::rbac::Rights;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const RIGHT_ESCALATION: Rule = Rule {
        name: "right-escalation",
        tier: Risky,
        severity: Warning,
        says: "a role may bind, escalate or impersonate",
        why: "Whoever has the role can give itself any other right.",
        aliases: ["checkov/CKV_K8S_157", "checkov/CKV_K8S_158"],
    };
}

/// A verb that gives other rights.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object, rights: &Rights<'_>) {
    let Some(at) = rights.item("verbs", &["bind", "escalate", "impersonate"]) else { return };
    let verb = at.0.text().unwrap_or_default();
    let message = format!("`{verb}` lets its holder take rights that it was not given");
    let help = "leave it to the cluster's administrators";
    finder.report(&RIGHT_ESCALATION, object, at, message, help);
}
