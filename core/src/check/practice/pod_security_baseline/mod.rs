//! What the baseline level of Pod Security forbids.

use crate::check::practice::finder::Finder;
use crate::check::practice::security::{Judged, Level};
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const POD_SECURITY_BASELINE: Rule = Rule {
        name: "pod-security-baseline",
        tier: Risky,
        severity: Warning,
        says: "a pod does what the baseline level of Pod Security forbids",
        why: "It can leave its container for the node, or see what its neighbours do. A namespace that enforces the level refuses it.",
        aliases: [
            "kube-linter/host-ipc",
            "kube-linter/host-network",
            "kube-linter/host-pid",
            "kube-linter/privileged-container",
            "kube-linter/unsafe-proc-mount",
            "kube-linter/unsafe-sysctls",
            "kube-linter/writable-host-mount",
            "kube-score/container-security-context-privileged",
            "polaris/hostIPCSet",
            "polaris/hostNetworkSet",
            "polaris/hostPIDSet",
            "polaris/hostPathSet",
            "polaris/hostPortSet",
            "polaris/dangerousCapabilities",
            "polaris/hostProcess",
            "polaris/procMount",
            "polaris/runAsPrivileged",
            "checkov/CKV_K8S_16",
            "checkov/CKV_K8S_17",
            "checkov/CKV_K8S_18",
            "checkov/CKV_K8S_19",
            "checkov/CKV_K8S_25",
            "checkov/CKV_K8S_26",
            "checkov/CKV_K8S_39",
        ],
    };
}

/// What the baseline level forbids, where no namespace enforces it.
pub(super) fn check(finder: &mut Finder<'_>, judged: &Judged<'_, '_>) {
    judged.advise(finder, Level::Baseline, &POD_SECURITY_BASELINE);
}
