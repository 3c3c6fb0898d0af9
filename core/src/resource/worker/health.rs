//! How Kubernetes sees that a worker lives.

use super::super::web::small;
use crate::facts::{GOOD_JOB_PROBE_PORT, SIDEKIQ_ALIVE_PORT};
use crate::field::Guide;
use crate::plan::{ALIVE_FILE, Health, Worker, WorkerKind};
use crate::render::Notes;
use k8s_openapi::api::core::v1::{
    Container, ContainerPort, ExecAction, HTTPGetAction, Lifecycle, LifecycleHandler, Probe,
};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// Adds the probes, and the quiet time before the end.
pub(super) fn add(worker: &Worker, container: &mut Container) {
    let quiet = worker.quiet.value;
    if quiet > 0 {
        let command = shell(format!("kill -TSTP 1 && sleep {quiet}"));
        container.lifecycle = Some(Lifecycle {
            pre_stop: Some(LifecycleHandler { exec: Some(command), ..LifecycleHandler::default() }),
            ..Lifecycle::default()
        });
    }
    let (startup, readiness, liveness) = match (worker.kind.value, worker.health.value) {
        (_, Health::None) if worker.probe.value.is_empty() => return,
        (WorkerKind::GoodJob, _) => {
            (http("/status/started"), Some(http("/status/connected")), http("/status"))
        }
        (_, Health::Endpoint) => (http("/"), None, http("/")),
        (_, Health::File) => {
            let fresh = || exec(shell(format!("find {ALIVE_FILE} -mmin -1 | grep -q .")));
            (fresh(), None, fresh())
        }
        (_, Health::None) => {
            let words: Vec<String> =
                worker.probe.value.iter().map(|word| word.replace('$', "$$")).collect();
            let probe = || exec(ExecAction { command: Some(words.clone()) });
            (probe(), None, probe())
        }
    };
    container.ports = port(worker).map(|number| {
        vec![ContainerPort {
            name: Some("health".into()),
            container_port: small(number),
            ..ContainerPort::default()
        }]
    });
    container.startup_probe = Some(timed(startup, 5, 30));
    container.readiness_probe = readiness.map(|probe| timed(probe, 10, 3));
    container.liveness_probe = Some(timed(liveness, 10, 6));
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

fn timed(probe: Probe, period: i32, failures: i32) -> Probe {
    Probe {
        period_seconds: Some(period),
        timeout_seconds: Some(5),
        failure_threshold: Some(failures),
        ..probe
    }
}

/// The reasons of [`add`], for the container at `path`.
pub(super) fn explain(worker: &Worker, path: &str, notes: &mut Notes) {
    let at = |inner: &str| format!("{path}.{inner}");
    let by =
        if worker.probe.value.is_empty() { worker.health.reason() } else { worker.probe.reason() };
    notes.because(&at("ports"), by.clone());
    for (name, why) in [
        ("startupProbe", "Up to 150 seconds to boot; the other probes wait for it."),
        (
            "readinessProbe",
            "A rollout goes on when the worker has reached its database; without it later, nothing is restarted.",
        ),
        (
            "livenessProbe",
            match worker.health.value {
                Health::File => {
                    "Restarts a worker that has not touched the file for two minutes: one that hangs. A busy one touches it."
                }
                Health::Endpoint | Health::None => {
                    "Restarts a worker that has not answered for a minute."
                }
            },
        ),
    ] {
        notes.comment(&at(name), Guide::Monitoring, why);
        for inner in ["exec", "httpGet"] {
            notes.because(&at(&format!("{name}.{inner}")), by.clone());
        }
    }
    notes.comment(
        &at("lifecycle"),
        Guide::BackgroundJobs,
        "No new jobs (TSTP) for so long, then the signal to stop.",
    );
    notes.decided(&at("lifecycle.preStop"), &worker.quiet);
}
