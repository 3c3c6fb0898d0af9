//! Puma.

use super::{Section, common, count, field, seconds, section};
use crate::field::Default::{Derived, Nothing, Value};
use crate::field::Guide;
use crate::field::kind::{Kind, Unit};

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
        field(
            "web.autoscale.max",
            "Most web pods",
            "With it the number follows the load, from the number above up to this (HorizontalPodAutoscaler).",
            count(1, 1000),
            Nothing,
            Guide::Monitoring,
        ),
        field(
            "web.autoscale.cpu",
            "CPU to aim at",
            "Percent of the reserved CPU that pods shall use on average; above it one more starts.",
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
            "web.port",
            "Port",
            "Puma listens here, inside the pod only.",
            Kind::Int { min: 1024, max: 65535, unit: Unit::Port },
            Value("3000"),
            Guide::Cluster,
        ),
        field(
            "web.cpu",
            "CPU",
            "Reserved for each pod (request); no limit is set, because a limit slows requests down.",
            Kind::Cpu,
            Value("500m"),
            Guide::Cluster,
        ),
        field(
            "web.memory",
            "Memory",
            "Reserved for each pod (request).",
            Kind::Memory,
            Value("768Mi"),
            Guide::Cluster,
        ),
        field(
            "web.memory_limit",
            "Memory limit",
            "A pod that needs more is restarted.",
            Kind::Memory,
            Value("1536Mi"),
            Guide::Cluster,
        ),
        field(
            "web.health_path",
            "Health check",
            "Rails answers here when it has booted (rails/health#show).",
            Kind::UrlPath,
            Value("/up"),
            Guide::Monitoring,
        ),
        field(
            "web.drain",
            "Drain time",
            "Seconds a stopping pod goes on serving, while the load balancer learns of it (preStop).",
            seconds(0, 300),
            Value("10"),
            Guide::Delivery,
        ),
        field(
            "web.shutdown_timeout",
            "Shutdown timeout",
            "Seconds Puma gives running requests (worker_shutdown_timeout; Puma's default is 30).",
            seconds(1, 3600),
            Value("30"),
            Guide::Delivery,
        ),
        field(
            "web.grace",
            "Grace period",
            "Seconds from the first signal to the kill (terminationGracePeriodSeconds).",
            seconds(1, 7200),
            Derived("drain + shutdown timeout + 5"),
            Guide::Delivery,
        ),
    ],
);
