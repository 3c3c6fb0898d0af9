//! What no single field can show: choices that do not go together.

use super::{Adapter, Plan, Tls, Via, Worker, WorkerKind};
use crate::diagnostic::{Diagnostic, Severity, Tier};
use crate::facts;
use std::collections::BTreeMap;

/// Every conflict in a plan, by field path; the place is added by whoever has the text.
#[must_use]
pub fn check(plan: &Plan) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    sqlite(plan, &mut found);
    grace(plan, &mut found);
    memory(plan, &mut found);
    environment(plan, &mut found);
    front_door(plan, &mut found);
    workers(plan, &mut found);
    versions(plan, &mut found);
    found
}

fn rails(severity: Severity, rule: &'static str, message: String) -> Diagnostic {
    Diagnostic::new(rule, Tier::Rails, severity, message)
}

fn sqlite(plan: &Plan, found: &mut Vec<Diagnostic>) {
    if plan.database.adapter.value != Adapter::Sqlite {
        return;
    }
    if plan.web.replicas.value > 1 {
        let message = format!(
            "SQLite cannot serve {} web pods: each would need the same file",
            plan.web.replicas.value
        );
        found.push(
            rails(Severity::Error, "sqlite-replicas", message)
                .help("set `web.replicas: 1`, or use postgresql")
                .path("web.replicas"),
        );
    }
    for worker in &plan.workers {
        let message = format!(
            "the worker `{}` cannot open SQLite's file: the web pod holds its volume",
            worker.name.value
        );
        found.push(
            rails(Severity::Error, "sqlite-workers", message)
                .help("remove the worker and run jobs inside Puma (`SOLID_QUEUE_IN_PUMA: \"1\"`), or use postgresql")
                .path(worker.at.clone()),
        );
    }
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
    let all = std::iter::once(&plan.web.resources)
        .chain(plan.workers.iter().map(|worker| &worker.resources));
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

/// Bytes of a checked amount such as `512Mi`; 0 for anything else.
fn bytes(text: &str) -> u128 {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit: u128 = match text.get(digits.len()..) {
        Some("M") => 1_000_000,
        Some("G") => 1_000_000_000,
        Some("Mi") => 1 << 20,
        Some("Gi") => 1 << 30,
        Some("Ti") => 1 << 40,
        _ => 1,
    };
    digits.parse::<u128>().unwrap_or(0) * unit
}

/// Variables that Linkspan sets itself, and the field that decides each.
const OWN: [(&str, &str); 8] = [
    ("RAILS_ENV", ""),
    ("PORT", "web.port"),
    ("WEB_CONCURRENCY", "web.processes"),
    ("RAILS_MAX_THREADS", "web.threads"),
    ("TMPDIR", ""),
    ("PIDFILE", ""),
    ("BOOTSNAP_CACHE_DIR", ""),
    ("BOOTSNAP_READONLY", ""),
];

fn environment(plan: &Plan, found: &mut Vec<Diagnostic>) {
    for (name, value) in &plan.env {
        let path = value.field.clone();
        if let Some((_, field)) = OWN.iter().find(|(own, _)| own == name) {
            let help = if field.is_empty() {
                "remove it".into()
            } else {
                format!("set `{field}` instead")
            };
            found.push(
                rails(Severity::Error, "reserved-variable", format!("`{name}` is set by Linkspan"))
                    .help(help)
                    .path(&path),
            );
        }
        if plan.secrets.iter().any(|secret| secret.value == *name) {
            let message = format!("`{name}` is both a plain value and a secret");
            found.push(
                Diagnostic::refused("twice-in-environment", message)
                    .help("remove it from `env`: the value belongs in the Secret")
                    .path(&path),
            );
        }
        if looks_secret(name, &value.value) {
            let message =
                format!("`{name}` looks like a secret, and a ConfigMap is no place for one");
            found.push(
                Diagnostic::new("secret-in-env", Tier::Risky, Severity::Warning, message)
                    .help(format!(
                        "move the name to `secrets: [{name}]` and set its value in the cluster"
                    ))
                    .path(&path),
            );
        }
        if name == "SOLID_QUEUE_IN_PUMA"
            && plan.build.rails.value == "8.1"
            && value.value == "false"
        {
            found.push(
                rails(
                    Severity::Warning,
                    "solid-queue-false",
                    "Rails 8.1 takes any value of `SOLID_QUEUE_IN_PUMA` as yes".into(),
                )
                .help("remove the variable to turn it off")
                .path(&path),
            );
        }
    }
    for secret in &plan.secrets {
        if OWN.iter().any(|(own, _)| *own == secret.value) {
            found.push(
                rails(
                    Severity::Error,
                    "reserved-variable",
                    format!("`{}` is set by Linkspan", secret.value),
                )
                .help("remove it from `secrets`")
                .path(secret.field.clone()),
            );
        }
    }
}

/// A password in a URL, or a name that ends like a secret's.
fn looks_secret(name: &str, value: &str) -> bool {
    const ENDS: [&str; 8] = [
        "PASSWORD",
        "_SECRET",
        "_TOKEN",
        "_API_KEY",
        "MASTER_KEY",
        "SECRET_KEY_BASE",
        "_PRIVATE_KEY",
        "ACCESS_KEY",
    ];
    if value.is_empty() {
        return false;
    }
    let userinfo = value
        .split_once("://")
        .and_then(|(_, rest)| rest.split('/').next()?.rsplit_once('@'))
        .is_some_and(|(user, _)| user.contains(':'));
    userinfo || ENDS.iter().any(|end| name.ends_with(end))
}

fn front_door(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let expose = &plan.expose;
    if expose.via.value == Via::Ingress && plan.hosts.value.is_empty() {
        found.push(
            Diagnostic::new(
                "ingress-without-hosts",
                Tier::Broken,
                Severity::Error,
                "an Ingress needs to know its host names",
            )
            .help("add `hosts: [shop.example.com]`, or use `via: load_balancer`")
            .path("expose.via"),
        );
    }
    let wildcard = plan.hosts.value.iter().position(|host| host.starts_with("*."));
    if let (Via::Ingress, Tls::CertManager, Some(index)) =
        (expose.via.value, expose.tls.value, wildcard)
    {
        found.push(
            Diagnostic::new(
                "wildcard-certificate",
                Tier::Risky,
                Severity::Hint,
                "a certificate for a wildcard host needs a DNS solver",
            )
            .help("give the ClusterIssuer a dns01 solver, or name each host")
            .path(format!("hosts[{index}]")),
        );
    }
}

fn workers(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, &Worker> = BTreeMap::new();
    for worker in &plan.workers {
        let name = worker.name.value.as_str();
        if matches!(name, "web" | "migrate" | "env" | "secrets") {
            found.push(
                Diagnostic::refused(
                    "name-taken",
                    format!("`{name}` is the name of another part of the app"),
                )
                .help("call the worker something else, such as sidekiq")
                .path(worker.name.field.clone()),
            );
        }
        if seen.insert(name, worker).is_some() {
            found.push(
                Diagnostic::refused("name-taken", format!("two workers are called `{name}`"))
                    .help("give each a name of its own")
                    .path(worker.name.field.clone()),
            );
        }
        let redis = plan.secrets.iter().any(|secret| secret.value == "REDIS_URL");
        if worker.kind.value == WorkerKind::Sidekiq && !redis {
            found.push(
                rails(
                    Severity::Error,
                    "sidekiq-without-redis",
                    "Sidekiq keeps its jobs in Redis, and there is none".into(),
                )
                .help("set `redis: {kind: external}` or remove it")
                .path("redis.kind"),
            );
        }
        if worker.kind.value == WorkerKind::SolidQueue
            && plan.database.adapter.value == Adapter::None
        {
            found.push(
                rails(
                    Severity::Error,
                    "solid-queue-without-database",
                    "Solid Queue keeps its jobs in the database, and there is none".into(),
                )
                .help("set `database.adapter`")
                .path("database.adapter"),
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
