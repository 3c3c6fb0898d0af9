//! Job workers: a Deployment for each group.

use super::container::{self, Own};
use super::labels::{metadata, selector};
use super::web::{explain_rollout, small, strategy};
use super::{RELEASE, metrics, pod, put};
use crate::bundle::Bundle;
use crate::field::Guide;
use crate::plan::{Plan, Reason, Worker, WorkerKind};
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
    }
}

/// Database connections that a pod may need: Solid Queue's own threads use two more.
fn pool(worker: &Worker) -> i64 {
    match worker.kind.value {
        WorkerKind::Sidekiq => worker.concurrency.value,
        WorkerKind::SolidQueue => worker.concurrency.value + 2,
    }
}

fn own(plan: &Plan, worker: &Worker) -> Vec<Own> {
    let mut own = vec![Own {
        name: "RAILS_MAX_THREADS",
        value: pool(worker).to_string(),
        reason: worker.concurrency.because("Sizes the pool of database connections."),
    }];
    own.extend(metrics::variable(plan));
    own.extend(container::scratch(plan));
    own
}

fn deployment(plan: &Plan, worker: &Worker, bundle: &mut Bundle) {
    let component = &worker.name.value;
    let own = own(plan, worker);
    let mut process = container::container(plan, component, args(worker), &own, &worker.resources);
    metrics::open_port(plan, &mut process);
    let several = worker.replicas.value > 1 || worker.autoscale.is_some();
    let mut template = pod::template(plan, component, process);
    if let Some(spec) = &mut template.spec {
        spec.termination_grace_period_seconds = Some(worker.grace.value);
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
            strategy: Some(strategy(plan)),
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
    };
    let mut notes = Notes::new(Reason::fixed(Guide::BackgroundJobs, about));
    explain_rollout(plan, &mut notes);
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
    let path = "spec.template.spec.containers[0]";
    container::explain(plan, path, own, &worker.resources, &mut notes);
    explain_args(worker, &format!("{path}.args"), &mut notes);
    notes
}

fn explain_args(worker: &Worker, path: &str, notes: &mut Notes) {
    notes.comment(path, Guide::BackgroundJobs, "Without a shell around it: a shell would keep the signal to stop from reaching the worker.");
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
