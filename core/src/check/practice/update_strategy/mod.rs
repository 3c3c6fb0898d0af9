//! Changes that stop everything first, or wait for somebody.

use crate::check::context::{given, int, items};
use crate::check::object::Object;
use crate::check::practice::finder::Finder;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const UPDATE_STRATEGY: Rule = Rule {
        name: "update-strategy",
        tier: Risky,
        severity: Hint,
        says: "a workload does not roll from one version to the next",
        why: "`Recreate` stops everything before it starts anything; `OnDelete` waits for somebody to delete pods.",
        aliases: ["kube-linter/no-rolling-update-strategy", "kube-score/deployment-strategy"],
    };
}

/// A change that stops everything first, or waits for somebody.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object) {
    let Some(spec) = object.root.get("spec") else { return };
    let field = if object.kind == "Deployment" { "strategy" } else { "updateStrategy" };
    if let Some(node) = given(spec, field).and_then(|strategy| given(strategy, "type")) {
        let volumes = spec.at(&["template", "spec"]).map_or(&[][..], |pod| items(pod, "volumes"));
        let holds = volumes.iter().any(|each| given(each, "persistentVolumeClaim").is_some());
        let several = int(spec, "replicas").is_some_and(|replicas| replicas > 1);
        let told = match node.text() {
            // A volume that one node holds has to be let go first.
            // One pod alone is down for its change either way, if only for a moment.
            Some("Recreate") if !holds && several => Some((
                "each change stops all pods before it starts new ones",
                "write `type: RollingUpdate`, unless two versions must never run at once",
            )),
            Some("OnDelete") => Some((
                "a change does nothing until somebody deletes the pods",
                "write `type: RollingUpdate`",
            )),
            _ => None,
        };
        if let Some((message, help)) = told {
            let at = (node, format!("spec.{field}.type"));
            finder.report(&UPDATE_STRATEGY, object, at, message, help);
        }
    }
}
