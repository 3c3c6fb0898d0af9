//! Workers and scheduled jobs: what goes with which.

use crate::diagnostic::{Diagnostic, rules};
use crate::plan::conflicts::parts::NAME_TAKEN;
use crate::plan::{Adapter, Cron, Decided, Health, Origin, Plan, Scheduler, Worker, WorkerKind};
use std::collections::BTreeSet;

rules! {
    pub(crate) const GOOD_JOB_WITHOUT_POSTGRESQL: Rule = Rule {
        name: "good-job-without-postgresql",
        tier: Rails,
        severity: Error,
        says: "GoodJob is used with another database than PostgreSQL",
        why: "It keeps and locks its jobs with means that only PostgreSQL has.",
    };
    pub(crate) const QUEUE_WEIGHT: Rule = Rule {
        name: "queue-weight",
        tier: Rails,
        severity: Error,
        says: "queues have weights that the worker does not know",
        why: "It would take the number for a part of the name, and the jobs of the queue would wait for ever.",
    };
    pub(crate) const SCHEDULED_SETTING: Rule = Rule {
        name: "scheduled-setting",
        tier: Rails,
        severity: Warning,
        says: "a scheduled job that a worker runs has a setting for jobs with a pod of their own",
        why: "The limits of the worker hold for it, so the setting has no effect.",
    };
    pub(crate) const SCHEDULED_WORK: Rule = Rule {
        name: "scheduled-work",
        tier: Rails,
        severity: Error,
        says: "a scheduled job has neither a command nor a class, or both",
        why: "A scheduled job runs either a command or the class of a job.",
    };
    pub(crate) const SCHEDULER_WITHOUT_WORKER: Rule = Rule {
        name: "scheduler-without-worker",
        tier: Rails,
        severity: Error,
        says: "the schedule is kept by a worker that is not there",
        why: "No scheduled job would ever start.",
    };
    pub(crate) const SOLID_QUEUE_IN_PUMA: Rule = Rule {
        name: "solid-queue-in-puma",
        tier: Rails,
        severity: Error,
        says: "Solid Queue runs in Puma while jobs go to workers of another kind",
        why: "Active Job has one adapter unless a job says otherwise, so Solid Queue's processes take memory and connections in every web pod and never get a job; without its tables they take Puma down.",
    };
    pub(crate) const WORKER_HEALTH: Rule = Rule {
        name: "worker-health",
        tier: Rails,
        severity: Error,
        says: "this kind of worker has no such health check",
        why: "The probe would fail for ever, and Kubernetes would restart the worker again and again.",
    };
    pub(crate) const WORKER_SETTING: Rule = Rule {
        name: "worker-setting",
        tier: Rails,
        severity: Error,
        says: "a worker has a setting of another kind of worker",
        why: "It changes nothing, and whoever reads it believes that it does.",
    };
    pub(crate) const WORKER_WITHOUT_COMMAND: Rule = Rule {
        name: "worker-without-command",
        tier: Rails,
        severity: Error,
        says: "a worker of kind `command` has no command",
        why: "There is nothing to run.",
    };
}

/// Runs Solid Queue beside Puma.
const IN_PUMA: &str = "SOLID_QUEUE_IN_PUMA";

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    for worker in &plan.workers {
        settings(worker, found);
        health(worker, found);
        queues(worker, found);
        good_job(plan, worker, found);
    }
    scheduler(plan, found);
    in_puma(plan, found);
    for job in &plan.cron {
        work(plan.scheduler.value, job, found);
    }
}

/// What each kind is called.
const fn called(kind: WorkerKind) -> &'static str {
    match kind {
        WorkerKind::Sidekiq => "Sidekiq",
        WorkerKind::SolidQueue => "Solid Queue",
        WorkerKind::GoodJob => "GoodJob",
        WorkerKind::Command => "a worker of kind `command`",
    }
}

