//! Variables that cannot be what they are set to, or where they are set.

use crate::diagnostic::{Diagnostic, rules};
use crate::plan::{Apm, DatabaseKind, Metrics, Plan, redis_url_name, url_name};
use crate::secret::looks_secret;

rules! {
    pub(crate) const LOWER_CASE_SECRET: Rule = Rule {
        name: "lower-case-secret",
        tier: Rails,
        severity: Warning,
        says: "a name of a secret is not written in capitals",
        why: "Environment variables are written in capitals, and `ENV` tells `stripe_key` from `STRIPE_KEY`. What is written otherwise is often the value of a secret in the place of its name, and stands in git then.",
    };
    pub(crate) const RESERVED_VARIABLE: Rule = Rule {
        name: "reserved-variable",
        tier: Rails,
        severity: Error,
        says: "a variable that Linkspan sets itself is set by hand",
        why: "Two sources for one variable: what holds would depend on their order.",
    };
    pub(crate) const SECRET_IN_ENV: Rule = Rule {
        name: "secret-in-env",
        tier: Risky,
        severity: Warning,
        says: "a plain variable looks like a secret",
        why: "A ConfigMap is shown to whoever may look at the namespace, and the value stands in git.",
    };
    pub(crate) const SOLID_QUEUE_FALSE: Rule = Rule {
        name: "solid-queue-false",
        tier: Rails,
        severity: Warning,
        says: "`SOLID_QUEUE_IN_PUMA` is set to a word that means no",
        why: "Up to Rails 8.1 any value turns it on, `false` included.",
    };
    pub(crate) const TWICE_IN_ENVIRONMENT: Rule = Rule {
        name: "twice-in-environment",
        tier: Refused,
        severity: Error,
        says: "a variable is both a plain value and a secret",
        why: "The pod would get one of the two, and which one depends on the order of its sources.",
    };
}

/// Variables that Linkspan sets itself, and the field that decides each; beside them the addresses of
/// data stores that run in the cluster.
const OWN: [(&str, &str); 9] = [
    ("RAILS_ENV", ""),
    ("PORT", "web.port"),
    ("WEB_CONCURRENCY", "web.processes"),
    ("RAILS_MAX_THREADS", "web.threads"),
    ("TMPDIR", ""),
    ("HOME", ""),
    ("PIDFILE", ""),
    ("BOOTSNAP_CACHE_DIR", ""),
    ("BOOTSNAP_READONLY", ""),
];

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    for (name, value) in &plan.env {
        let path = value.field.clone();
        if let Some(field) = own(plan, name) {
            let help = if field.is_empty() {
                "remove it".into()
            } else {
                format!("set `{field}` instead")
            };
            found.push(
                Diagnostic::new(&RESERVED_VARIABLE, format!("`{name}` is set by Linkspan"))
                    .help(help)
                    .path(&path),
            );
        }
        if plan.secrets.iter().any(|secret| secret.value == *name) {
            let message = format!("`{name}` is both a plain value and a secret");
            found.push(
                Diagnostic::new(&TWICE_IN_ENVIRONMENT, message)
                    .help("remove it from `env`: the value belongs in the Secret")
                    .path(&path),
            );
        }
        if looks_secret(name, &value.value) {
            let message =
                format!("`{name}` looks like a secret, and a ConfigMap is no place for one");
            found.push(
                Diagnostic::new(&SECRET_IN_ENV, message)
                    .help(format!(
                        "move the name to `secrets: [{name}]` and set its value in the cluster"
                    ))
                    .path(&path),
            );
        }
        let off = ["false", "no", "off", "0", ""];
        if name == "SOLID_QUEUE_IN_PUMA" && off.contains(&value.value.as_str()) {
            found.push(
                Diagnostic::new(
                    &SOLID_QUEUE_FALSE,
                    "Rails takes any value of `SOLID_QUEUE_IN_PUMA` as yes, up to 8.1",
                )
                .help("remove the variable to turn it off")
                .path(&path),
            );
        }
    }
    for secret in &plan.secrets {
        // `http_proxy` and its like are read in small letters.
        let is_proxy = secret.value.to_ascii_lowercase().ends_with("_proxy");
        if secret.value.contains(|each: char| each.is_ascii_lowercase()) && !is_proxy {
            // It is not shown: it may be a value in the place of a name.
            let message = format!("`{}` is not written in capitals", secret.field);
            found.push(
                Diagnostic::new(&LOWER_CASE_SECRET, message)
                    .help(
                        "write the variable's name as `ENV` asks for it, such as STRIPE_API_KEY; if this is a value, take it out of the file, and change it where it comes from",
                    )
                    .path(secret.field.clone()),
            );
        }
        if own(plan, &secret.value).is_some() {
            found.push(
                Diagnostic::new(
                    &RESERVED_VARIABLE,
                    format!("`{}` is set by Linkspan", secret.value),
                )
                .help("remove it from `secrets`")
                .path(secret.field.clone()),
            );
        }
    }
}

/// The field that decides a variable of ours; empty where none does.
fn own(plan: &Plan, name: &str) -> Option<&'static str> {
    let redis = plan.has_redis().then_some(("REDIS_URL", "redis.kind"));
    let inside = plan.database_kind() != DatabaseKind::External;
    let database = inside.then_some(("DATABASE_URL", "database.kind"));
    let makes = plan.database_kind() == DatabaseKind::Cnpg;
    let password = makes.then_some(("DATABASE_PASSWORD", "database.kind"));
    if inside && plan.database.also.value.iter().any(|also| url_name(also) == name) {
        return Some("database.kind");
    }
    if plan.has_redis() && plan.redis.also.value.iter().any(|also| redis_url_name(also) == name) {
        return Some("redis.also");
    }
    let apm: &[&str] = match plan.monitoring.apm.value {
        Apm::None => &[],
        Apm::Datadog => &["DD_AGENT_HOST", "DD_SERVICE", "DD_ENV", "DD_VERSION"],
        Apm::NewRelic => &["NEW_RELIC_APP_NAME", "NEW_RELIC_LOG"],
    };
    let yabeda = plan.monitoring.metrics.value == Metrics::Yabeda;
    let exporter = yabeda.then_some(("PROMETHEUS_EXPORTER_PORT", "monitoring.port"));
    OWN.into_iter()
        .chain(apm.iter().map(|own| (*own, "monitoring.apm")))
        .chain(exporter)
        .chain(redis)
        .chain(database)
        .chain(password)
        .find(|(own, _)| *own == name)
        .map(|(_, field)| field)
}
