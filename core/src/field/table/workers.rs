//! Background jobs.

use super::{Section, common, count, field, seconds, section};
use crate::field::Default::{Derived, Nothing, Required, Value};
use crate::field::Guide;
use crate::field::accepts::Accepts;
use crate::field::choices::{Choices, choices};

pub(super) const WORKERS: Section = section(
    "workers",
    "Workers",
    "Background jobs, one group of pods each.",
    &[
        field(
            "workers",
            "Workers",
            "Groups of pods that run background jobs (a Deployment each).",
            Accepts::Groups,
            Nothing,
            Guide::BackgroundJobs,
        ),
        common(field(
            "workers[].name",
            "Name",
            "Names the Deployment and the file.",
            Accepts::Name { longest: 20 },
            Required,
            Guide::BackgroundJobs,
        )),
        common(field(
            "workers[].kind",
            "Kind",
            "What runs the jobs.",
            Accepts::Choice(WorkerKind::CHOICES),
            Value("sidekiq"),
            Guide::BackgroundJobs,
        )),
        common(field(
            "workers[].command",
            "Command",
            "What a worker of kind `command` runs, such as `bundle exec karafka server`.",
            Accepts::Command,
            Nothing,
            Guide::BackgroundJobs,
        )),
        common(field(
            "workers[].replicas",
            "Pods",
            "How many pods (replicas).",
            count(0, 100),
            Value("1"),
            Guide::BackgroundJobs,
        )),
        field(
            "workers[].autoscale.max",
            "Most pods",
            "The most pods: with it, the number of pods grows with the waiting jobs, from `replicas` up to this (KEDA's ScaledObject).",
            count(1, 1000),
            Nothing,
            Guide::Monitoring,
        ),
        field(
            "workers[].autoscale.jobs",
            "Waiting jobs per pod",
            "How many waiting jobs there are for each pod before one more is started.",
            count(1, 1_000_000),
            Value("20"),
            Guide::Monitoring,
        ),
        field(
            "workers[].once",
            "Never two",
            "For a clock or a scheduler: one pod, and never a second one beside it, neither in a release nor when a node is drained or lost. A release then means a short gap.",
            Accepts::Bool,
            Value("false"),
            Guide::BackgroundJobs,
        ),
        common(field(
            "workers[].concurrency",
            "Threads",
            "Jobs at a time in each pod; the database pool follows.",
            count(1, 100),
            Value("5"),
            Guide::BackgroundJobs,
        )),
        common(field(
            "workers[].queues",
            "Queues",
            "The queues, in order; `critical:2` gives a weight. When empty, those of the gem's config file.",
            Accepts::Queues,
            Nothing,
            Guide::BackgroundJobs,
        )),
        field(
            "workers[].capsules",
            "Capsules",
            "Sidekiq's capsules: threads reserved for some queues, as `name:threads:queue,queue`.",
            Accepts::Capsules,
            Nothing,
            Guide::BackgroundJobs,
        ),
        field(
            "workers[].timeout",
            "Shutdown timeout",
            "Seconds a running job may take after the pod is told to stop; then it is put back.",
            seconds(1, 3600),
            Value("25"),
            Guide::BackgroundJobs,
        ),
        field(
            "workers[].quiet",
            "Quiet time",
            "Seconds in which Sidekiq takes no new job (TSTP) before it is told to stop: for long jobs.",
            seconds(0, 3600),
            Value("0"),
            Guide::BackgroundJobs,
        ),
        field(
            "workers[].grace",
            "Grace period",
            "Seconds from the first stop signal until the pod is killed (terminationGracePeriodSeconds).",
            seconds(1, 7200),
            Derived("quiet time + shutdown timeout + 15"),
            Guide::BackgroundJobs,
        ),
        field(
            "workers[].health",
            "Health check",
            "How Kubernetes checks that a worker is alive: by a file that it touches, by an HTTP endpoint, or not at all.",
            Accepts::Choice(Health::CHOICES),
            Derived("its endpoint for GoodJob, else none"),
            Guide::Monitoring,
        ),
        field(
            "workers[].probe",
            "Health command",
            "For a worker of kind `command`: a command that succeeds in its pod while the worker is alive (livenessProbe).",
            Accepts::Command,
            Nothing,
            Guide::Monitoring,
        ),
        field(
            "workers[].cpu",
            "CPU",
            "Reserved for each pod (resources.requests).",
            Accepts::Cpu,
            Value("250m"),
            Guide::BackgroundJobs,
        ),
        field(
            "workers[].memory",
            "Memory",
            "Reserved for each pod (resources.requests).",
            Accepts::Memory,
            Value("512Mi"),
            Guide::BackgroundJobs,
        ),
        common(field(
            "workers[].memory_limit",
            "Memory limit",
            "A pod that uses more memory is restarted (resources.limits).",
            Accepts::Memory,
            Value("1Gi"),
            Guide::BackgroundJobs,
        )),
        field(
            "workers[].env",
            "Variables",
            "Plain environment variables of this worker alone; they win over those of `env`. No secrets.",
            Accepts::Map,
            Nothing,
            Guide::Environment,
        ),
        field(
            "workers[].priority_class",
            "Priority class",
            "A PriorityClass of the cluster; when nodes are full, pods of higher priority push out pods of lower.",
            Accepts::Name { longest: 63 },
            Nothing,
            Guide::BackgroundJobs,
        ),
    ],
);

choices! {
    /// Kinds of job workers.
    pub enum WorkerKind {
        /// Sidekiq
        Sidekiq = "sidekiq", "Sidekiq";
        /// Solid Queue
        SolidQueue = "solid_queue", "Solid Queue";
        /// GoodJob
        GoodJob = "good_job", "GoodJob";
        /// Any other command
        Command = "command", "Another command";
    }
}

choices! {
    /// How a worker is seen to live.
    pub enum Health {
        /// It touches a file.
        File = "file", "A file";
        /// It answers HTTP.
        Endpoint = "endpoint", "HTTP endpoint";
        /// By nothing but its process.
        None = "none", "None";
    }
}
