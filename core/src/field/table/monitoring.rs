//! What is measured, and what raises an alarm.

use super::{Section, common, field, section};
use crate::field::Default::Value;
use crate::field::Guide;
use crate::field::accepts::{Accepts, Unit};
use crate::field::choices::{Choices, choices};

pub(super) const MONITORING: Section = section(
    "monitoring",
    "Monitoring",
    "Metrics, alerts, and checks from outside.",
    &[
        common(field(
            "monitoring.metrics",
            "Metrics",
            "The gem that gives the app's metrics to Prometheus (a PodMonitor finds the pods).",
            Accepts::Choice(Metrics::CHOICES),
            Value("none"),
            Guide::Monitoring,
        )),
        field(
            "monitoring.port",
            "Metrics port",
            "The port on which each pod serves its metrics.",
            Accepts::Int { min: 1024, max: 65535, unit: Unit::Port },
            Value("9394"),
            Guide::Monitoring,
        ),
        field(
            "monitoring.release",
            "Prometheus",
            "The label `release` by which your Prometheus finds monitors and rules.",
            Accepts::Name { longest: 53 },
            Value("kube-prometheus-stack"),
            Guide::Monitoring,
        ),
        common(field(
            "monitoring.alerts",
            "Alerts",
            "Alarms for errors, waiting jobs, restarts and certificates (a PrometheusRule).",
            Accepts::Bool,
            Value("false"),
            Guide::Monitoring,
        )),
        common(field(
            "monitoring.apm",
            "Performance monitoring",
            "The service that follows each request; its gem goes into the Gemfile.",
            Accepts::Choice(Apm::CHOICES),
            Value("none"),
            Guide::Monitoring,
        )),
        common(field(
            "monitoring.check",
            "Check from outside",
            "What requests the health check from outside, as a visitor would: a CronJob, or Prometheus' blackbox exporter.",
            Accepts::Choice(Check::CHOICES),
            Value("none"),
            Guide::Monitoring,
        )),
        field(
            "monitoring.schedule",
            "Check schedule",
            "The schedule of that CronJob.",
            Accepts::Schedule,
            Value("*/5 * * * *"),
            Guide::Monitoring,
        ),
        field(
            "monitoring.prober",
            "Blackbox exporter",
            "The address of the blackbox exporter in the cluster.",
            Accepts::Url,
            Value("http://prometheus-blackbox-exporter.monitoring:9115"),
            Guide::Monitoring,
        ),
    ],
);

choices! {
    /// Gems that give metrics to Prometheus.
    pub enum Metrics {
        /// None
        None = "none", "None";
        /// Yabeda, inside each process
        Yabeda = "yabeda", "Yabeda";
        /// prometheus_exporter, a process beside
        PrometheusExporter = "prometheus_exporter", "prometheus_exporter";
    }
}

choices! {
    /// Application performance monitoring.
    pub enum Apm {
        /// None
        None = "none", "None";
        /// Datadog
        Datadog = "datadog", "Datadog";
        /// New Relic
        NewRelic = "newrelic", "New Relic";
    }
}

choices! {
    /// What checks from outside.
    pub enum Check {
        /// Nothing
        None = "none", "None";
        /// A CronJob
        Cron = "cron", "CronJob";
        /// The blackbox exporter
        Probe = "probe", "Blackbox exporter";
    }
}
