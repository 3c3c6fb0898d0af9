//! The Rails side of workers and schedules: initializers, queues, the list of scheduled jobs.

use super::text::Text;
use crate::bundle::{Bundle, File, Mode};
use crate::field::{self, Guide};
use crate::plan::{Cron, Health, Plan, Reason, Scheduler, Worker, WorkerKind};
use crate::render::{Notes, Part, manifest};
use crate::value::{Key, Value};
use std::borrow::Cow;

/// Where sidekiq-cron looks for its schedule.
const SIDEKIQ_SCHEDULE: &str = "config/schedule.yml";
/// Where the initializer of this bundle looks for that of sidekiq-scheduler.
const SCHEDULER_SCHEDULE: &str = "config/sidekiq_scheduler.yml";
/// Where Solid Queue does.
const SOLID_SCHEDULE: &str = "config/recurring.yml";

/// Adds files of the app, where Rails looks for them.
pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    let mut own = Bundle::default();
    write(plan, &mut own);
    let files = own.files.into_iter();
    bundle.files.extend(files.map(|(path, file)| (plan.build.in_root(&path), file)));
}

fn write(plan: &Plan, bundle: &mut Bundle) {
    if sidekiq_file(plan) {
        super::put(bundle, "config/initializers/linkspan_sidekiq.rb", Mode::Plain, sidekiq(plan));
    }
    if plan.touches_file(WorkerKind::SolidQueue) {
        let path = "config/initializers/linkspan_solid_queue.rb";
        super::put(bundle, path, Mode::Plain, solid_queue());
    }
    for worker in &plan.workers {
        if let Some(path) = worker.queue_file() {
            let about = format!(
                "Queues of the worker {}. Made from linkspan.yml: change that file and generate again.",
                worker.name.value
            );
            let mut notes = Notes::new(Reason::fixed(Guide::BackgroundJobs, about));
            put(bundle, &path, &queues(worker, &mut notes), &notes);
        }
    }
    if plan.cron.is_empty() {
        return;
    }
    let mut notes = Notes::new(Reason::fixed(
        Guide::CronJobs,
        "What runs at given times. Made from linkspan.yml: change that file and generate again.",
    ));
    match plan.scheduler.value {
        Scheduler::Kubernetes => {}
        Scheduler::SidekiqCron => {
            let all = plan.cron.iter().map(|job| sidekiq_cron(job, &mut notes)).collect();
            put(bundle, SIDEKIQ_SCHEDULE, &Value::Map(all), &notes);
        }
        Scheduler::SidekiqScheduler => {
            let all = plan.cron.iter().map(|job| sidekiq_cron(job, &mut notes)).collect();
            put(bundle, SCHEDULER_SCHEDULE, &Value::Map(all), &notes);
        }
        Scheduler::GoodJob => {
            let path = "config/initializers/linkspan_good_job.rb";
            super::put(bundle, path, Mode::Plain, good_job(plan));
        }
        Scheduler::SolidQueue => {
            let mut all: Vec<_> = plan.cron.iter().map(|job| recurring(job, &mut notes)).collect();
            all.push(clearing(&mut notes));
            let all = Value::Map(vec![(Cow::Borrowed("production"), Value::Map(all))]);
            put(bundle, SOLID_SCHEDULE, &all, &notes);
        }
    }
}

/// Whether Sidekiq needs more than its arguments can say.
pub(super) fn sidekiq_file(plan: &Plan) -> bool {
    let capsules = plan.workers.iter().any(|worker| !worker.capsules.value.is_empty());
    capsules || plan.touches_file(WorkerKind::Sidekiq) || loads_schedule(plan)
}

/// Whether sidekiq-scheduler is given its schedule, which it looks for nowhere but in the settings of Sidekiq itself.
fn loads_schedule(plan: &Plan) -> bool {
    plan.scheduler.value == Scheduler::SidekiqScheduler && !plan.cron.is_empty()
}

