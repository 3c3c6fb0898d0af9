//! A pool of config/database.yml that is smaller than the threads that share it.

use crate::check::app::known::Known;
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const POOL_BELOW_THREADS: Rule = Rule {
        name: "pool-below-threads",
        tier: Rails,
        severity: Warning,
        says: "config/database.yml has fewer connections than `linkspan.yml` has threads",
        why: "A thread that gets no connection waits, and fails with ConnectionTimeoutError after five seconds.",
        marks: [OfApp],
        files: ["linkspan.yml", "Gemfile", "config/database.yml"],
    };
}

pub(in crate::check::app) fn check(known: &Known<'_>, found: &mut Vec<Diagnostic>) {
    let Some((pool, spot)) = &known.says.pool else { return };
    let web = &known.plan.web;
    let mut all =
        vec![("the web server", web.threads.field.clone(), web.at_a_time().min(web.threads.value))];
    let workers = known.plan.workers.iter();
    all.extend(
        workers.map(|worker| ("a worker", worker.concurrency.field.clone(), worker.threads())),
    );
    if known.is_published() || !known.plan.has_server() {
        return;
    }
    for (who, field, threads) in all.into_iter().filter(|(_, _, threads)| threads > pool) {
        let message = format!(
            "{who} has {threads} threads, and {} a pool of {pool} connections for them",
            spot.shown()
        );
        let help = "write `pool: <%= ENV.fetch(\"RAILS_MAX_THREADS\", 5) %>` there: the bundle sets the variable for each process";
        let finding = Diagnostic::new(&POOL_BELOW_THREADS, message).help(help).path(field);
        found.push(finding.related(spot.related(format!("the pool has {pool} connections"))));
    }
}
