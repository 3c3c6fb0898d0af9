//! The parts of an app: their names, and what they need of each other.

use crate::diagnostic::{Diagnostic, rules};
use crate::plan::{
    Adapter, DatabaseKind, Decided, Plan, RedisKind, Scheduler, TERMINAL, Worker, WorkerKind,
};
use std::collections::BTreeMap;

rules! {
    pub(crate) const NAME_TAKEN: Rule = Rule {
        name: "name-taken",
        tier: Refused,
        severity: Error,
        says: "a worker, scheduled job or capsule has the name of another part of the app",
        why: "Objects and selectors carry the name, so two parts with one name would overwrite each other or take each other's requests.",
    };
    pub(crate) const NAME_TOO_LONG: Rule = Rule {
        name: "name-too-long",
        tier: Refused,
        severity: Error,
        says: "app and scheduled job together have a name that is too long for a CronJob",
        why: "Kubernetes adds 11 characters for each run and takes no name above 63.",
    };
    pub(crate) const SIDEKIQ_WITHOUT_REDIS: Rule = Rule {
        name: "sidekiq-without-redis",
        tier: Rails,
        severity: Error,
        says: "Sidekiq or Resque has no Redis to keep its jobs in",
        why: "It ends at its start, and every job that is put into a queue fails.",
    };
    pub(crate) const SOLID_QUEUE_WITHOUT_DATABASE: Rule = Rule {
        name: "solid-queue-without-database",
        tier: Rails,
        severity: Error,
        says: "Solid Queue, Delayed Job or Que has no database to keep its jobs in",
        why: "It ends at its start, and every job that is put into a queue fails.",
    };
}

/// Names of parts that are always there, or that selectors and file names use.
const TAKEN: [&str; 7] = ["web", "migrate", "console", "task", "redis", "env", "secrets"];

/// The longest name of a CronJob: Kubernetes adds 11 characters for each run.
const LONGEST_CRON: usize = 52;

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let names = plan.workers.iter().map(|worker| &worker.name);
    let names = names.chain(plan.cron.iter().map(|job| &job.name));
    let names = names.chain(plan.processes.iter().map(|process| &process.name));
    let names = names.chain(plan.sidecars.iter().map(|sidecar| &sidecar.name));
    let names: Vec<_> = names.chain(plan.init.iter().map(|step| &step.name)).collect();
    distinct(plan, &names, found);
    for worker in &plan.workers {
        needs(plan, worker, found);
    }
    let kubernetes = plan.scheduler.value == Scheduler::Kubernetes;
    for job in plan.cron.iter().filter(|_| kubernetes) {
        let name = format!("{}-{}", plan.app.value, job.name.value);
        if name.len() > LONGEST_CRON {
            let message = format!("`{name}` is too long for the name of a CronJob");
            found.push(
                Diagnostic::new(&NAME_TOO_LONG, message)
                    .help(format!("app and name may have {} characters together, because Kubernetes adds to them", LONGEST_CRON - 1))
                    .path(job.name.field.clone()),
            );
        }
    }
}

/// Pods are told apart by these names.
fn distinct(plan: &Plan, names: &[&Decided<String>], found: &mut Vec<Diagnostic>) {
    let postgres = plan.database_kind() != DatabaseKind::External;
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for name in names {
        let text = name.value.as_str();
        // deploy.sh writes the revision where a name ends so.
        let replaced = text.ends_with("unreleased");
        let is_store = plan.store_parts().iter().any(|part| part == text);
        // The operator's pods are called so too.
        let is_database = postgres && text == plan.database_part();
        let is_terminal = plan.console.always.value && text == TERMINAL;
        if is_store || TAKEN.contains(&text) || replaced || is_database || is_terminal {
            found.push(
                Diagnostic::new(
                    &NAME_TAKEN,
                    format!("`{text}` is the name of another part of the app"),
                )
                .help("call it something else, such as sidekiq or digest")
                .path(name.field.clone()),
            );
        }
        if seen.insert(text.to_owned(), String::new()).is_some() {
            found.push(
                Diagnostic::new(&NAME_TAKEN, format!("two parts are called `{text}`"))
                    .help("give each worker and scheduled job a name of its own")
                    .path(name.field.clone()),
            );
        }
    }
}

fn needs(plan: &Plan, worker: &Worker, found: &mut Vec<Diagnostic>) {
    let redis = plan.redis.kind.value != RedisKind::None
        || plan.secrets.iter().any(|secret| secret.value == "REDIS_URL");
    if let Some(name) = worker.in_redis().filter(|_| !redis) {
        let message = format!("{name} keeps its jobs in Redis, and there is none");
        found.push(
            Diagnostic::new(&SIDEKIQ_WITHOUT_REDIS, message)
                .help("set `redis: {kind: external}` or `redis: {kind: cluster}`, or remove it")
                .path("redis.kind"),
        );
    }
    // GoodJob asks for PostgreSQL, which its own rule tells.
    let other = worker.in_database().filter(|_| worker.kind.value != WorkerKind::GoodJob);
    if let Some(name) = other.filter(|_| plan.database.adapter.value == Adapter::None) {
        let message = format!("{name} keeps its jobs in the database, and there is none");
        found.push(
            Diagnostic::new(&SOLID_QUEUE_WITHOUT_DATABASE, message)
                .help("set `database.adapter`")
                .path("database.adapter"),
        );
    }
}
