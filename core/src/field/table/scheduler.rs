//! Who keeps the time of scheduled jobs.

use super::{Section, field, section};
use crate::field::Default::Value;
use crate::field::Guide;
use crate::field::accepts::Accepts;
use crate::field::choices::{Choices, choices};

pub(super) const SCHEDULER: Section = section(
    "scheduler",
    "Scheduler",
    "What starts the scheduled jobs.",
    &[field(
        "scheduler.kind",
        "Scheduler",
        "Kubernetes runs commands in pods of their own; the others put jobs into queues of the workers. An app that keeps its own schedule, in a file or by a clock that is a worker, lists nothing below `cron`.",
        Accepts::Choice(Scheduler::CHOICES),
        Value("kubernetes"),
        Guide::CronJobs,
    )],
);

choices! {
    /// Who starts scheduled jobs.
    pub enum Scheduler {
        /// Kubernetes: a CronJob each.
        Kubernetes = "kubernetes", "Kubernetes (CronJobs)";
        /// sidekiq-cron, in the Sidekiq workers.
        SidekiqCron = "sidekiq_cron", "sidekiq-cron";
        /// sidekiq-scheduler, in the Sidekiq workers.
        SidekiqScheduler = "sidekiq_scheduler", "sidekiq-scheduler";
        /// Solid Queue's own, in its workers.
        SolidQueue = "solid_queue", "Solid Queue";
        /// GoodJob's own, in its workers.
        GoodJob = "good_job", "GoodJob";
    }
}
