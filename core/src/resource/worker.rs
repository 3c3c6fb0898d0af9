//! Job workers: a Deployment for each group.

mod health;

use super::container::{self, plain};
use super::deployment::{LETS_GO, NEVER_TWO, Rollout, deployment as deployed, explain_rollout};
use super::web::{replicas, small};
use super::{RELEASE, beside, database, metrics, pod, priority_class, put};
use crate::field::Guide;
use crate::plan::{Health, Plan, Reason, Scheduler, Worker, WorkerKind};
use crate::render::{Items, Notes, Part, Reasons, words};
use crate::resource::Objects;
use k8s_openapi::api::core::v1::{ContainerPort, EnvVar, PodSpec};

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    for worker in &plan.workers {
        deployment(plan, worker, bundle);
    }
}

fn args(worker: &Worker) -> Items<String> {
    match worker.kind.value {
        WorkerKind::Sidekiq => {
            let Worker { concurrency, timeout, queues, .. } = worker;
            let mut args = words(["bundle", "exec", "sidekiq"]);
            for (flag, number) in [("-c", concurrency), ("-t", timeout)] {
                args.decided(flag.to_owned(), number);
                args.decided(number.value.to_string(), number);
            }
            for queue in &queues.value {
                args.decided("-q".to_owned(), queues);
                args.decided(queue.replace(':', ","), queues);
            }
            args
        }
        WorkerKind::SolidQueue => words(["bin/jobs"]),
        WorkerKind::GoodJob => words(["bundle", "exec", "good_job", "start"]),
        WorkerKind::Command => {
            let mut args = Items::default();
            for word in &worker.command.value {
                args.decided(word.clone(), &worker.command);
            }
            args
        }
    }
}

fn environment(plan: &Plan, worker: &Worker) -> Items<EnvVar> {
    let mut own = Items::default();
    own.because(
        plain("RAILS_MAX_THREADS", worker.pool().to_string()),
        worker.concurrency.because("Sizes the pool of database connections."),
    );
    add_own_of_kind(worker, &mut own);
    let keeps_time = plan.scheduler.value == Scheduler::GoodJob && !plan.cron.is_empty();
    if keeps_time && worker.kind.value == WorkerKind::GoodJob {
        own.because(
            plain("GOOD_JOB_ENABLE_CRON", "1".into()),
            plan.scheduler
                .because("The workers keep the time; each run is started by one of them."),
        );
    }
    if worker.health.value == Health::File {
        own.decided(plain("ALIVE_FILE", plan.alive_file()), &worker.health);
    }
    own.extend(container::variables(&worker.env));
    own.extend(metrics::variable(plan));
    own.extend(container::scratch(plan));
    let mut env = container::environment(plan, own);
    if worker.kind.value == WorkerKind::GoodJob {
        let why = "Past PgBouncer: GoodJob's locks, and its waiting for new jobs, belong to a connection, which PgBouncer shares.";
        database::go_direct(plan, &mut env, why);
    }
    env
}

/// What tells each kind its settings that no argument can.
fn add_own_of_kind(worker: &Worker, own: &mut Items<EnvVar>) {
    let Worker { concurrency, timeout, queues, capsules, health, .. } = worker;
    let port = health::port(worker).map(|port| port.to_string());
    match worker.kind.value {
        WorkerKind::Sidekiq => {
            let texts: Vec<&str> =
                capsules.value.iter().map(|capsule| capsule.text.as_str()).collect();
            if !texts.is_empty() {
                own.decided(plain("SIDEKIQ_CAPSULES", texts.join(" ")), capsules);
            }
            if let Some(port) = port {
                own.decided(plain("SIDEKIQ_ALIVE_PORT", port), health);
            }
        }
        WorkerKind::SolidQueue => {
            if let Some(file) = worker.queue_file() {
                own.decided(plain("SOLID_QUEUE_CONFIG", file), queues);
            }
            if health.value == Health::File {
                let seconds = timeout.value.to_string();
                own.decided(plain("SOLID_QUEUE_SHUTDOWN_TIMEOUT", seconds), timeout);
            }
        }
        WorkerKind::GoodJob => {
            own.decided(plain("GOOD_JOB_MAX_THREADS", concurrency.value.to_string()), concurrency);
            if !queues.value.is_empty() {
                own.decided(plain("GOOD_JOB_QUEUES", queues.value.join(",")), queues);
            }
            own.decided(plain("GOOD_JOB_SHUTDOWN_TIMEOUT", timeout.value.to_string()), timeout);
            if let Some(port) = port {
                own.decided(plain("GOOD_JOB_PROBE_PORT", port), health);
            }
        }
        WorkerKind::Command => {
            for (name, text) in worker.system().map_or(&[][..], |system| system.variables) {
                let text = text.replace("{timeout}", &timeout.value.to_string());
                own.decided(plain(name, text), timeout);
            }
        }
    }
}

