//! What the restricted level of Pod Security asks for.

use crate::check::practice::finder::Finder;
use crate::check::practice::security::{Judged, Level};
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const POD_SECURITY_RESTRICTED: Rule = Rule {
        name: "pod-security-restricted",
        tier: Risky,
        severity: Hint,
        says: "a pod does not say what the restricted level of Pod Security asks for",
        why: "An intruder in the container finds more to work with than the program needs. A namespace that enforces the level refuses it.",
        aliases: [
            "kube-linter/drop-net-raw-capability",
            "kube-linter/privilege-escalation-container",
            "kube-linter/run-as-non-root",
            "kube-score/container-seccomp-profile",
            "polaris/insecureCapabilities",
            "polaris/privilegeEscalationAllowed",
            "polaris/runAsRootAllowed",
            "checkov/CKV_K8S_20",
            "checkov/CKV_K8S_23",
            "checkov/CKV_K8S_28",
            "checkov/CKV_K8S_31",
            "checkov/CKV_K8S_37",
        ],
    };
}

/// What the restricted level forbids, where no namespace enforces it.
pub(super) fn check(finder: &mut Finder<'_>, judged: &Judged<'_, '_>) {
    judged.advise(finder, Level::Restricted, &POD_SECURITY_RESTRICTED);
}
