//! What is measured, and what raises an alarm.

use super::{Section, common, field, section};
use crate::field::Default::Value;
use crate::field::Guide;
use crate::field::choices::{Choices, choices};
use crate::field::kind::{Kind, Unit};

pub(super) const MONITORING: Section = section(
    "monitoring",
    "Monitoring",
    "Metrics, alerts, and checks from outside.",
    &[
        common(field(
            "monitoring.metrics",
            "Metrics",
            "The gem that gives the app's metrics to Prometheus (a PodMonitor finds the pods).",
            Kind::Choice(Metrics::CHOICES),
            Value("none"),
            Guide::Monitoring,
        )),
        field(
            "monitoring.port",
            "Metrics port",
            "Where each pod shows its metrics.",
            Kind::Int { min: 1024, max: 65535, unit: Unit::Port },
            Value("9394"),
            Guide::Monitoring,
        ),
        field(
            "monitoring.release",
            "Prometheus",
            "The label `release` by which your Prometheus finds monitors and rules.",
            Kind::Name { longest: 53 },
            Value("kube-prometheus-stack"),
            Guide::Monitoring,
        ),
        common(field(
            "monitoring.alerts",
            "Alerts",
            "Alarms for errors, waiting jobs, restarts and certificates (a PrometheusRule).",
            Kind::Bool,
            Value("false"),
            Guide::Monitoring,
        )),
        common(field(
            "monitoring.apm",
            "Performance monitoring",
            "The service that follows each request; its gem goes into the Gemfile.",
            Kind::Choice(Apm::CHOICES),
            Value("none"),
            Guide::Monitoring,
        )),
        common(field(
            "monitoring.check",
            "Check from outside",
            "What asks for the health check as a visitor would: a CronJob, or Prometheus' blackbox exporter.",
            Kind::Choice(Check::CHOICES),
            Value("none"),
            Guide::Monitoring,
        )),
        field(
            "monitoring.schedule",
            "Check schedule",
            "When the CronJob asks.",
            Kind::Schedule,
            Value("*/5 * * * *"),
            Guide::Monitoring,
        ),
        field(
            "monitoring.prober",
            "Blackbox exporter",
            "Where it listens in the cluster.",
            Kind::Url,
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