/// A setting of one kind of worker, set for another, would do nothing.
fn settings(worker: &Worker, found: &mut Vec<Diagnostic>) {
    let kind = worker.kind.value;
    let (sidekiq, command) = (kind == WorkerKind::Sidekiq, kind == WorkerKind::Command);
    let of_sidekiq = "remove it: only Sidekiq has it";
    let of_command = "remove it, or set `kind: command`";
    let quiet = worker.quiet.value > 0;
    let all = [
        (set(&worker.capsules) && !sidekiq, &worker.capsules.field, of_sidekiq),
        (quiet && !sidekiq, &worker.quiet.field, of_sidekiq),
        (set(&worker.queues) && command, &worker.queues.field, "name the queues in the command"),
        (set(&worker.command) && !command, &worker.command.field, of_command),
        (set(&worker.probe) && !command, &worker.probe.field, of_command),
    ];
    for (wrong, field, help) in all {
        if wrong {
            let key = field.rsplit('.').next().unwrap_or(field);
            let message = format!("{} takes no `{key}`", called(kind));
            found.push(Diagnostic::new(&WORKER_SETTING, message).help(help).path(field.clone()));
        }
    }
    if command && worker.command.value.is_empty() {
        let message = "a worker of kind `command` has no command";
        found.push(
            Diagnostic::new(&WORKER_WITHOUT_COMMAND, message)
                .help("add `command: bundle exec ...`")
                .path(worker.kind.field.clone()),
        );
    }
}

fn set<T>(decided: &Decided<T>) -> bool {
    decided.origin == Origin::Set
}

fn health(worker: &Worker, found: &mut Vec<Diagnostic>) {
    let help = match (worker.kind.value, worker.health.value) {
        (_, Health::None)
        | (WorkerKind::Sidekiq, Health::File | Health::Endpoint)
        | (WorkerKind::SolidQueue, Health::File)
        | (WorkerKind::GoodJob, Health::Endpoint) => return,
        (WorkerKind::SolidQueue, Health::Endpoint) => "set `health: file`",
        (WorkerKind::GoodJob, Health::File) => "set `health: endpoint`",
        (WorkerKind::Command, _) => "name a command that succeeds while it lives: `probe: ...`",
    };
    let way = if worker.health.value == Health::File { "file" } else { "endpoint" };
    let message = format!("{} has no health check by {way}", called(worker.kind.value));
    found.push(
        Diagnostic::new(&WORKER_HEALTH, message).help(help).path(worker.health.field.clone()),
    );
}

fn queues(worker: &Worker, found: &mut Vec<Diagnostic>) {
    let weights = worker.kind.value == WorkerKind::Sidekiq;
    let weighted = worker.queues.value.iter().position(|queue| queue.contains(':'));
    if let (false, Some(index)) = (weights, weighted) {
        let message = format!("{} knows no weights of queues", called(worker.kind.value));
        found.push(
            Diagnostic::new(&QUEUE_WEIGHT, message)
                .help("list the queues in the order of their importance, without weights")
                .path(format!("{}[{index}]", worker.queues.field)),
        );
    }
    let mut seen = BTreeSet::new();
    for (index, capsule) in worker.capsules.value.iter().enumerate() {
        if !seen.insert(&capsule.name) {
            let message = format!("two capsules are called `{}`", capsule.name);
            found.push(
                Diagnostic::new(&NAME_TAKEN, message)
                    .help("give each a name of its own: the later one would replace the other")
                    .path(format!("{}[{index}]", worker.capsules.field)),
            );
        }
    }
}

fn good_job(plan: &Plan, worker: &Worker, found: &mut Vec<Diagnostic>) {
    if worker.kind.value == WorkerKind::GoodJob
        && plan.database.adapter.value != Adapter::Postgresql
    {
        let message = "GoodJob keeps its jobs in PostgreSQL and in no other database";
        found.push(
            Diagnostic::new(&GOOD_JOB_WITHOUT_POSTGRESQL, message)
                .help("set `database: {adapter: postgresql}`, or use Solid Queue")
                .path("database.adapter"),
        );
    }
}

/// Whether Solid Queue runs beside Puma; up to Rails 8.1 any value says so.
fn has_jobs_in_puma(plan: &Plan) -> bool {
    plan.web_variable(IN_PUMA).is_some()
}

/// Solid Queue in Puma works off what other workers never see, and nobody puts a job there.
fn in_puma(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let kinds = [WorkerKind::Sidekiq, WorkerKind::GoodJob];
    let other = plan.workers.iter().find(|worker| kinds.contains(&worker.kind.value));
    let (Some(variable), false, Some(other)) =
        (plan.web_variable(IN_PUMA), plan.has_worker(WorkerKind::SolidQueue), other)
    else {
        return;
    };
    let name = called(other.kind.value);
    let message = format!(
        "Solid Queue runs in Puma, but jobs go to {name} (the worker `{}`)",
        other.name.value
    );
    found.push(
        Diagnostic::new(&SOLID_QUEUE_IN_PUMA, message)
            .help("remove the variable, or work jobs off with one of them: remove the worker or set its `kind: solid_queue`")
            .path(variable.field.clone()),
    );
}

