//! Roles that open running pods.

use crate::check::object::Object;
use crate::check::practice::finder::Finder;
use crate::check::practice::rbac::Rights;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const POD_ENTRY: Rule = Rule {
        name: "pod-entry",
        tier: Risky,
        severity: Warning,
        says: "a role may enter pods",
        why: "A shell in a pod sees its secrets and acts in its name.",
        aliases: ["polaris/clusterrolePodExecAttach", "polaris/rolePodExecAttach"],
    };
}

/// Verbs by which a pod is entered: `get` and `create` connect, the others add a container.
const ENTERS: [&str; 5] = ["create", "update", "patch", "get", "*"];

/// What leads into a pod.
const DOORS: [&str; 4] =
    ["pods/exec", "pods/attach", "pods/ephemeralcontainers", "pods/portforward"];

/// The right to enter pods.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object, rights: &Rights<'_>) {
    if !rights.is_core() || !rights.has("verbs", &ENTERS) {
        return;
    }
    let Some(at) = rights.item("resources", &DOORS) else { return };
    let door = at.0.text().unwrap_or_default();
    let message = format!("`{door}` opens every pod of the namespace, with the secrets in it");
    let help = "leave it to people who may see what the pods see";
    finder.report(&POD_ENTRY, object, at, message, help);
}
