//! What the Pod Security level of a namespace refuses.

use crate::check::practice::finder::Finder;
use crate::check::practice::security::Judged;
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const POD_SECURITY_ENFORCED: Rule = Rule {
        name: "pod-security-enforced",
        tier: Broken,
        severity: Error,
        says: "a pod does what its namespace's Pod Security level forbids",
        why: "The server takes the Deployment with a warning and then refuses each of its pods: nothing runs.",
    };
}

/// What the namespace of a pod forbids.
pub(super) fn check(finder: &mut Finder<'_>, judged: &Judged<'_, '_>) {
    let object = judged.pod.object;
    let who = if object.kind == "Pod" { "it" } else { "its pods" };
    for each in &judged.refused {
        let message = format!(
            "the namespace `{}` enforces `{}`, which forbids {}: {who} will be refused",
            object.namespace,
            judged.level.name(),
            each.what
        );
        judged.report(finder, Diagnostic::new(&POD_SECURITY_ENFORCED, message), each);
    }
}
