//! What each worker needs of the app, in `DEPLOY.md`.

use super::code;
use crate::field::Guide;
use crate::files::jobs::sidekiq_file;
use crate::files::text::Text;
use crate::plan::{Health, Plan, Scheduler, Worker, WorkerKind};

pub(super) fn write(plan: &Plan, text: &mut Text) {
    for worker in &plan.workers {
        text.because(worker.kind.reason());
        let name = &worker.name.value;
        match worker.kind.value {
            WorkerKind::Sidekiq => text.push(format!("- Worker `{name}`: the Gemfile has `sidekiq`{}.", sidekiq(plan))),
            WorkerKind::SolidQueue => text.push(format!("- Worker `{name}`: {}", solid_queue(worker))),
            WorkerKind::GoodJob => text.push(format!("- Worker `{name}`: the Gemfile has `good_job`, version 4 or later; `config.active_job.queue_adapter = :good_job`. It needs a connection to PostgreSQL of its own: a pooler in transaction mode breaks its locks.")),
            WorkerKind::Command => text.push(format!("- Worker `{name}`: its command ends within {} seconds of the signal TERM.", worker.timeout.value)),
        };
        if worker.kind.value == WorkerKind::Sidekiq && worker.health.value == Health::Endpoint {
            text.because(worker.health.reason());
            text.push(format!("- Worker `{name}`: the Gemfile has `sidekiq_alive`, version 2.5 or later. Its endpoint asks Redis: while Redis is away, the worker is restarted again and again. `health: file` does not.",
            ));
        }
    }
    if sidekiq_file(plan) {
        text.fixed(
            Guide::BackgroundJobs,
            "Its initializer uses capsules or the event of the start.",
        );
        text.push("- `config/initializers/linkspan_sidekiq.rb` is in this bundle and belongs into git; it needs Sidekiq 7 or later.");
    }
    if plan.touches_file(WorkerKind::SolidQueue) {
        text.fixed(Guide::BackgroundJobs, "What Solid Queue's files cannot say.");
        text.push("- `config/initializers/linkspan_solid_queue.rb` is in this bundle and belongs into git; it needs Solid Queue 1.0 or later.");
    }
    scheduler(plan, text);
    databases(plan, text);
    gate(plan, text);
}

fn sidekiq(plan: &Plan) -> &'static str {
    if plan.has_redis() {
        ""
    } else {
        "; Redis is version 7 or later with `maxmemory-policy noeviction`"
    }
}

fn solid_queue(worker: &Worker) -> String {
    let timeout = match worker.health.value {
        Health::File => String::from("the Gemfile has `solid_queue`"),
        Health::Endpoint | Health::None => {
            format!("`config.solid_queue.shutdown_timeout = {}.seconds`", worker.timeout.value)
        }
    };
    match worker.queue_file() {
        Some(file) => format!("{timeout}; `{file}`, in this bundle, names its queues."),
        None => format!(
            "{timeout}; `config/queue.yml` uses at most {} threads.",
            worker.concurrency.value
        ),
    }
}

fn scheduler(plan: &Plan, text: &mut Text) {
    if plan.cron.is_empty() {
        return;
    }
    text.because(plan.scheduler.reason());
    match plan.scheduler.value {
        Scheduler::Kubernetes => {}
        Scheduler::SidekiqCron => {
            text.push("- The Gemfile has `sidekiq-cron`, version 2 or later. It reads `config/schedule.yml`, in this bundle, by itself when Sidekiq starts: no initializer loads it.");
        }
        Scheduler::SolidQueue => {
            text.push("- `config/recurring.yml` is in this bundle; Solid Queue keeps each run from starting twice as long as `preserve_finished_jobs` is on, which it is by default.");
        }
    }
}

/// Each database of `database.also` is one of config/database.yml.
fn databases(plan: &Plan, text: &mut Text) {
    let also = &plan.database.also;
    if also.value.is_empty() {
        return;
    }
    let names: Vec<String> = also
        .value
        .iter()
        .map(|name| format!("`{name}` (`migrations_paths: db/{name}_migrate`)"))
        .collect();
    text.because(also.reason());
    text.push(format!("- `config/database.yml` has under `production`, beside `primary`: {}. Rails takes the address of each from the variable with its name. Where all tables lie in one database, do without `database.also` and `connects_to`.", names.join(", ")));
}

/// A mistake in its files is better found before a release.
fn gate(plan: &Plan, text: &mut Text) {
    if !plan.has_worker(WorkerKind::SolidQueue) || plan.scheduler.value != Scheduler::SolidQueue {
        return;
    }
    text.fixed(
        Guide::BackgroundJobs,
        "It reads queues and schedule as a worker would, without a database.",
    );
    text.push(
        "\nBefore a deploy, Solid Queue 1.5 or later can check its queues and its schedule:\n",
    );
    code(text, "RAILS_ENV=production SECRET_KEY_BASE_DUMMY=1 bin/jobs check");
}
