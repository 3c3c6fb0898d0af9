//! What logging, monitoring and autoscaling need of other choices.

use crate::diagnostic::{Diagnostic, rules};
use crate::field::url;
use crate::plan::conflicts::parts::NAME_TAKEN;
use crate::plan::{
    Adapter, Autoscale, Check, Decided, LogAgent, Plan, Scheduler, Uploads, WorkerKind,
};

rules! {
    pub(crate) const AUTOSCALE_BOUNDS: Rule = Rule {
        name: "autoscale-bounds",
        tier: Refused,
        severity: Error,
        says: "the most pods of an autoscaler are fewer than the least",
        why: "The autoscaler that Linkspan would write is rejected by the API server, so the app would stay without one.",
    };
    pub(crate) const AUTOSCALE_COMMAND: Rule = Rule {
        name: "autoscale-command",
        tier: Rails,
        severity: Error,
        says: "a worker of kind `command` is to be scaled by load",
        why: "Linkspan knows where Sidekiq, Solid Queue and GoodJob keep waiting jobs, and nothing about those of a command.",
    };
    pub(crate) const AUTOSCALE_FROM_ZERO: Rule = Rule {
        name: "autoscale-from-zero",
        tier: Rails,
        severity: Warning,
        says: "workers that put retries and later jobs into their queues may be scaled to none",
        why: "Retries and scheduled jobs are moved by the workers' own process. While there is none, nothing moves, and nothing wakes the autoscaler.",
    };
    pub(crate) const AUTOSCALE_VOLUME: Rule = Rule {
        name: "autoscale-volume",
        tier: Rails,
        severity: Error,
        says: "pods that come and go by load would share a volume that one node holds",
        why: "A second pod on another node waits for the volume for ever.",
    };
    pub(crate) const LOGGING_NAMESPACE: Rule = Rule {
        name: "logging-namespace",
        tier: Broken,
        severity: Error,
        says: "the log agent is to run in the app's own namespace",
        why: "The namespace enforces a Pod Security Standard that lets no pod read files of the node.",
    };
    pub(crate) const LOGGING_STORE: Rule = Rule {
        name: "logging-store",
        tier: Broken,
        severity: Error,
        says: "the log agent cannot send to this store",
        why: "Each agent knows a few stores only; the log would stay on the nodes.",
    };
    pub(crate) const LOGGING_WITHOUT_URL: Rule = Rule {
        name: "logging-without-url",
        tier: Broken,
        severity: Error,
        says: "the log is sent nowhere",
        why: "The agent would fail at its start.",
    };
    pub(crate) const LOGIN_IN_THE_CLEAR: Rule = Rule {
        name: "login-in-the-clear",
        tier: Risky,
        severity: Warning,
        says: "the login to the log's store is sent without encryption",
        why: "Whoever can listen on the network between reads it.",
    };
    pub(crate) const METRICS_PORT: Rule = Rule {
        name: "metrics-port",
        tier: Broken,
        severity: Error,
        says: "metrics are to be served at Puma's own port",
        why: "The second of the two cannot listen, and the process ends.",
    };
    pub(crate) const PROBE_WITHOUT_HOST: Rule = Rule {
        name: "probe-without-host",
        tier: Broken,
        severity: Error,
        says: "a check from outside has no address to ask",
        why: "The blackbox exporter asks for the app by a host name of `hosts`, and there is none.",
    };
    pub(crate) const SCHEDULER_AT_ZERO: Rule = Rule {
        name: "scheduler-at-zero",
        tier: Rails,
        severity: Error,
        says: "the workers that start scheduled jobs may be scaled to none",
        why: "The scheduler is a part of the workers: when a job is due and no worker runs, the job is skipped.",
    };
}

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    if let Some(scale) = &plan.web.autoscale {
        bounds(scale, &plan.web.replicas, found);
        volume(plan, "web", scale, found);
    }
    for worker in &plan.workers {
        if let Some(scale) = &worker.autoscale {
            bounds(scale, &worker.replicas, found);
            volume(plan, &worker.name.value, scale, found);
            if worker.kind.value == WorkerKind::Command {
                let message = "nobody knows where the jobs of a command wait";
                found.push(
                    Diagnostic::new(&AUTOSCALE_COMMAND, message)
                        .help("remove `autoscale`, or say what works the jobs off by `kind`")
                        .path(scale.max.field.clone()),
                );
            }
        }
    }
    from_zero(plan, found);
    logging(plan, found);
    monitoring(plan, found);
}

