//! Job workers and scheduled jobs.

use super::batch::command;
use super::{choice, choice_or, flag, list, named, number, resources, text, variables, watch};
use crate::field;
use crate::plan::{Capsule, Cron, Decided, Health, Scheduler, Worker, WorkerKind};
use crate::spec::{self, Spec};

pub(super) fn worker(index: usize, group: &spec::Worker) -> Worker {
    let at = format!("workers[{index}]");
    let path = |key: &str| format!("{at}.{key}");
    let timeout = number(group.timeout, &path("timeout"));
    let quiet = number(group.quiet, &path("quiet"));
    let grace = match group.grace {
        Some(seconds) => Decided::set(path("grace"), seconds),
        None => Decided::derived(path("grace"), quiet.value + timeout.value + 15),
    };
    let kind = choice::<WorkerKind>(group.kind.as_ref(), &path("kind"));
    let health = if kind.value == WorkerKind::GoodJob { Health::Endpoint } else { Health::None };
    Worker {
        name: text(group.name.as_ref(), &path("name"), &format!("worker-{}", index + 1)),
        kind,
        command: command(group.command.as_ref(), &path("command"), ""),
        replicas: number(group.replicas, &path("replicas")),
        autoscale: watch::autoscale(group.autoscale.max, group.autoscale.jobs, &at, "jobs"),
        once: flag(group.once, &path("once")),
        concurrency: number(group.concurrency, &path("concurrency")),
        queues: list(&path("queues"), &group.queues),
        capsules: list(&path("capsules"), &group.capsules)
            .map(|all| all.iter().map(|text| capsule(text)).collect()),
        timeout,
        quiet,
        grace,
        health: choice_or(group.health.as_ref(), &path("health"), health),
        probe: command(group.probe.as_ref(), &path("probe"), ""),
        resources: resources(
            &at,
            group.cpu.as_ref(),
            group.memory.as_ref(),
            group.memory_limit.as_ref(),
        ),
        env: variables(&path("env"), &group.env),
        priority_class: named(group.priority_class.as_ref(), &path("priority_class")),
        at,
    }
}

/// A checked capsule; the fallbacks are never used.
fn capsule(text: &str) -> Capsule {
    let mut parts = text.split(':');
    let name = parts.next().unwrap_or_default().to_owned();
    let concurrency = parts.next().and_then(|threads| threads.parse().ok()).unwrap_or(1);
    Capsule { name, concurrency, text: text.to_owned() }
}

pub(super) fn scheduler(spec: &Spec) -> Decided<Scheduler> {
    choice(spec.scheduler.kind.as_ref(), "scheduler.kind")
}

/// Ruby that puts a class into its queue. Where Sidekiq may run, in a worker or in Puma, that can be a job of its own,
/// which has another method than Active Job's.
fn enqueue(class: &str, args: &str, queue: &str, workers: &[Worker]) -> String {
    let values = field::arguments::arguments(args).unwrap_or_default();
    let values: Vec<String> = values.iter().map(field::arguments::in_ruby).collect();
    // A map at the end would be taken for keywords without braces around it; with them it is one argument.
    let with = if values.is_empty() { String::new() } else { format!("({})", values.join(", ")) };
    let to = if queue.is_empty() { String::new() } else { format!(".set(queue: \"{queue}\")") };
    let is_active_job =
        |each: &Worker| matches!(each.kind.value, WorkerKind::SolidQueue | WorkerKind::GoodJob);
    if !workers.is_empty() && workers.iter().all(is_active_job) {
        return format!("{class}{to}.perform_later{with}");
    }
    format!(
        "{class}.respond_to?(:perform_later) ? {class}{to}.perform_later{with} : {class}{to}.perform_async{with}"
    )
}

pub(super) fn cron(index: usize, job: &spec::Cron, workers: &[Worker]) -> Cron {
    let at = format!("cron[{index}]");
    let path = |key: &str| format!("{at}.{key}");
    let class = text(job.class.as_ref(), &path("class"), "");
    let args = text(job.args.as_ref(), &path("args"), "");
    let queue = text(job.queue.as_ref(), &path("queue"), "");
    let run = |class: &Decided<String>| {
        let code = |class: &str| enqueue(class, &args.value, &queue.value, workers);
        class.clone().map(|class| vec!["bin/rails".into(), "runner".into(), code(&class)])
    };
    Cron {
        name: text(job.name.as_ref(), &path("name"), &format!("job-{}", index + 1)),
        schedule: text(job.schedule.as_ref(), &path("schedule"), "@daily"),
        time_zone: text(job.time_zone.as_ref(), &path("time_zone"), ""),
        command: if job.command.is_none() && job.class.is_some() {
            run(&class)
        } else {
            command(job.command.as_ref(), &path("command"), "bin/rails about")
        },
        code: text(job.command.as_ref(), &path("command"), ""),
        class,
        args,
        queue,
        timeout: number(job.timeout, &path("timeout")),
        start_within: number(job.start_within, &path("start_within")),
        retries: number(job.retries, &path("retries")),
        resources: resources(&at, job.cpu.as_ref(), job.memory.as_ref(), job.memory_limit.as_ref()),
        env: variables(&path("env"), &job.env),
    }
}
