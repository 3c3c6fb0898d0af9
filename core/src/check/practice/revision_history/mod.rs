//! Changes that cannot be undone.

use crate::check::context::{given, int};
use crate::check::object::Object;
use crate::check::practice::finder::Finder;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const REVISION_HISTORY: Rule = Rule {
        name: "revision-history",
        tier: Risky,
        severity: Warning,
        says: "a workload keeps no earlier revision",
        why: "When a release fails, `kubectl rollout undo` has nothing to go back to.",
    };
}

/// A workload that keeps no revision to go back to.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object) {
    let Some(spec) = object.root.get("spec") else { return };
    if int(spec, "revisionHistoryLimit") == Some(0) {
        let Some(node) = given(spec, "revisionHistoryLimit") else { return };
        let message = "`kubectl rollout undo` has nothing to go back to";
        let help = "keep at least one revision, or leave the line out and keep ten";
        finder.report(
            &REVISION_HISTORY,
            object,
            (node, "spec.revisionHistoryLimit"),
            message,
            help,
        );
    }
}
