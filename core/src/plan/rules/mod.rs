//! What no single field can show: choices that do not go together.

mod environment;
mod front_door;
mod parts;
mod volume;

use super::Plan;
use super::amount::bytes;
use crate::diagnostic::{Diagnostic, Severity, Tier};
use crate::facts;

/// Every conflict in a plan, by field path; the place is added by whoever has the text.
#[must_use]
pub fn check(plan: &Plan) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    volume::check(plan, &mut found);
    grace(plan, &mut found);
    memory(plan, &mut found);
    environment::check(plan, &mut found);
    front_door::check(plan, &mut found);
    parts::check(plan, &mut found);
    versions(plan, &mut found);
    found
}

fn rails(severity: Severity, rule: &'static str, message: String) -> Diagnostic {
    Diagnostic::new(rule, Tier::Rails, severity, message)
}

fn grace(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let web = &plan.web;
    let needed = web.drain.value + web.shutdown_timeout.value + 5;
    if web.grace.value < needed {
        let message = format!(
            "the grace period of {} s is shorter than what Puma needs: {} s drain, {} s for running requests, 5 s to exit",
            web.grace.value, web.drain.value, web.shutdown_timeout.value
        );
        found.push(
            rails(Severity::Error, "grace-too-short", message)
                .help(format!("set it to {needed} or more, or remove `web.grace`"))
                .path("web.grace"),
        );
    }
    for worker in &plan.workers {
        let needed = worker.timeout.value + 5;
        if worker.grace.value < needed {
            let message = format!(
                "the grace period of {} s is shorter than the {} s that jobs may take, and 5 s to put them back",
                worker.grace.value, worker.timeout.value
            );
            found.push(
                rails(Severity::Error, "grace-too-short", message)
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
        &plan.console.resources,
        &plan.tasks.resources,
    ];
    let all = all
        .into_iter()
        .chain(plan.workers.iter().map(|worker| &worker.resources))
        .chain(plan.cron.iter().map(|job| &job.resources));
    for resources in all {
        let (request, limit) = (&resources.memory, &resources.memory_limit);
        if bytes(&limit.value) < bytes(&request.value) {
            let message = format!(
                "the memory limit {} is lower than the {} that are reserved",
                limit.value, request.value
            );
            found.push(
                Diagnostic::refused("limit-below-request", message)
                    .help("raise the limit or lower the request: Kubernetes refuses such a pod")
                    .path(limit.field.clone()),
            );
        }
    }
}

fn versions(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let Some(rails_facts) = facts::rails(&plan.build.rails.value) else { return };
    if !rails_facts.ended.is_empty() {
        let message = format!(
            "Rails {} has had no security fixes since {}",
            rails_facts.name, rails_facts.ended
        );
        found.push(
            rails(Severity::Hint, "rails-ended", message)
                .help("plan the upgrade to 8.1")
                .path("rails.version"),
        );
    }
    let ruby = &plan.build.ruby.value;
    if let Some(version) = minor(ruby) {
        if version < (3, 3) {
            found.push(
                rails(Severity::Error, "ruby-ended", format!("Ruby {ruby} gets no fixes any more"))
                    .help("use 3.3, 3.4 or 4.0")
                    .path("rails.ruby"),
            );
        }
    } else {
        found.push(
            rails(Severity::Error, "ruby-version", format!("`{ruby}` is not a version of Ruby"))
                .help("write it as 3.4 or 3.4.7")
                .path("rails.ruby"),
        );
    }
}

fn minor(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.split('.');
    let major = parts.next()?.parse().ok()?;
    let minor = parts.next()?.parse().ok()?;
    match parts.next() {
        Some(patch) if !patch.bytes().next()?.is_ascii_digit() => None,
        _ => Some((major, minor)),
    }
}
