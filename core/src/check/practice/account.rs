//! Service accounts of pods.

use super::super::context::{bool, entry, filled};
use super::super::index::{Index, Pod};
use super::finder::{Finder, nearest};
use crate::diagnostic::rules;

rules! {
    pub(crate) const DEFAULT_ACCOUNT: Rule = Rule {
        name: "default-account",
        tier: Risky,
        severity: Hint,
        says: "a pod carries the token of the default service account",
        why: "The token lets an intruder ask the API; whatever is bound to the default account is bound to every pod of the namespace.",
        aliases: [
            "kube-linter/default-service-account",
            "polaris/automountServiceAccountToken",
            "checkov/CKV_K8S_38",
            "checkov/CKV_K8S_41",
        ],
    };
    pub(crate) const OLD_ACCOUNT_FIELD: Rule = Rule {
        name: "old-account-field",
        tier: Risky,
        severity: Hint,
        says: "the service account stands in `serviceAccount`",
        why: "The field is deprecated; where both stand, `serviceAccountName` counts and this one misleads.",
        aliases: ["kube-linter/deprecated-service-account-field"],
    };
}

/// The default account with its token, and the field's old name.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>, index: &Index<'_>) {
    let named = filled(pod.spec, "serviceAccountName");
    let old = filled(pod.spec, "serviceAccount");
    if let (Some(entry), None, Some(name)) = (entry(pod.spec, "serviceAccount"), named, old) {
        let path = format!("{}.serviceAccount", pod.path);
        let message = "`serviceAccount` is the old name of `serviceAccountName`";
        let help = format!("write `serviceAccountName: {name}`");
        finder.report(&OLD_ACCOUNT_FIELD, pod.object, (entry, path), message, help);
    }
    if !matches!(named.or(old), None | Some("default")) {
        return;
    }
    let account = index.find("ServiceAccount", &pod.object.namespace, "default");
    let says = |node| bool(node, "automountServiceAccountToken");
    let mounted = says(pod.spec).or_else(|| says(&account?.root)).unwrap_or(true);
    if mounted {
        let spot = nearest(pod.spec, &["automountServiceAccountToken"]);
        let spot = entry(pod.spec, "serviceAccountName").map_or(spot, Into::into);
        let path = format!("{}.automountServiceAccountToken", pod.path);
        let message = "the pod carries the token of its namespace's default service account";
        let help = "write `automountServiceAccountToken: false`, or give it an account of its own";
        finder.report(&DEFAULT_ACCOUNT, pod.object, (spot, path), message, help);
    }
}
