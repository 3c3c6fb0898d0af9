//! Puma.

use super::{Section, common, count, field, seconds, section};
use crate::facts::REQUEST_SECONDS;
use crate::field::Default::{Derived, Nothing, Value};
use crate::field::Guide;
use crate::field::accepts::{Accepts, Unit};
use crate::field::choices::{Choices, choices};

pub(super) const WEB: Section = section(
    "web",
    "Web",
    "Puma's processes and the pods they run in.",
    &[
        common(field(
            "web.replicas",
            "Web pods",
            "How many pods run Puma (replicas of the web Deployment).",
            count(1, 100),
            Value("2"),
            Guide::Cluster,
        )),
        common(field(
            "web.autoscale.max",
            "Most web pods",
            "The most pods: with it, the number of pods grows with the load, from `replicas` up to this (HorizontalPodAutoscaler).",
            count(1, 1000),
            Nothing,
            Guide::Monitoring,
        )),
        field(
            "web.autoscale.cpu",
            "CPU to aim at",
            "Average use of the reserved CPU, in percent, above which one more pod starts.",
            count(1, 1000),
            Value("70"),
            Guide::Monitoring,
        ),
        common(field(
            "web.processes",
            "Puma processes per pod",
            "Puma workers in each pod (WEB_CONCURRENCY).",
            count(0, 32),
            Value("2"),
            Guide::Cluster,
        )),
        common(field(
            "web.threads",
            "Threads per process",
            "Puma threads, and the size of the database pool (RAILS_MAX_THREADS).",
            count(1, 64),
            Value("3"),
            Guide::Cluster,
        )),
        field(
            "web.command",
            "Web command",
            "What the web pods run: Puma, or another server that listens at `web.port`, such as Falcon, Unicorn, Pitchfork or Passenger, each with Thruster before it or without.",
            Accepts::Command,
            Value("bundle exec puma -C config/puma.rb"),
            Guide::Cluster,
        ),
        field(
            "web.port",
            "Port",
            "The port that Puma listens on, inside the pod.",
            Accepts::Int { min: 1024, max: 65535, unit: Unit::Port },
            Value("3000"),
            Guide::Cluster,
        ),
        field(
            "web.cpu",
            "CPU",
            "Reserved for each pod (request); no limit is set, because a limit slows requests down.",
            Accepts::Cpu,
            Value("500m"),
            Guide::Cluster,
        ),
        field(
            "web.memory",
            "Memory",
            "Reserved for each pod (resources.requests).",
            Accepts::Memory,
            Value("768Mi"),
            Guide::Cluster,
        ),
        common(field(
            "web.memory_limit",
            "Memory limit",
            "A pod that uses more memory is restarted (resources.limits).",
            Accepts::Memory,
            Value("1536Mi"),
            Guide::Cluster,
        )),
        common(field(
            "web.health_path",
            "Health check",
            "The path that answers once Rails has booted (rails/health#show).",
            Accepts::UrlPath,
            Value("/up"),
            Guide::Monitoring,
        )),
        field(
            "web.probe",
            "Probe",
            "How Kubernetes asks a web pod whether it is well: by the health check's path, or only whether its port can be opened.",
            Accepts::Choice(Probe::CHOICES),
            Value("http"),
            Guide::Monitoring,
        ),
        field(
            "web.drain",
            "Drain time",
            "Seconds that a stopping pod keeps answering, until the load balancer no longer sends it requests (preStop).",
            seconds(0, 300),
            Value("10"),
            Guide::Delivery,
        ),
        field(
            "web.shutdown_timeout",
            "Shutdown timeout",
            "Seconds that Puma lets running requests finish (worker_shutdown_timeout; Puma's default is 30).",
            seconds(REQUEST_SECONDS, 3600),
            Value("30"),
            Guide::Delivery,
        ),
        field(
            "web.grace",
            "Grace period",
            "Seconds from the first stop signal until the pod is killed (terminationGracePeriodSeconds).",
            seconds(1, 7200),
            Derived("drain + shutdown timeout + 5"),
            Guide::Delivery,
        ),
        field(
            "web.env",
            "Variables of the web pods",
            "Plain environment variables of the web pods alone; they win over those of `env`. No secrets.",
            Accepts::Map,
            Nothing,
            Guide::Environment,
        ),
        field(
            "web.priority",
            "Priority",
            "Makes a PriorityClass of this value for web pods: when nodes are full, they push out pods of lower priority; pods without one have 0.",
            count(1, 1_000_000),
            Nothing,
            Guide::Cluster,
        ),
        field(
            "web.priority_class",
            "Priority class",
            "The PriorityClass of the web pods: one of the cluster, or a name for the one that `web.priority` makes (by default the namespace's name).",
            Accepts::Name { longest: 63 },
            Nothing,
            Guide::Cluster,
        ),
    ],
);

choices! {
    /// How Kubernetes asks whether a process is well.
    pub enum Probe {
        /// By a request.
        Http = "http", "HTTP request";
        /// By opening its port.
        Tcp = "tcp", "Open port";
    }
}
