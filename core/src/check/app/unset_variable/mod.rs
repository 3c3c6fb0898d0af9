//! A variable that the app cannot start without, and that nothing sets.

use crate::check::app::known::Known;
use crate::diagnostic::{Diagnostic, rule};
use crate::plan::Plan;
use std::collections::BTreeSet;

rule! {
    pub(in crate::check) const UNSET_VARIABLE: Rule = Rule {
        name: "unset-variable",
        tier: Rails,
        severity: Warning,
        says: "a settings file of the app reads a variable without a default, and `linkspan.yml` sets it nowhere",
        why: "Rails stops with KeyError before it serves a request; the migration does, too.",
        marks: [OfApp],
        files: ["linkspan.yml", "Gemfile", "config/environments/production.rb"],
    };
}

/// Of more than that, the rest is counted: a spec that names none says something else with that.
const MOST: usize = 10;

pub(in crate::check::app) fn check(known: &Known<'_>, found: &mut Vec<Diagnostic>) {
    if known.is_published() {
        return;
    }
    let sets = |name: &str| known.plans.iter().all(|plan| provided(plan).contains(name));
    let lacks: Vec<_> = known.says.needed.iter().filter(|(name, _)| !sets(name)).collect();
    for (name, spot) in lacks.iter().take(MOST) {
        let mut message =
            format!("{} reads `{name}` without a default, and nothing sets it", spot.shown());
        let more = lacks.len().saturating_sub(MOST);
        if more > 0 && lacks.get(MOST - 1).is_some_and(|last| last.0 == *name) {
            message.push_str(&format!(" ({more} more are like it)"));
        }
        let help = format!(
            "put `{name}` into `env`, or its name into `secrets`, or allow it with a reason"
        );
        let finding = Diagnostic::new(&UNSET_VARIABLE, message).help(help).path("env");
        found.push(finding.related(spot.related(format!("`{name}` is read here"))));
    }
}

/// Every variable that some process gets.
fn provided(plan: &Plan) -> BTreeSet<&str> {
    let mut all: BTreeSet<&str> = BTreeSet::new();
    let rows = [&plan.env, &plan.web.env].into_iter().flatten();
    let workers = plan.workers.iter().flat_map(|worker| &worker.env);
    let processes = plan.processes.iter().flat_map(|process| &process.env);
    all.extend(rows.chain(workers).chain(processes).map(|(name, _)| name.as_str()));
    let names = plan.secrets.iter().chain(&plan.revision_env);
    let own = plan.processes.iter().flat_map(|process| &process.secrets);
    all.extend(names.chain(own).map(|name| name.value.as_str()));
    let stores = [
        &plan.database.variables,
        &plan.redis.variables,
        &plan.memcached.variables,
        &plan.search.variables,
    ];
    all.extend(stores.into_iter().flat_map(|store| store.all()).map(|name| name.value.as_str()));
    all
}