/// GoodJob's schedule; its workers alone have the variable that turns it on.
fn good_job(plan: &Plan) -> Text {
    let mut text = head("What GoodJob puts into queues at given times.");
    text.push("Rails.application.configure do\n  config.good_job.cron = {");
    for job in &plan.cron {
        let name = format!("    {}: {{ ", job.name.value.replace('-', "_"));
        text.because(job.schedule.reason());
        let mut parts = vec![
            format!("cron: {}", ruby(&fugit(job))),
            format!("class: {}", ruby(&Value::Text(job.class.value.clone()))),
        ];
        if let Some(values) = field::arguments::arguments(&job.args.value) {
            parts.push(format!("args: {}", ruby(&Value::List(values))));
        }
        if !job.queue.value.is_empty() {
            parts
                .push(format!("set: {{ queue: {} }}", ruby(&Value::Text(job.queue.value.clone()))));
        }
        text.push(format!("{name}{} }},", parts.join(", ")));
    }
    text.fixed(Guide::CronJobs, "What GoodJob puts into queues at given times.");
    text.push("  }\nend");
    text
}

fn ruby(value: &Value) -> String {
    field::arguments::in_ruby(value)
}

/// A YAML file that is no manifest: its lines have reasons and no path of an object.
fn put(bundle: &mut Bundle, path: &str, value: &Value, notes: &Notes) {
    let mut lines = manifest(value, notes);
    lines.iter_mut().for_each(|line| line.path.clear());
    bundle.files.insert(path.to_owned(), File { mode: Mode::Plain, lines });
}

fn head(about: &'static str) -> Text {
    let mut text = Text::new(Guide::BackgroundJobs, about);
    text.push("# frozen_string_literal: true\n");
    text.push("# Made from linkspan.yml: change that file and generate again.");
    text
}

const TOUCH: &str = "Thread.new do\n  loop do\n    FileUtils.touch(file)\n    sleep 10\n  end\nend";

/// The thread that touches the file, so far to the right.
fn touch(text: &mut Text, indent: usize) {
    for line in TOUCH.lines() {
        text.push(format!("{:indent$}{line}", ""));
    }
}

fn sidekiq(plan: &Plan) -> Text {
    let mut text = head("What Sidekiq's arguments cannot say.");
    text.push("require \"fileutils\"\n\nSidekiq.configure_server do |config|");
    let first = |keep: &dyn Fn(&&Worker) -> bool| plan.workers.iter().find(keep);
    if let Some(worker) = first(&|worker| !worker.capsules.value.is_empty()) {
        text.because(worker.capsules.reason());
        text.push("  # Each worker's Deployment names its own: name:threads:queue,queue\n  ENV.fetch(\"SIDEKIQ_CAPSULES\", \"\").split.each do |line|\n    name, threads, queues = line.split(\":\")\n    config.capsule(name) do |capsule|\n      capsule.concurrency = Integer(threads)\n      capsule.queues = queues.split(\",\")\n    end\n  end");
    }
    if loads_schedule(plan) {
        text.because(plan.scheduler.reason());
        text.push(format!("  # What runs at given times; the times are kept in every Sidekiq process, and each run is started by one.\n  config.on(:startup) do\n    Sidekiq.schedule = YAML.load_file(Rails.root.join(\"{SCHEDULER_SCHEDULE}\"))\n    SidekiqScheduler::Scheduler.instance.reload_schedule!\n  end"));
    }
    let touches = |worker: &&Worker| {
        worker.kind.value == WorkerKind::Sidekiq && worker.health.value == Health::File
    };
    if let Some(worker) = first(&touches) {
        text.because(worker.health.because(
            "Sidekiq's own heartbeat stops with Redis, and then a restart would not help.",
        ));
        text.push("  # Shows Kubernetes that the process lives, whether Redis does or not.\n  if (file = ENV[\"ALIVE_FILE\"])\n    config.on(:startup) do");
        touch(&mut text, 6);
        text.push("    end\n  end");
    }
    text.fixed(Guide::BackgroundJobs, "What Sidekiq's arguments cannot say.");
    text.push("end");
    text
}