fn ports(plan: &Plan, worker: &Worker, reasons: &mut Reasons) -> Option<Vec<ContainerPort>> {
    let mut ports = Items::default();
    if let Some(number) = health::port(worker) {
        reasons.decided("ports", &worker.health);
        ports.push(ContainerPort {
            name: Some("health".into()),
            container_port: small(number),
            ..ContainerPort::default()
        });
    }
    metrics::open_port(plan, &mut ports);
    Some(reasons.list("ports", ports)).filter(|ports| !ports.is_empty())
}

fn pod(plan: &Plan, worker: &Worker) -> Part<PodSpec> {
    let component = &worker.name.value;
    let env = environment(plan, worker);
    let mut process = container::container(plan, component, args(worker), env, &worker.resources);
    process.reasons.comment("args", Guide::BackgroundJobs, "Without a shell around it: a shell would keep the signal to stop from reaching the worker.");
    health::add(plan, worker, &mut process);
    process.object.ports = ports(plan, worker, &mut process.reasons);
    let mut pod = pod::of_app(plan, component, process);
    pod.object.termination_grace_period_seconds = Some(worker.grace.value);
    pod.reasons.because(
        "terminationGracePeriodSeconds",
        worker
            .grace
            .because("Longer than the shutdown timeout, so that unfinished jobs can be put back."),
    );
    priority_class::rank(&mut pod, worker.priority_class.as_ref());
    if worker.replicas.value > 1 || worker.autoscale.is_some() {
        pod::spread(plan, component, &mut pod);
    }
    if worker.once.value {
        pod::alone(plan, component, &mut pod);
    }
    beside::add(plan, component, &mut pod);
    pod
}

fn deployment(plan: &Plan, worker: &Worker, bundle: &mut Objects<'_>) {
    let component = &worker.name.value;
    let mut notes = notes(plan, worker);
    let template = pod::template(plan, component, pod(plan, worker));
    let rollout = Rollout {
        replicas: replicas(&worker.replicas, worker.autoscale.as_ref(), &mut notes),
        ready: Some(10),
        surges: plan.surges(worker),
    };
    let template = notes.part("spec.template", template);
    put(bundle, RELEASE, component, &deployed(plan, component, rollout, template), &notes);
}

fn notes(plan: &Plan, worker: &Worker) -> Notes {
    let about = match worker.kind.value {
        WorkerKind::Sidekiq => "Sidekiq, which works off background jobs from Redis.",
        WorkerKind::SolidQueue => "Solid Queue, which works off background jobs from the database.",
        WorkerKind::GoodJob => "GoodJob, which works off background jobs from PostgreSQL.",
        WorkerKind::Command => "A process of the app beside its web server.",
    };
    let mut notes = Notes::new(Reason::fixed(Guide::BackgroundJobs, about));
    explain_rollout(plan, &mut notes);
    let why = if worker.once.value {
        NEVER_TWO
    } else if plan.holds(&worker.name.value) {
        LETS_GO
    } else if plan.surges(worker) {
        "A new pod is ready before an old one goes, so jobs are worked off all the while."
    } else {
        "The old pod has ended before the new one starts: a clock that runs twice starts everything twice. With two replicas or more, they are replaced one by one."
    };
    notes.comment("spec.strategy", Guide::Delivery, why);
    notes.decided("metadata.name", &worker.name);
    notes.fixed(
        "spec.minReadySeconds",
        Guide::Delivery,
        "A worker that stops within 10 seconds of its start never counts as ready.",
    );
    notes
}
