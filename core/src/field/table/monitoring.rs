//! What is measured, and what raises an alarm.

use super::{Section, choice, common, field, section};
use crate::field::Default::Value;
use crate::field::Guide;
use crate::field::kind::{Choice, Kind, Unit};

pub(super) const MONITORING: Section = section(
    "monitoring",
    "Monitoring",
    "Metrics, alerts, and checks from outside.",
    &[
        common(field(
            "monitoring.metrics",
            "Metrics",
            "The gem that gives the app's metrics to Prometheus (a PodMonitor finds the pods).",
            Kind::Choice(METRICS),
            Value("none"),
            Guide::Monitoring,
        )),
        field(
            "monitoring.port",
            "Metrics port",
            "The port on which each pod serves its metrics.",
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
            Kind::Choice(APM),
            Value("none"),
            Guide::Monitoring,
        )),
        common(field(
            "monitoring.check",
            "Check from outside",
            "What requests the health check from outside, as a visitor would: a CronJob, or Prometheus' blackbox exporter.",
            Kind::Choice(CHECK),
            Value("none"),
            Guide::Monitoring,
        )),
        field(
            "monitoring.schedule",
            "Check schedule",
            "The schedule of that CronJob.",
            Kind::Schedule,
            Value("*/5 * * * *"),
            Guide::Monitoring,
        ),
        field(
            "monitoring.prober",
            "Blackbox exporter",
            "The address of the blackbox exporter in the cluster.",
            Kind::Url,
            Value("http://prometheus-blackbox-exporter.monitoring:9115"),
            Guide::Monitoring,
        ),
    ],
);

const METRICS: &[Choice] = &[
    choice("none", "None"),
    choice("yabeda", "Yabeda"),
    choice("prometheus_exporter", "prometheus_exporter"),
];

const APM: &[Choice] =
    &[choice("none", "None"), choice("datadog", "Datadog"), choice("newrelic", "New Relic")];

const CHECK: &[Choice] =
    &[choice("none", "None"), choice("cron", "CronJob"), choice("probe", "Blackbox exporter")];
