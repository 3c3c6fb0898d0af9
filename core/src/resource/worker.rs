//! Job workers: a Deployment for each group.

mod health;

use super::container::{self, Own};
use super::labels::{metadata, selector};
use super::web::{explain_rollout, small, strategy};
use super::{RELEASE, database, metrics, pod, priority_class, put};
use crate::bundle::Bundle;
use crate::field::Guide;
use crate::plan::{ALIVE_FILE, Health, Plan, Reason, Worker, WorkerKind};
use crate::render::Notes;
use k8s_openapi::api::apps::v1::{Deployment, DeploymentSpec};

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    for worker in &plan.workers {
        deployment(plan, worker, bundle);
    }
}

fn args(worker: &Worker) -> Vec<String> {
    match worker.kind.value {
        WorkerKind::Sidekiq => {
            let mut args = ["bundle", "exec", "sidekiq", "-c"].map(String::from).to_vec();
            args.push(worker.concurrency.value.to_string());
            args.push("-t".into());
            args.push(worker.timeout.value.to_string());
            for queue in &worker.queues.value {
                args.push("-q".into());
                args.push(queue.replace(':', ","));
            }
            args
        }
        WorkerKind::SolidQueue => vec!["bin/jobs".into()],
        WorkerKind::GoodJob => ["bundle", "exec", "good_job", "start"].map(String::from).to_vec(),
        WorkerKind::Command => worker.command.value.clone(),
    }
}

fn own(plan: &Plan, worker: &Worker) -> Vec<Own> {
    let mut own = vec![Own {
        name: "RAILS_MAX_THREADS",
        value: worker.pool().to_string(),
        reason: worker.concurrency.because("Sizes the pool of database connections."),
    }];
    own.extend(own_of_kind(worker));
    if worker.health.value == Health::File {
        let reason = worker.health.reason();
        own.push(Own { name: "ALIVE_FILE", value: ALIVE_FILE.into(), reason });
    }
    own.extend(metrics::variable(plan));
    own.extend(container::scratch(plan));
    own
}

/// What tells each kind its settings that no argument can.
fn own_of_kind(worker: &Worker) -> Vec<Own> {
    let timeout = || (worker.timeout.value.to_string(), worker.timeout.reason());
    let endpoint = health::port(worker).map(|port| (port.to_string(), worker.health.reason()));
    let listed = !worker.queues.value.is_empty();
    let all = match worker.kind.value {
        WorkerKind::Sidekiq => {
            let texts: Vec<&str> =
                worker.capsules.value.iter().map(|capsule| capsule.text.as_str()).collect();
            let capsules = (!texts.is_empty()).then(|| (texts.join(" "), worker.capsules.reason()));
            vec![("SIDEKIQ_CAPSULES", capsules), ("SIDEKIQ_ALIVE_PORT", endpoint)]
        }
        WorkerKind::SolidQueue => {
            let file = worker.queue_file().map(|file| (file, worker.queues.reason()));
            let timeout = (worker.health.value == Health::File).then(timeout);
            vec![("SOLID_QUEUE_CONFIG", file), ("SOLID_QUEUE_SHUTDOWN_TIMEOUT", timeout)]
        }
        WorkerKind::GoodJob => {
            let threads = (worker.concurrency.value.to_string(), worker.concurrency.reason());
            let queues = listed.then(|| (worker.queues.value.join(","), worker.queues.reason()));
            vec![
                ("GOOD_JOB_MAX_THREADS", Some(threads)),
                ("GOOD_JOB_QUEUES", queues),
                ("GOOD_JOB_SHUTDOWN_TIMEOUT", Some(timeout())),
                ("GOOD_JOB_PROBE_PORT", endpoint),
            ]
        }
        WorkerKind::Command => Vec::new(),
    };
    let own = |(name, set): (&'static str, Option<(String, _)>)| {
        set.map(|(value, reason)| Own { name, value, reason })
    };
    all.into_iter().filter_map(own).collect()
}

