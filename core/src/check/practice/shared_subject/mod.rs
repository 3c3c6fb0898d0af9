//! Bindings that give rights to many.

use crate::check::context::{filled, given, items, text};
use crate::check::object::Object;
use crate::check::practice::finder::Finder;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const SHARED_SUBJECT: Rule = Rule {
        name: "shared-subject",
        tier: Risky,
        severity: Warning,
        says: "rights are bound to a subject that many share",
        why: "The default account belongs to every pod without its own, and the groups of the system to everyone.",
        aliases: ["checkov/CKV_K8S_42"],
    };
}

/// A binding that gives rights to whatever has no account.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object) {
    for (at, subject) in items(&object.root, "subjects").iter().enumerate() {
        let name = filled(subject, "name").unwrap_or_default();
        let message = match (text(subject, "kind"), name) {
            (Some("ServiceAccount"), "default") => {
                "every pod of the namespace without an account of its own gets these rights"
            }
            (Some("Group"), "system:unauthenticated" | "system:authenticated")
            | (Some("User"), "system:anonymous") => "these rights go to whoever reaches the API",
            _ => continue,
        };
        let Some(node) = given(subject, "name") else { continue };
        let help = "bind them to an account made for the one program that needs them";
        let path = format!("subjects[{at}].name");
        finder.report(&SHARED_SUBJECT, object, (node, path), message, help);
    }
}
