//! Pods with the token of their namespace's default account.

use crate::check::context::{bool, entry, filled};
use crate::check::index::{Index, Pod};
use crate::check::practice::finder::{Finder, nearest};
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const DEFAULT_ACCOUNT: Rule = Rule {
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
}

/// A pod without an account of its own that carries a token all the same.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>, index: &Index<'_>) {
    let named =
        filled(pod.spec, "serviceAccountName").or_else(|| filled(pod.spec, "serviceAccount"));
    if !matches!(named, None | Some("default")) {
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