fn deployment(plan: &Plan, worker: &Worker, bundle: &mut Bundle) {
    let component = &worker.name.value;
    let own = own(plan, worker);
    let mut process = container::container(plan, component, args(worker), &own, &worker.resources);
    if worker.kind.value == WorkerKind::GoodJob {
        database::go_direct(plan, &mut process);
    }
    health::add(worker, &mut process);
    metrics::open_port(plan, &mut process);
    let several = worker.replicas.value > 1 || worker.autoscale.is_some();
    let mut template = pod::template(plan, component, process);
    if let Some(spec) = &mut template.spec {
        spec.termination_grace_period_seconds = Some(worker.grace.value);
        priority_class::rank(spec, worker.priority_class.as_ref());
        spec.topology_spread_constraints = several.then(|| pod::spread(plan, component));
        spec.init_containers = metrics::sidecar(plan);
    }
    let deployment = Deployment {
        metadata: metadata(plan, &format!("{}-{component}", plan.app.value), component),
        spec: Some(DeploymentSpec {
            replicas: worker.autoscale.is_none().then(|| small(worker.replicas.value)),
            min_ready_seconds: Some(10),
            progress_deadline_seconds: Some(600),
            revision_history_limit: Some(5),
            selector: selector(plan, component),
            strategy: Some(strategy(plan.surges(worker))),
            template,
            ..DeploymentSpec::default()
        }),
        ..Deployment::default()
    };
    put(bundle, RELEASE, component, &deployment, &notes(plan, worker, &own));
}

fn notes(plan: &Plan, worker: &Worker, own: &[Own]) -> Notes {
    let about = match worker.kind.value {
        WorkerKind::Sidekiq => "Sidekiq, which works off background jobs from Redis.",
        WorkerKind::SolidQueue => "Solid Queue, which works off background jobs from the database.",
        WorkerKind::GoodJob => "GoodJob, which works off background jobs from PostgreSQL.",
        WorkerKind::Command => "A process of the app beside its web server.",
    };
    let mut notes = Notes::new(Reason::fixed(Guide::BackgroundJobs, about));
    explain_rollout(plan, &mut notes);
    if !plan.has_volume() {
        let why = if plan.surges(worker) {
            "A new pod is ready before an old one goes, so jobs are worked off all the while."
        } else {
            "The old pod has ended before the new one starts: a clock that runs twice starts everything twice. With two replicas or more, they are replaced one by one."
        };
        notes.comment("spec.strategy", Guide::Delivery, why);
    }
    notes.decided("metadata.name", &worker.name);
    notes.decided("spec.replicas", &worker.replicas);
    metrics::explain(plan, &mut notes);
    notes.fixed(
        "spec.minReadySeconds",
        Guide::Delivery,
        "A worker that stops within 10 seconds of its start never counts as ready.",
    );
    notes.because(
        "spec.template.spec.terminationGracePeriodSeconds",
        worker
            .grace
            .because("Longer than the shutdown timeout, so that unfinished jobs can be put back."),
    );
    priority_class::explain("spec.template.spec", worker.priority_class.as_ref(), &mut notes);
    let path = "spec.template.spec.containers[0]";
    container::explain(plan, path, own, &worker.resources, &mut notes);
    if worker.kind.value == WorkerKind::GoodJob {
        let why = "Past PgBouncer: GoodJob's locks, and its waiting for new jobs, belong to a connection, which PgBouncer shares.";
        database::explain_direct(plan, path, own.len(), why, &mut notes);
    }
    explain_args(worker, &format!("{path}.args"), &mut notes);
    health::explain(worker, path, &mut notes);
    notes
}

fn explain_args(worker: &Worker, path: &str, notes: &mut Notes) {
    notes.comment(path, Guide::BackgroundJobs, "Without a shell around it: a shell would keep the signal to stop from reaching the worker.");
    for index in 0..worker.command.value.len() {
        notes.decided(&format!("{path}[{index}]"), &worker.command);
    }
    if worker.kind.value != WorkerKind::Sidekiq {
        return;
    }
    for index in [3, 4] {
        notes.decided(&format!("{path}[{index}]"), &worker.concurrency);
    }
    for index in [5, 6] {
        notes.decided(&format!("{path}[{index}]"), &worker.timeout);
    }
    for index in 0..worker.queues.value.len() * 2 {
        notes.decided(&format!("{path}[{}]", 7 + index), &worker.queues);
    }
}
