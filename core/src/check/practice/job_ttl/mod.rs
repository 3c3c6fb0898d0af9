//! Jobs that stay when they have ended.

use crate::check::context::{entries, given};
use crate::check::object::Object;
use crate::check::practice::finder::{Finder, nearest};
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const JOB_TTL: Rule = Rule {
        name: "job-ttl",
        tier: Risky,
        severity: Hint,
        says: "a finished Job is never removed",
        why: "Ended Jobs and their pods pile up until somebody deletes them, and a Job of the same name cannot be made.",
        aliases: ["kube-linter/job-ttl-seconds-after-finished"],
    };
}

/// A Job that stays when it has ended.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object) {
    let Some(spec) = object.root.get("spec") else { return };
    // Helm, Argo CD and an owner delete it in their own time.
    let cared_for = object.root.get("metadata").is_some_and(|metadata| {
        given(metadata, "ownerReferences").is_some()
            || entries(metadata, "annotations").iter().any(|entry| {
                entry.key.starts_with("helm.sh/hook")
                    || entry.key.starts_with("argocd.argoproj.io/hook")
            })
    });
    if given(spec, "ttlSecondsAfterFinished").is_none() && !cared_for {
        let spot = nearest(&object.root, &["spec", "ttlSecondsAfterFinished"]);
        let message = "the Job and its pods stay when it has ended, until somebody deletes them";
        let help = "write `ttlSecondsAfterFinished`, such as 86400 for a day";
        finder.report(&JOB_TTL, object, (spot, "spec.ttlSecondsAfterFinished"), message, help);
    }
}
