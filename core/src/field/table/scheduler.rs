//! Who keeps the time of scheduled jobs.

use super::{Section, choice, field, section};
use crate::field::Default::Value;
use crate::field::Guide;
use crate::field::kind::{Choice, Kind};

pub(super) const SCHEDULER: Section = section(
    "scheduler",
    "Scheduler",
    "What starts the scheduled jobs.",
    &[field(
        "scheduler.kind",
        "Scheduler",
        "Kubernetes runs commands in pods of their own; sidekiq-cron and Solid Queue put jobs into queues of the workers.",
        Kind::Choice(KINDS),
        Value("kubernetes"),
        Guide::CronJobs,
    )],
);

const KINDS: &[Choice] = &[
    choice("kubernetes", "Kubernetes (CronJobs)"),
    choice("sidekiq_cron", "sidekiq-cron"),
    choice("solid_queue", "Solid Queue"),
];
