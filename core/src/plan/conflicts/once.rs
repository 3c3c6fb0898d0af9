//! Processes that may run once only.

use crate::diagnostic::{Diagnostic, Remedy, rules};
use crate::plan::{Decided, Plan, Worker, WorkerKind};

rules! {
    pub(crate) const ONCE_WITH_SEVERAL: Rule = Rule {
        name: "once-with-several",
        tier: Rails,
        severity: Error,
        says: "a process that may run once only is to have several pods",
        why: "It says both that there are never two pods and that there are.",
    };
    pub(crate) const CLOCK_WITHOUT_ONCE: Rule = Rule {
        name: "clock-without-once",
        tier: Rails,
        severity: Hint,
        says: "a clock or scheduler may run twice for a while",
        why: "When a node is drained or lost, Kubernetes starts the next pod while the last one may still run: whatever both start, starts twice.",
    };
}

/// Programs that keep the time: two of them start everything twice.
const CLOCKS: [&str; 9] = [
    "clockwork",
    "clockworkd",
    "resque-scheduler",
    "rufus-scheduler",
    "crono",
    "background-worker.rb",
    "threaded.rb",
    "scheduler",
    "scheduler.rb",
];

/// Rake tasks and queues that are named for the same.
const NAMED: [&str; 4] = ["resque:scheduler", "scheduler", "clock", "clock.rb"];

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    for worker in &plan.workers {
        let scale = worker.autoscale.as_ref().map(|scale| scale.max.field.clone());
        let fields: Vec<String> = asks(&worker.replicas).into_iter().chain(scale).collect();
        several(&worker.once, &worker.name.value, &fields, found);
        clock(worker, found);
    }
    for process in &plan.processes {
        let fields: Vec<String> = asks(&process.replicas).into_iter().collect();
        several(&process.once, &process.name.value, &fields, found);
    }
}

fn several(once: &Decided<bool>, name: &str, fields: &[String], found: &mut Vec<Diagnostic>) {
    for field in fields.iter().filter(|_| once.value) {
        let message = format!("`{name}` may run once only, and is to have several pods");
        found.push(
            Diagnostic::new(&ONCE_WITH_SEVERAL, message)
                .help("remove it, or `once: true`")
                .path(field.clone()),
        );
    }
}

/// The field that asks for several pods, if it does.
fn asks(replicas: &Decided<i64>) -> Option<String> {
    (replicas.value > 1).then(|| replicas.field.clone())
}

fn clock(worker: &Worker, found: &mut Vec<Diagnostic>) {
    let is_clock = match worker.kind.value {
        WorkerKind::Command => worker.command.value.iter().any(|word| {
            let program = word.rsplit('/').next().unwrap_or(word);
            CLOCKS.contains(&program) || NAMED.contains(&program)
        }),
        WorkerKind::Sidekiq => {
            let names = |queue: &String| queue.split(':').next() == Some("scheduler");
            worker.queues.value.iter().any(names)
        }
        WorkerKind::SolidQueue | WorkerKind::GoodJob => false,
    };
    if is_clock && !worker.once.value {
        let message = format!("`{}` looks like a scheduler, and may run twice", worker.name.value);
        found.push(
            Diagnostic::new(&CLOCK_WITHOUT_ONCE, message)
                .help("add `once: true`: then there are never two of them")
                .path(worker.at.clone())
                .remedy(Remedy::Add { key: "once", value: "true" }),
        );
    }
}
