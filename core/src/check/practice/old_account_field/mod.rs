//! The old name of the field of a pod's account.

use crate::check::context::{entry, filled};
use crate::check::index::Pod;
use crate::check::practice::finder::Finder;
use crate::diagnostic::{Diagnostic, Remedy, rule};

rule! {
    pub(in crate::check) const OLD_ACCOUNT_FIELD: Rule = Rule {
        name: "old-account-field",
        tier: Risky,
        severity: Hint,
        says: "the service account stands in `serviceAccount`",
        why: "The field is deprecated; where both stand, `serviceAccountName` counts and this one misleads.",
        aliases: ["kube-linter/deprecated-service-account-field"],
    };
}

/// A pod that names its account by the old field alone.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>) {
    let named = filled(pod.spec, "serviceAccountName");
    let old = filled(pod.spec, "serviceAccount");
    if let (Some(entry), None, Some(name)) = (entry(pod.spec, "serviceAccount"), named, old) {
        let path = format!("{}.serviceAccount", pod.path);
        let message = "`serviceAccount` is the old name of `serviceAccountName`";
        let help = format!("write `serviceAccountName: {name}`");
        let remedy = Remedy::rename("serviceAccount", "serviceAccountName");
        let finding = Diagnostic::new(&OLD_ACCOUNT_FIELD, message).help(help).remedy(remedy);
        finder.push(finding, pod.object, entry.into(), path);
    }
}