/// Sidekiq and Solid Queue keep jobs for later apart from the queues that KEDA counts, and their own processes move
/// them over: while there is none, nothing becomes due.
fn from_zero(plan: &Plan, found: &mut Vec<Diagnostic>) {
    for worker in &plan.workers {
        let kind = worker.kind.value;
        let (name, schedulers): (_, &[Scheduler]) = match kind {
            WorkerKind::Sidekiq => {
                ("Sidekiq", &[Scheduler::SidekiqCron, Scheduler::SidekiqScheduler])
            }
            WorkerKind::SolidQueue => ("Solid Queue", &[Scheduler::SolidQueue]),
            WorkerKind::GoodJob | WorkerKind::Command => continue,
        };
        let mut same = plan.workers.iter().filter(|other| other.kind.value == kind);
        let in_puma =
            kind == WorkerKind::SolidQueue && plan.web_variable("SOLID_QUEUE_IN_PUMA").is_some();
        if worker.autoscale.is_none() || in_puma || same.any(|other| other.replicas.value > 0) {
            continue;
        }
        let path = worker.replicas.field.clone();
        if schedulers.contains(&plan.scheduler.value) && !plan.cron.is_empty() {
            let message = format!(
                "scheduled jobs start in {name}'s workers, and there may be none at their time"
            );
            found.push(
                Diagnostic::new(&SCHEDULER_AT_ZERO, message)
                    .help("set `replicas: 1` in one group, or `scheduler: {kind: kubernetes}`")
                    .path(path),
            );
        } else {
            let message = format!(
                "while no {name} worker runs, retries and jobs for later wait: only its own process moves them into the queues that KEDA counts"
            );
            found.push(
                Diagnostic::new(&AUTOSCALE_FROM_ZERO, message)
                    .help("set `replicas: 1` in one group")
                    .path(path),
            );
        }
    }
}

fn bounds(scale: &Autoscale, least: &Decided<i64>, found: &mut Vec<Diagnostic>) {
    if scale.max.value < least.value {
        let message =
            format!("at most {} pods are less than the {} at least", scale.max.value, least.value);
        found.push(
            Diagnostic::new(&AUTOSCALE_BOUNDS, message)
                .help(format!("raise `{}` or lower `{}`", scale.max.field, least.field))
                .path(scale.max.field.clone()),
        );
    }
}

fn volume(plan: &Plan, component: &str, scale: &Autoscale, found: &mut Vec<Diagnostic>) {
    let what = if plan.database.adapter.value == Adapter::Sqlite {
        "SQLite's file"
    } else if plan.active_storage.service.value == Uploads::Local {
        "the volume of uploads"
    } else if plan.holds(component) {
        "a volume"
    } else {
        return;
    };
    let message = format!("more pods by load cannot share {what}, which one node at a time holds");
    found.push(
        Diagnostic::new(&AUTOSCALE_VOLUME, message)
            .help("remove `autoscale`, or keep the data in a service outside the pods")
            .path(scale.max.field.clone()),
    );
}

fn logging(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let logging = &plan.logging;
    if logging.kind.value == LogAgent::None {
        return;
    }
    if !logging.kind.value.stores().contains(&logging.to.value) {
        let message = format!("{} does not send there", logging.kind.value.name());
        found.push(
            Diagnostic::new(&LOGGING_STORE, message)
                .help("Fluentd sends to logzio, otel to otlp, fluent_bit to elasticsearch, opensearch, loki and otlp")
                .path("logging.to"),
        );
        return;
    }
    if logging.url.value.is_empty() {
        found.push(
            Diagnostic::new(&LOGGING_WITHOUT_URL, "nobody said where the log is sent")
                .help("add `url`, such as `url: https://logs.example.com:9200`")
                .path("logging.url"),
        );
    }
    if logging.login.value && url(&logging.url.value).is_some_and(|url| !url.tls) {
        found.push(
            Diagnostic::new(
                &LOGIN_IN_THE_CLEAR,
                "the login to the log's store travels in the clear",
            )
            .help("use an address with https://, or set `login: false`")
            .path("logging.url"),
        );
    }
    if logging.namespace.value == plan.namespace.value {
        found.push(
            Diagnostic::new(
                &LOGGING_NAMESPACE,
                "the app's namespace does not let an agent in that reads files of the node",
            )
            .help("give it a namespace of its own")
            .path("logging.namespace"),
        );
    }
}

fn monitoring(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let monitoring = &plan.monitoring;
    if monitoring.port.value == plan.web.port.value && !plan.is_unmeasured() {
        let message = format!("Puma listens at {} already", monitoring.port.value);
        found.push(
            Diagnostic::new(&METRICS_PORT, message)
                .help("choose another port, such as 9394")
                .path("monitoring.port"),
        );
    }
    if monitoring.check.value == Check::Probe && plan.public_address().is_none() {
        found.push(
            Diagnostic::new(
                &PROBE_WITHOUT_HOST,
                "the blackbox exporter needs a name under which visitors come",
            )
            .help("add `hosts`, or use `check: cron`, which asks the Service")
            .path("monitoring.check"),
        );
    }
    let names = plan.workers.iter().map(|worker| &worker.name);
    for name in names.chain(plan.cron.iter().map(|job| &job.name)) {
        let check = monitoring.check.value == Check::Cron && name.value == "check";
        if check {
            found.push(
                Diagnostic::new(&NAME_TAKEN, "`check` is the name of the check from outside")
                    .help("call it something else")
                    .path(name.field.clone()),
            );
        }
    }
}
