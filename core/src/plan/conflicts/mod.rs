//! What no single field can show: choices that do not go together.

mod build;
mod database;
mod delivery;
mod door;
mod environment;
mod environments;
mod front_door;
mod hardening;
pub(crate) mod image;
mod jobs;
pub(crate) mod manifests;
mod migrate;
mod once;
mod parts;
pub(crate) mod patches;
mod places;
mod processes;
mod secret_store;
mod stores;
mod versions;
mod volume;
mod watch;

pub use environments::check_environments;

use super::Plan;
use super::amount::bytes;
use crate::diagnostic::{Diagnostic, gather, rules};
use crate::facts::EXIT_SECONDS;

gather! {
    self, build, database, delivery, door, environment, environments, front_door, hardening, image, jobs, manifests, migrate, once, parts, patches, places, processes, secret_store, stores, versions, volume, watch
}

rules! {
    pub(crate) const GRACE_TOO_SHORT: Rule = Rule {
        name: "grace-too-short",
        tier: Rails,
        severity: Error,
        says: "the grace period is shorter than what running requests or jobs need",
        why: "Kubernetes kills the process in the middle of them at each release.",
    };
    pub(crate) const LIMIT_BELOW_REQUEST: Rule = Rule {
        name: "limit-below-request",
        tier: Refused,
        severity: Error,
        says: "a memory limit of the spec is lower than the memory that is reserved",
        why: "The API server rejects such a pod, and the release would stop half-way.",
    };
    pub(crate) const NO_EFFECT: Rule = Rule {
        name: "no-effect",
        tier: Risky,
        severity: Warning,
        says: "a setting belongs to another choice than the one that was made",
        why: "It changes nothing, and whoever reads it believes that it does.",
    };
}

/// Every conflict in a plan, by field path; the place is added by whoever has the text.
#[must_use]
pub fn check(plan: &Plan) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    volume::check(plan, &mut found);
    database::check(plan, &mut found);
    stores::check(plan, &mut found);
    grace(plan, &mut found);
    memory(plan, &mut found);
    environment::check(plan, &mut found);
    front_door::check(plan, &mut found);
    door::check(plan, &mut found);
    parts::check(plan, &mut found);
    jobs::check(plan, &mut found);
    once::check(plan, &mut found);
    processes::check(plan, &mut found);
    places::check(plan, &mut found);
    migrate::check(plan, &mut found);
    watch::check(plan, &mut found);
    delivery::check(plan, &mut found);
    secret_store::check(plan, &mut found);
    hardening::check(plan, &mut found);
    image::check(plan, &mut found);
    versions::check(plan, &mut found);
    build::check(plan, &mut found);
    found
}

fn grace(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let web = &plan.web;
    let needed = web.drain.value + web.shutdown_timeout.value + EXIT_SECONDS;
    if web.grace.value < needed {
        let server = web.server().map_or("the server", |server| server.name);
        let message = format!(
            "the grace period of {} s is shorter than what {server} needs: {} s drain, {} s for running requests, {EXIT_SECONDS} s to exit",
            web.grace.value, web.drain.value, web.shutdown_timeout.value
        );
        found.push(
            Diagnostic::new(&GRACE_TOO_SHORT, message)
                .help(format!("set it to {needed} or more, or remove `web.grace`"))
                .path("web.grace"),
        );
    }
    for worker in &plan.workers {
        let jobs = worker.quiet.value + worker.timeout.value;
        let needed = jobs + EXIT_SECONDS;
        if worker.grace.value < needed {
            let message = format!(
                "the grace period of {} s is shorter than the {jobs} s that jobs may take, and {EXIT_SECONDS} s to put them back",
                worker.grace.value
            );
            found.push(
                Diagnostic::new(&GRACE_TOO_SHORT, message)
                    .help(format!("set it to {needed} or more, or remove it"))
                    .path(worker.grace.field.clone()),
            );
        }
    }
}

fn memory(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let all = [
        &plan.web.resources,
        &plan.redis.resources,
        &plan.memcached.resources,
        &plan.search.resources,
        &plan.database.resources,
        &plan.console.resources,
        &plan.tasks.resources,
    ];
    let all = all
        .into_iter()
        .chain(plan.workers.iter().map(|worker| &worker.resources))
        .chain(plan.cron.iter().map(|job| &job.resources))
        .chain(plan.processes.iter().map(|process| &process.resources))
        .chain(plan.sidecars.iter().map(|sidecar| &sidecar.resources));
    for resources in all {
        let (request, limit) = (&resources.memory, &resources.memory_limit);
        if bytes(&limit.value) < bytes(&request.value) {
            let message = format!(
                "the memory limit {} is lower than the {} that are reserved",
                limit.value, request.value
            );
            found.push(
                Diagnostic::new(&LIMIT_BELOW_REQUEST, message)
                    .help("raise the limit or lower the request: Kubernetes refuses such a pod")
                    .path(limit.field.clone()),
            );
        }
    }
}
