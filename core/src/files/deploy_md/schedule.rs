//! Scheduled jobs in `DEPLOY.md`.

use super::code;
use crate::field::{Guide, shell_word};
use crate::files::text::Text;
use crate::plan::{Plan, Scheduler};

pub(super) fn write(plan: &Plan, text: &mut Text) {
    if plan.cron.is_empty() {
        return;
    }
    if plan.scheduler.value != Scheduler::Kubernetes {
        return of_workers(plan, text);
    }
    let (app, namespace) = (&plan.app.value, &plan.namespace.value);
    text.fixed(Guide::CronJobs, "What runs at given times, and how to run it now.");
    text.push("## Scheduled jobs\n\nTo see the schedule of each job and when it ran last:\n");
    code(text, format!("kubectl --namespace {namespace} get cronjobs,jobs"));
    for job in &plan.cron {
        let name = format!("{app}-{}", job.name.value);
        text.because(job.schedule.reason());
        text.push(format!(
            "`{name}`, at `{}` ({}). To run it now:\n",
            job.schedule.value, job.time_zone.value
        ));
        code(
            text,
            format!(
                "run=\"{name}-$(date +%s)\"\nkubectl --namespace {namespace} create job --from=cronjob/{name} \"$run\"\nuntil kubectl --namespace {namespace} logs --follow \"job/$run\"; do sleep 2; done"
            ),
        );
    }
}

/// Jobs that the workers' own scheduler puts into queues.
fn of_workers(plan: &Plan, text: &mut Text) {
    text.because(plan.scheduler.reason());
    let (file, about) = match plan.scheduler.value {
        Scheduler::SolidQueue => {
            ("recurring", "the schedule itself runs in each Solid Queue worker")
        }
        Scheduler::SidekiqScheduler => {
            ("sidekiq_scheduler", "sidekiq-scheduler keeps the time in each Sidekiq process")
        }
        Scheduler::GoodJob => (
            "initializers/linkspan_good_job",
            "GoodJob keeps the time in each of its workers; its dashboard shows the last runs",
        ),
        Scheduler::SidekiqCron | Scheduler::Kubernetes => (
            "schedule",
            "each Sidekiq process looks every 30 seconds for jobs that are due, and the page of sidekiq-cron in Sidekiq's web interface shows the last runs",
        ),
    };
    let end = if plan.scheduler.value == Scheduler::GoodJob { "rb" } else { "yml" };
    text.push(format!("## Scheduled jobs\n\n`config/{file}.{end}` lists the jobs, and each release brings it to the workers; {about}.\n"));
    for job in &plan.cron {
        text.because(job.schedule.reason());
        let class = &job.class.value;
        text.push(format!(
            "`{}`, at `{}` ({}).{}\n",
            job.name.value,
            job.schedule.value,
            job.time_zone.value,
            if class.is_empty() { "" } else { " To put it into its queue now:" }
        ));
        if !class.is_empty() {
            let words: Vec<_> = job.command.value.iter().map(|word| shell_word(word)).collect();
            code(text, format!("./deploy.sh --task {}", words.join(" ")));
        }
    }
}
