//! How Kubernetes sees that a worker lives.

use super::super::container::literal;
use crate::facts::{GOOD_JOB_PROBE_PORT, SIDEKIQ_ALIVE_PORT};
use crate::field::Guide;
use crate::plan::{Health, Plan, Worker, WorkerKind};
use crate::render::Part;
use k8s_openapi::api::core::v1::{
    Container, ExecAction, HTTPGetAction, Lifecycle, LifecycleHandler, Probe,
};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::sync::Arc;

/// Adds the probes, and the quiet time before the end.
pub(super) fn add(plan: &Plan, worker: &Worker, process: &mut Part<Container>) {
    let Part { object: container, reasons } = process;
    let quiet = worker.quiet.value;
    if quiet > 0 {
        let command = shell(format!("kill -TSTP 1 && sleep {quiet}"));
        container.lifecycle = Some(Lifecycle {
            pre_stop: Some(LifecycleHandler { exec: Some(command), ..LifecycleHandler::default() }),
            ..Lifecycle::default()
        });
        reasons.comment(
            "lifecycle",
            Guide::BackgroundJobs,
            "No new jobs (TSTP) for so long, then the signal to stop.",
        );
        reasons.decided("lifecycle.preStop", &worker.quiet);
    }
    let Some(Probes { startup, readiness, liveness }) = probes(plan, worker) else { return };
    let by =
        if worker.probe.value.is_empty() { worker.health.reason() } else { worker.probe.reason() };
    let mut timed = |name: &str, probe: Probe, period: i32, failures: i32, why: &str| {
        reasons.comment(name, Guide::Monitoring, why);
        let way = if probe.exec.is_some() { "exec" } else { "httpGet" };
        reasons.because(&format!("{name}.{way}"), Arc::clone(&by));
        Probe {
            period_seconds: Some(period),
            timeout_seconds: Some(5),
            failure_threshold: Some(failures),
            ..probe
        }
    };
    container.startup_probe = Some(timed(
        "startupProbe",
        startup,
        5,
        30,
        "Up to 150 seconds to boot; the other probes wait for it.",
    ));
    container.readiness_probe = readiness.map(|probe| {
        timed(
            "readinessProbe",
            probe,
            10,
            3,
            "A rollout goes on when the worker has reached its database; without it later, nothing is restarted.",
        )
    });
    let why = match worker.health.value {
        Health::File => {
            "Restarts a worker that has not touched the file for two minutes: one that hangs. A busy one touches it."
        }
        Health::Endpoint | Health::None => "Restarts a worker that has not answered for a minute.",
    };
    container.liveness_probe = Some(timed("livenessProbe", liveness, 10, 6, why));
}

/// How Kubernetes asks.
struct Probes {
    startup: Probe,
    readiness: Option<Probe>,
    liveness: Probe,
}

fn probes(plan: &Plan, worker: &Worker) -> Option<Probes> {
    let alike = |probe: Probe| Probes { startup: probe.clone(), readiness: None, liveness: probe };
    Some(match (worker.kind.value, worker.health.value) {
        (_, Health::None) if worker.probe.value.is_empty() => return None,
        (WorkerKind::GoodJob, _) => Probes {
            startup: http("/status/started"),
            readiness: Some(http("/status/connected")),
            liveness: http("/status"),
        },
        (_, Health::Endpoint) => alike(http("/")),
        (_, Health::File) => {
            alike(exec(shell(format!("find {} -mmin -1 | grep -q .", plan.alive_file()))))
        }
        (_, Health::None) => {
            let words = worker.probe.value.iter().map(|word| literal(word)).collect();
            alike(exec(ExecAction { command: Some(words) }))
        }
    })
}

/// Where a worker answers HTTP.
pub(super) fn port(worker: &Worker) -> Option<i64> {
    match (worker.kind.value, worker.health.value) {
        (WorkerKind::GoodJob, Health::Endpoint) => Some(GOOD_JOB_PROBE_PORT),
        (WorkerKind::Sidekiq, Health::Endpoint) => Some(SIDEKIQ_ALIVE_PORT),
        _ => None,
    }
}

fn shell(line: String) -> ExecAction {
    ExecAction { command: Some(vec!["sh".into(), "-c".into(), line]) }
}

fn exec(command: ExecAction) -> Probe {
    Probe { exec: Some(command), ..Probe::default() }
}

fn http(path: &str) -> Probe {
    Probe {
        http_get: Some(HTTPGetAction {
            path: Some(path.to_owned()),
            port: IntOrString::String("health".into()),
            ..HTTPGetAction::default()
        }),
        ..Probe::default()
    }
}
