//! Service accounts of pods.

use super::super::context::{bool, entry, filled};
use super::super::index::{Index, Pod};
use super::finder::{Finder, nearest};

/// The default account with its token, and the field's old name.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>, index: &Index<'_>) {
    let named = filled(pod.spec, "serviceAccountName");
    let old = filled(pod.spec, "serviceAccount");
    if let (Some(entry), None, Some(name)) = (entry(pod.spec, "serviceAccount"), named, old) {
        let path = format!("{}.serviceAccount", pod.path);
        let message = "`serviceAccount` is the old name of `serviceAccountName`";
        let help = format!("write `serviceAccountName: {name}`");
        finder.hint("old-account-field", pod.object, (entry, path), message, help);
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
        finder.hint("default-account", pod.object, (spot, path), message, help);
    }
}