fn solid_queue() -> Text {
    let mut text = head("What Solid Queue's configuration files cannot say.");
    text.push("require \"fileutils\"\n");
    text.fixed(
        Guide::BackgroundJobs,
        "Solid Queue's own time is 5 seconds: running jobs would be cut off.",
    );
    text.push("# How long running jobs may take after the signal to stop; the Deployment says it.\nif (seconds = ENV[\"SOLID_QUEUE_SHUTDOWN_TIMEOUT\"])\n  SolidQueue.shutdown_timeout = Integer(seconds).seconds\nend\n");
    text.fixed(
        Guide::Monitoring,
        "In the process that works jobs off, which is a child of the first.",
    );
    text.push("# Shows Kubernetes that the process that works jobs off lives.\nif (file = ENV[\"ALIVE_FILE\"])\n  SolidQueue.on_worker_start do");
    touch(&mut text, 4);
    text.push("  end\nend");
    text
}

fn map(entries: Vec<(&'static str, Value)>) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (Key::Borrowed(key), value)).collect())
}

fn queues(worker: &Worker, notes: &mut Notes) -> Value {
    let Worker { queues, concurrency, .. } = worker;
    let names = queues.value.iter().cloned().map(Value::Text).collect();
    let mut each = Part::from(map(vec![
        ("queues", Value::List(names)),
        ("threads", Value::Int(concurrency.value)),
    ]));
    each.reasons.decided("queues", queues);
    each.reasons.decided("threads", concurrency);
    let workers = notes.list("production.workers", [each].into_iter().collect());
    notes.fixed(
        "production.dispatchers",
        Guide::BackgroundJobs,
        "Moves jobs whose time has come into their queues; any number may run.",
    );
    map(vec![(
        "production",
        map(vec![
            ("dispatchers", Value::List(vec![map(vec![("polling_interval", Value::Int(1))])])),
            ("workers", Value::List(workers)),
        ]),
    )])
}

/// A schedule with its time zone, as Fugit reads it, which both gems use.
fn fugit(job: &Cron) -> Value {
    let five = match job.schedule.value.as_str() {
        "@yearly" | "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" | "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        other => other,
    };
    Value::Text(format!("{five} {}", job.time_zone.value))
}

fn sidekiq_cron(job: &Cron, notes: &mut Notes) -> (Key, Value) {
    let name = &job.name.value;
    notes.decided(name, &job.name);
    notes.decided(&format!("{name}.cron"), &job.schedule);
    notes.decided(&format!("{name}.class"), &job.class);
    let class = Value::Text(job.class.value.clone());
    let mut entry = vec![("cron", fugit(job)), ("class", class)];
    entry.extend(given(job, name, notes));
    (Key::Owned(name.clone()), map(entry))
}

/// Arguments and queue of a scheduled job, which all of these gems call alike.
fn given(job: &Cron, at: &str, notes: &mut Notes) -> Vec<(&'static str, Value)> {
    let mut entry = Vec::new();
    if let Some(values) = field::arguments::arguments(&job.args.value) {
        notes.decided(&format!("{at}.args"), &job.args);
        entry.push(("args", Value::List(values)));
    }
    if !job.queue.value.is_empty() {
        notes.decided(&format!("{at}.queue"), &job.queue);
        entry.push(("queue", Value::Text(job.queue.value.clone())));
    }
    entry
}

fn recurring(job: &Cron, notes: &mut Notes) -> (Key, Value) {
    let name = &job.name.value;
    let at = |key: &str| format!("production.{name}{key}");
    notes.decided(&at(""), &job.name);
    notes.decided(&at(".schedule"), &job.schedule);
    let (key, work) =
        if job.class.value.is_empty() { ("command", &job.code) } else { ("class", &job.class) };
    notes.decided(&at(&format!(".{key}")), work);
    let mut entry = vec![("schedule", fugit(job)), (key, Value::Text(work.value.clone()))];
    entry.extend(given(job, &at(""), notes));
    (Key::Owned(name.clone()), map(entry))
}

/// What Rails' own file has, in whose place ours is.
fn clearing(notes: &mut Notes) -> (Key, Value) {
    let name = "clear_solid_queue_finished_jobs";
    notes.comment(
        &format!("production.{name}"),
        Guide::CronJobs,
        "Solid Queue keeps finished jobs, and nothing else removes them.",
    );
    let command = "SolidQueue::Job.clear_finished_in_batches(sleep_between_batches: 0.3)";
    let work = map(vec![
        ("schedule", Value::Text("12 * * * * Etc/UTC".into())),
        ("command", Value::Text(command.into())),
    ]);
    (Key::Borrowed(name), work)
}
