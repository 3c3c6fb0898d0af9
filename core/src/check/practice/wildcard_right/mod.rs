//! Roles that allow everything of a kind.

use crate::check::object::Object;
use crate::check::practice::finder::Finder;
use crate::check::practice::rbac::Rights;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const WILDCARD_RIGHT: Rule = Rule {
        name: "wildcard-right",
        tier: Risky,
        severity: Warning,
        says: "a role allows `*`",
        why: "It covers what nobody thought of, and whatever a later version adds.",
        aliases: ["kube-linter/wildcard-in-rules", "checkov/CKV_K8S_49"],
    };
}

/// What allows `*`; whether it does.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object, rights: &Rights<'_>) -> bool {
    let lists = ["resources", "verbs", "apiGroups"];
    let Some(at) = lists.iter().find_map(|list| rights.item(list, &["*"])) else { return false };
    let message = "`*` allows what exists today and whatever is added later";
    let help = "name the resources and the verbs that are used";
    finder.report(&WILDCARD_RIGHT, object, at, message, help);
    true
}
