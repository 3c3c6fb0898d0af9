//! A queue of the app that no worker of the spec works off.

use crate::check::app::known::{Known, tell};
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const MISSING_QUEUE: Rule = Rule {
        name: "missing-queue",
        tier: Rails,
        severity: Warning,
        says: "a file of the app names a queue that no worker of `linkspan.yml` works off",
        why: "Its jobs wait for ever, and nothing says so.",
        marks: [OfApp],
        files: ["linkspan.yml", "Gemfile", "config/sidekiq.yml"],
    };
}

pub(in crate::check::app) fn check(known: &Known<'_>, found: &mut Vec<Diagnostic>) {
    let queues = known.differs.iter().filter(|each| each.path.ends_with("].queues"));
    for each in queues.filter(|each| each.sure) {
        let bare = |text: &str| text.split(':').next().unwrap_or_default().trim().to_owned();
        let own: Vec<String> = each.holds.split(", ").map(bare).collect();
        let lacks: Vec<String> =
            each.says.split(", ").map(bare).filter(|queue| !own.contains(queue)).collect();
        let message = format!(
            "{} has queues that no worker works off: {}",
            each.spot.shown(),
            lacks.join(", ")
        );
        let mut finding = tell(&MISSING_QUEUE, each, message);
        finding.help = "add them to `queues` of a worker, or allow it with a reason".to_owned();
        found.push(finding);
    }
}
