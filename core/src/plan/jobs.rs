//! Job workers and scheduled jobs.

use super::{Autoscale, Decided, Health, Plan, Resources, Variables, WorkerKind};
use crate::facts::{GOOD_JOB_CONNECTIONS, JobSystem, Keeps, SOLID_QUEUE_CONNECTIONS, job_system};

/// A group of job workers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    /// Path of the group in the spec: `workers[0]`.
    pub at: String,
    /// Names the group.
    pub name: Decided<String>,
    /// What works the jobs off.
    pub kind: Decided<WorkerKind>,
    /// Words of the command, where the kind is one; else none.
    pub command: Decided<Vec<String>>,
    /// Pods.
    pub replicas: Decided<i64>,
    /// Pods by waiting jobs; none for a fixed number.
    pub autoscale: Option<Autoscale>,
    /// Whether there are never two pods.
    pub once: Decided<bool>,
    /// Jobs at a time, those of capsules left out.
    pub concurrency: Decided<i64>,
    /// Queues.
    pub queues: Decided<Vec<String>>,
    /// Sidekiq's capsules.
    pub capsules: Decided<Vec<Capsule>>,
    /// Seconds for running jobs.
    pub timeout: Decided<i64>,
    /// Seconds without new jobs before it is told to stop.
    pub quiet: Decided<i64>,
    /// Seconds until the kill.
    pub grace: Decided<i64>,
    /// How it is seen to live.
    pub health: Decided<Health>,
    /// Words of a command that succeeds while it lives; else none.
    pub probe: Decided<Vec<String>>,
    /// CPU and memory.
    pub resources: Resources,
    /// Environment variables of its pods alone.
    pub env: Variables,
    /// Name of a PriorityClass.
    pub priority_class: Option<Decided<String>>,
}

/// Threads of Sidekiq for some queues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capsule {
    /// Its name.
    pub name: String,
    /// Jobs at a time.
    pub concurrency: i64,
    /// The whole as it was written: `name:threads:queue,queue`.
    pub text: String,
}

/// Work at given times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cron {
    /// Names the job.
    pub name: Decided<String>,
    /// Five fields, or `@daily` and its like.
    pub schedule: Decided<String>,
    /// Name of the tz database.
    pub time_zone: Decided<String>,
    /// Words of the command; where there is only a class, the command that puts it into its queue.
    pub command: Decided<Vec<String>>,
    /// The command as it was written; empty where there is none.
    pub code: Decided<String>,
    /// Class of an Active Job, or of one of Sidekiq's own; empty where there is none.
    pub class: Decided<String>,
    /// Arguments of its `perform`, as a list on one line; empty where there are none.
    pub args: Decided<String>,
    /// The queue that it is put into; empty for that of its class.
    pub queue: Decided<String>,
    /// Seconds until a run counts as failed.
    pub timeout: Decided<i64>,
    /// Seconds that a run may be late.
    pub start_within: Decided<i64>,
    /// Tries after the first.
    pub retries: Decided<i64>,
    /// CPU and memory.
    pub resources: Resources,
    /// Environment variables of its pods alone.
    pub env: Variables,
}

impl Worker {
    /// Jobs at a time in each pod.
    #[must_use]
    pub fn threads(&self) -> i64 {
        let capsules = self.capsules.value.iter().map(|capsule| capsule.concurrency);
        self.concurrency.value + capsules.sum::<i64>()
    }

    /// Database connections that a process of the group may hold at a time.
    #[must_use]
    pub fn pool(&self) -> i64 {
        let own = match self.kind.value {
            WorkerKind::Sidekiq | WorkerKind::Command => 0,
            WorkerKind::SolidQueue => SOLID_QUEUE_CONNECTIONS,
            WorkerKind::GoodJob => GOOD_JOB_CONNECTIONS,
        };
        self.threads() + own
    }

    /// What a worker of kind `command` is, where its command shows it.
    #[must_use]
    pub fn system(&self) -> Option<&'static JobSystem> {
        let command = self.kind.value == WorkerKind::Command;
        job_system(&self.command.value).filter(|_| command)
    }

    /// What keeps its jobs in Redis, by its kind or by the command that starts it; none where nothing does.
    #[must_use]
    pub fn in_redis(&self) -> Option<&'static str> {
        match self.kind.value {
            WorkerKind::Sidekiq => Some("Sidekiq"),
            WorkerKind::SolidQueue | WorkerKind::GoodJob => None,
            WorkerKind::Command => {
                self.system().filter(|each| each.keeps == Keeps::Redis).map(|each| each.name)
            }
        }
    }

    /// What keeps its jobs in the app's database.
    #[must_use]
    pub fn in_database(&self) -> Option<&'static str> {
        match self.kind.value {
            WorkerKind::Sidekiq => None,
            WorkerKind::SolidQueue => Some("Solid Queue"),
            WorkerKind::GoodJob => Some("GoodJob"),
            WorkerKind::Command => {
                self.system().filter(|each| each.keeps == Keeps::Database).map(|each| each.name)
            }
        }
    }

    /// Whether only one pod of it may run at a time. Of a command that starts no job system nobody knows what it does: a
    /// clock that runs twice starts everything twice, and whatever else it is can wait for its successor.
    #[must_use]
    pub fn runs_alone(&self) -> bool {
        let is_one = self.replicas.value <= 1 && self.autoscale.is_none();
        let is_unknown = self.kind.value == WorkerKind::Command && self.system().is_none();
        self.once.value || is_unknown && is_one
    }

    /// The file with the queues of a Solid Queue group that has its own; else the app's own file holds.
    #[must_use]
    pub fn queue_file(&self) -> Option<String> {
        let own = self.kind.value == WorkerKind::SolidQueue && !self.queues.value.is_empty();
        own.then(|| format!("config/queue-{}.yml", self.name.value))
    }
}

impl Plan {
    /// The file that a worker touches every ten seconds to show that it lives. The entrypoint removes it: its
    /// volume outlives a container, and what the last one touched says nothing of the next.
    #[must_use]
    pub fn alive_file(&self) -> String {
        self.container.path("tmp/alive")
    }

    /// Whether a release starts a new pod of this group before an old one ends.
    #[must_use]
    pub fn surges(&self, worker: &Worker) -> bool {
        !self.holds(&worker.name.value) && !worker.runs_alone()
    }

    /// Whether some group of workers is of this kind.
    #[must_use]
    pub fn has_worker(&self, kind: WorkerKind) -> bool {
        self.workers.iter().any(|worker| worker.kind.value == kind)
    }

    /// Whether some group of this kind touches a file to show that it lives.
    #[must_use]
    pub fn touches_file(&self, kind: WorkerKind) -> bool {
        let touches = |each: &Worker| each.kind.value == kind && each.health.value == Health::File;
        self.workers.iter().any(touches)
    }
}
