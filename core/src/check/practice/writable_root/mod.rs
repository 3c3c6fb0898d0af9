//! Root file systems that can be written.

use crate::check::context::given;
use crate::check::index::Pod;
use crate::check::practice::finder::{Finder, nearest};
use crate::check::practice::pod::{on_windows, running};
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const WRITABLE_ROOT: Rule = Rule {
        name: "writable-root",
        tier: Risky,
        severity: Hint,
        says: "a container may write to its root file system",
        why: "An intruder can replace the program and what it loads.",
        aliases: [
            "kube-linter/no-read-only-root-fs",
            "kube-score/container-security-context-readonlyrootfilesystem",
            "polaris/notReadOnlyRootFilesystem",
            "checkov/CKV_K8S_22",
        ],
    };
}

/// A root file system that nothing is said about. Who writes `false` has decided.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>) {
    if on_windows(pod) {
        return;
    }
    for container in running(pod) {
        let context = given(container.node, "securityContext");
        if context.is_some_and(|it| given(it, "readOnlyRootFilesystem").is_some()) {
            continue;
        }
        let message = format!("an intruder can change the programs of `{}`", container.name());
        let help = "write `readOnlyRootFilesystem: true`, and mount an `emptyDir` where it writes";
        let field = "securityContext.readOnlyRootFilesystem";
        let spot = nearest(container.node, &["securityContext", "readOnlyRootFilesystem"]);
        finder.report(&WRITABLE_ROOT, pod.object, (spot, container.path(field)), message, help);
    }
}
