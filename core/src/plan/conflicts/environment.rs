//! Variables that cannot be what they are set to, or where they are set.

use crate::diagnostic::{Diagnostic, rules};
use crate::plan::{Apm, DatabaseKind, Decided, Metrics, Origin, Plan, Worker, WorkerKind};
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
        says: "a variable is said twice: as a plain value, and as a secret or the revision",
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

/// Variables that some kinds of workers get beside them, and the key that decides each.
const OF_WORKERS: [(&str, &str); 9] = [
    ("ALIVE_FILE", "health"),
    ("SIDEKIQ_ALIVE_PORT", "health"),
    ("SIDEKIQ_CAPSULES", "capsules"),
    ("SOLID_QUEUE_CONFIG", "queues"),
    ("SOLID_QUEUE_SHUTDOWN_TIMEOUT", "timeout"),
    ("GOOD_JOB_MAX_THREADS", "concurrency"),
    ("GOOD_JOB_PROBE_PORT", "health"),
    ("GOOD_JOB_QUEUES", "queues"),
    ("GOOD_JOB_SHUTDOWN_TIMEOUT", "timeout"),
];

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    for variable in variables(plan) {
        judge(plan, &variable, found);
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

/// A plain variable of the spec.
struct Variable<'a> {
    name: &'a str,
    /// Its value; none for one that holds the revision.
    value: Option<&'a str>,
    path: &'a str,
    /// The worker that it belongs to alone, if it does.
    worker: Option<&'a Worker>,
}

impl Variable<'_> {
    /// The map or list that it stands in.
    fn list(&self) -> &str {
        self.path.rfind(['.', '[']).and_then(|at| self.path.get(..at)).unwrap_or(self.path)
    }

    /// The field that decides a variable of ours; empty where none does.
    fn own(&self, plan: &Plan) -> Option<String> {
        let Some(worker) = self.worker else { return own(plan, self.name) };
        let of_kind = worker.kind.value != WorkerKind::Command;
        let of_worker = OF_WORKERS.iter().filter(|_| of_kind).find(|(name, _)| *name == self.name);
        match (self.name, of_worker) {
            ("RAILS_MAX_THREADS", _) => Some(worker.concurrency.field.clone()),
            (_, Some((_, key))) => Some(format!("{}.{key}", worker.at)),
            _ => own(plan, self.name),
        }
    }
}

fn variables(plan: &Plan) -> Vec<Variable<'_>> {
    let workers = plan.workers.iter().map(|worker| (&worker.env, Some(worker)));
    let cron = plan.cron.iter().map(|job| (&job.env, None));
    let processes = plan.processes.iter().map(|process| (&process.env, None));
    let sidecars = plan.sidecars.iter().map(|sidecar| (&sidecar.env, None));
    let all = [(&plan.env, None), (&plan.web.env, None)].into_iter();
    let steps = plan.init.iter().map(|step| (&step.env, None));
    let all = all.chain(workers).chain(cron).chain(processes).chain(sidecars).chain(steps);
    let plain = all.flat_map(|(env, worker)| {
        env.iter().map(move |(name, value)| Variable {
            name,
            value: Some(&value.value),
            path: &value.field,
            worker,
        })
    });
    let revision = plan.revision_env.iter().map(|name| Variable {
        name: &name.value,
        value: None,
        path: &name.field,
        worker: None,
    });
    plain.chain(revision).collect()
}

fn judge(plan: &Plan, variable: &Variable<'_>, found: &mut Vec<Diagnostic>) {
    let Variable { name, value, path, .. } = variable;
    if let Some(field) = variable.own(plan) {
        let help =
            if field.is_empty() { "remove it".into() } else { format!("set `{field}` instead") };
        found.push(
            Diagnostic::new(&RESERVED_VARIABLE, format!("`{name}` is set by Linkspan"))
                .help(help)
                .path(*path),
        );
    }
    if plan.secrets.iter().any(|secret| secret.value == *name) {
        let message = format!("`{name}` is both a plain value and a secret");
        let help = format!("remove it from `{}`: the value belongs in the Secret", variable.list());
        found.push(Diagnostic::new(&TWICE_IN_ENVIRONMENT, message).help(help).path(*path));
    }
    let Some(value) = value else {
        let again =
            variables(plan).into_iter().find(|each| each.name == *name && each.value.is_some());
        if let Some(again) = again {
            let message = format!("`{name}` is to hold the revision, and has a value too");
            let help = format!("remove it here or from `{}`", again.list());
            found.push(Diagnostic::new(&TWICE_IN_ENVIRONMENT, message).help(help).path(*path));
        }
        return;
    };
    if looks_secret(name, value) {
        let place = if variable.list() == "env" { "a ConfigMap" } else { "a manifest" };
        let message = format!("`{name}` looks like a secret, and {place} is no place for one");
        found.push(
            Diagnostic::new(&SECRET_IN_ENV, message)
                .help(format!(
                    "move the name to `secrets: [{name}]` and set its value in the cluster"
                ))
                .path(*path),
        );
    }
    let off = ["false", "no", "off", "0", ""];
    if *name == "SOLID_QUEUE_IN_PUMA" && off.contains(value) {
        found.push(
            Diagnostic::new(
                &SOLID_QUEUE_FALSE,
                "Rails takes any value of `SOLID_QUEUE_IN_PUMA` as yes, up to 8.1",
            )
            .help("remove the variable to turn it off")
            .path(*path),
        );
    }
}

/// The field that decides a variable of ours; empty where none does.
fn own(plan: &Plan, name: &str) -> Option<String> {
    let makes = plan.database_kind() == DatabaseKind::Cnpg;
    let password = makes.then_some(("DATABASE_PASSWORD", "database.kind"));
    if let Some(given) = plan.given_variables().into_iter().find(|each| each.value == name) {
        // The password of a store of ours is a key of the Secret, which `secrets` may name.
        let is_key = plan.secrets.iter().any(|key| key.value == name && key.field == given.field);
        return (!is_key).then(|| decider(&given));
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
        .chain(password)
        .find(|(own, _)| *own == name)
        .map(|(_, field)| field.to_owned())
}

/// The field that a variable of a store hangs on: where the store runs, unless the spec names the variable.
fn decider(variable: &Decided<String>) -> String {
    let field = variable.field.as_str();
    if variable.origin == Origin::Set && field.contains(".variables.") {
        return field.to_owned();
    }
    match field.split('.').next() {
        Some("redis") if field.starts_with("redis.also") => "redis.also".to_owned(),
        Some(store) => format!("{store}.kind"),
        None => field.to_owned(),
    }
}
