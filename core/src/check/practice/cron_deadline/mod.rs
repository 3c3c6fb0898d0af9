//! Schedules that say nothing of a start that was missed.

use crate::check::context::given;
use crate::check::object::Object;
use crate::check::practice::finder::{Finder, nearest};
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const CRON_DEADLINE: Rule = Rule {
        name: "cron-deadline",
        tier: Risky,
        severity: Hint,
        says: "a CronJob does not say how late a run may start",
        why: "After an outage a nightly job can start at noon, in the middle of the day's traffic.",
        aliases: ["kube-score/cronjob-has-deadline"],
    };
}

/// A schedule that does not say how late a run may start.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object) {
    let Some(spec) = object.root.get("spec") else { return };
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
