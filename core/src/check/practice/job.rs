//! Jobs and schedules.

use super::super::context::{entries, given};
use super::super::object::Object;
use super::finder::{Finder, nearest};
use crate::diagnostic::rules;

rules! {
    pub(crate) const CRON_DEADLINE: Rule = Rule {
        name: "cron-deadline",
        tier: Risky,
        severity: Hint,
        says: "a CronJob does not say how late a run may start",
        why: "After an outage a nightly job can start at noon, in the middle of the day's traffic.",
        aliases: ["kube-score/cronjob-has-deadline"],
    };
    pub(crate) const CRON_OVERLAP: Rule = Rule {
        name: "cron-overlap",
        tier: Risky,
        severity: Hint,
        says: "a CronJob does not say what happens when a run is still going at the next one",
        why: "By default they run side by side: a slow run makes the next one slower, and the same mail goes out twice.",
    };
    pub(crate) const JOB_TTL: Rule = Rule {
        name: "job-ttl",
        tier: Risky,
        severity: Hint,
        says: "a Job stays when it has ended",
        why: "Ended Jobs and their pods pile up until somebody deletes them, and a Job of the same name cannot be made.",
        aliases: ["kube-linter/job-ttl-seconds-after-finished"],
    };
}

/// A Job that stays when it has ended.
pub(super) fn job(finder: &mut Finder<'_>, object: &Object) {
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

/// A schedule that says neither what to do with an overlap nor with a start that was missed.
pub(super) fn cron_job(finder: &mut Finder<'_>, object: &Object) {
    let Some(spec) = object.root.get("spec") else { return };
    if given(spec, "concurrencyPolicy").is_none() {
        let spot = nearest(&object.root, &["spec", "concurrencyPolicy"]);
        let message = "a run that takes longer than its interval overlaps with the next one";
        let help = "write `concurrencyPolicy: Forbid`, or `Allow` where overlaps do no harm";
        finder.report(&CRON_OVERLAP, object, (spot, "spec.concurrencyPolicy"), message, help);
    }
    if given(spec, "startingDeadlineSeconds").is_none() {
        let spot = nearest(&object.root, &["spec", "startingDeadlineSeconds"]);
        let message = "a run that was missed is made up for at any later time, however late";
        let help = "write `startingDeadlineSeconds`, such as 300";
        finder.report(
            &CRON_DEADLINE,
            object,
            (spot, "spec.startingDeadlineSeconds"),
            message,
            help,
        );
    }
}
