//! Schedules that say nothing of an overlap.

use crate::check::context::given;
use crate::check::object::Object;
use crate::check::practice::finder::{Finder, nearest};
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const CRON_OVERLAP: Rule = Rule {
        name: "cron-overlap",
        tier: Risky,
        severity: Hint,
        says: "a CronJob does not say what happens when a run is still going at the next one",
        why: "By default they run side by side: a slow run makes the next one slower, and the same mail goes out twice.",
    };
}

/// A schedule that does not say what to do with a run that takes too long.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object) {
    let Some(spec) = object.root.get("spec") else { return };
    if given(spec, "concurrencyPolicy").is_none() {
        let spot = nearest(&object.root, &["spec", "concurrencyPolicy"]);
        let message = "a run that takes longer than its interval overlaps with the next one";
        let help = "write `concurrencyPolicy: Forbid`, or `Allow` where overlaps do no harm";
        finder.report(&CRON_OVERLAP, object, (spot, "spec.concurrencyPolicy"), message, help);
    }
}