/// Whoever keeps the time has to run somewhere.
fn scheduler(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let in_puma = has_jobs_in_puma(plan);
    let (runs, name, help) = match plan.scheduler.value {
        Scheduler::Kubernetes => return,
        Scheduler::SidekiqCron => (
            plan.has_worker(WorkerKind::Sidekiq),
            "sidekiq-cron runs in Sidekiq",
            "add a worker of kind `sidekiq`, or set `scheduler: {kind: kubernetes}`",
        ),
        Scheduler::SidekiqScheduler => (
            plan.has_worker(WorkerKind::Sidekiq),
            "sidekiq-scheduler runs in Sidekiq",
            "add a worker of kind `sidekiq`, or set `scheduler: {kind: kubernetes}`",
        ),
        Scheduler::GoodJob => (
            plan.has_worker(WorkerKind::GoodJob),
            "GoodJob's schedule runs in its workers",
            "add a worker of kind `good_job`, or set `scheduler: {kind: kubernetes}`",
        ),
        Scheduler::SolidQueue => (
            plan.has_worker(WorkerKind::SolidQueue) || in_puma,
            "Solid Queue's schedule runs in its workers",
            "add a worker of kind `solid_queue`, or set `scheduler: {kind: kubernetes}`",
        ),
    };
    if !runs {
        found.push(
            Diagnostic::new(
                &SCHEDULER_WITHOUT_WORKER,
                format!("{name}, and there is none of them"),
            )
            .help(help)
            .path("scheduler.kind"),
        );
    }
}

/// Who keeps the time.
const fn keeper(scheduler: Scheduler) -> &'static str {
    match scheduler {
        Scheduler::Kubernetes => "Kubernetes",
        Scheduler::SidekiqCron => "sidekiq-cron",
        Scheduler::SidekiqScheduler => "sidekiq-scheduler",
        Scheduler::SolidQueue => "Solid Queue",
        Scheduler::GoodJob => "GoodJob",
    }
}

/// A scheduled job names a command or a class, as whoever runs it wants.
fn work(scheduler: Scheduler, job: &Cron, found: &mut Vec<Diagnostic>) {
    let (command, class) = (set(&job.code), set(&job.class));
    let at = job.class.field.trim_end_matches(".class");
    let kubernetes = scheduler == Scheduler::Kubernetes;
    let wrong = match (command, class) {
        (true, true) => Some((
            "a scheduled job has both a command and a class".to_owned(),
            "keep one of them",
            job.class.field.as_str(),
        )),
        (false, false) => Some((
            "a scheduled job has nothing to do".to_owned(),
            "add `class: DigestJob` or, where Kubernetes or Solid Queue runs it, `command: ...`",
            at,
        )),
        (true, false) if !kubernetes && scheduler != Scheduler::SolidQueue => Some((
            format!("{} runs no commands, it puts jobs into their queues", keeper(scheduler)),
            "name the class of a job in place of it: `class: DigestJob`",
            job.code.field.as_str(),
        )),
        _ => None,
    };
    if let Some((message, help, path)) = wrong {
        found.push(Diagnostic::new(&SCHEDULED_WORK, message).help(help).path(path));
    }
    for given in [&job.args, &job.queue] {
        if set(given) && !class {
            let key = given.field.rsplit('.').next().unwrap_or("args");
            let message = format!("`{key}` goes to the class of a job, and there is none");
            found.push(
                Diagnostic::new(&SCHEDULED_WORK, message)
                    .help("add `class: DigestJob`, or write it into the command")
                    .path(given.field.clone()),
            );
        }
    }
    let numbers =
        [&job.timeout, &job.start_within, &job.retries].map(|each| (set(each), &each.field));
    let resources = &job.resources;
    let amounts = [&resources.cpu, &resources.memory, &resources.memory_limit];
    let amounts = amounts.map(|each| (set(each), &each.field));
    let variables = job.env.first().map(|(_, value)| (true, &value.field));
    for (is_set, field) in numbers.into_iter().chain(amounts).chain(variables) {
        if is_set && !kubernetes {
            let message = "the job runs in a worker, which has limits of its own";
            found.push(
                Diagnostic::new(&SCHEDULED_SETTING, message)
                    .help("remove it, or set `scheduler: {kind: kubernetes}`")
                    .path(field.clone()),
            );
        }
    }
}
