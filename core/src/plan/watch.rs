//! Logging, monitoring, and how many pods there are.

use super::{Apm, Check, Decided, LogAgent, LogStore, Metrics, Resources};
use std::sync::Arc;

/// A Deployment whose number of pods follows the load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Autoscale {
    /// Most pods; the least are the Deployment's `replicas`.
    pub max: Decided<i64>,
    /// What is aimed at: percent of the CPU request for web pods, waiting jobs per pod for workers.
    pub target: Decided<i64>,
}

/// Where the log goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logging {
    /// What reads it.
    pub kind: Decided<LogAgent>,
    /// What keeps it.
    pub to: Decided<LogStore>,
    /// Where that listens; empty where nobody said.
    pub url: Decided<String>,
    /// Whether it asks for a login.
    pub login: Decided<bool>,
    /// Whether all pods of the cluster are read.
    pub cluster_wide: Decided<bool>,
    /// The agent's namespace.
    pub namespace: Decided<String>,
    /// Whether Rails writes JSON.
    pub json: Decided<bool>,
}

/// What is measured and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Monitoring {
    /// The gem that gives metrics.
    pub metrics: Decided<Metrics>,
    /// Where pods show them.
    pub port: Decided<i64>,
    /// The label by which Prometheus finds monitors and rules.
    pub release: Decided<String>,
    /// Whether there are alert rules.
    pub alerts: Decided<bool>,
    /// Performance monitoring.
    pub apm: Decided<Apm>,
    /// What checks from outside.
    pub check: Decided<Check>,
    /// When a CronJob does.
    pub schedule: Decided<String>,
    /// Address of the blackbox exporter.
    pub prober: Decided<String>,
}

impl LogAgent {
    /// What it can send to, the first being the default.
    #[must_use]
    pub const fn stores(self) -> &'static [LogStore] {
        match self {
            Self::None | Self::FluentBit => {
                &[LogStore::Elasticsearch, LogStore::Opensearch, LogStore::Loki, LogStore::Otlp]
            }
            Self::Fluentd => &[LogStore::Logzio],
            Self::Otel => &[LogStore::Otlp],
        }
    }

    /// Its name as part of names of objects and files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::FluentBit => "fluent-bit",
            Self::Fluentd => "fluentd",
            Self::Otel => "otel-collector",
        }
    }
}

impl super::Plan {
    /// Whether an autoscaler decides how many pods of some Deployment there are, and of which.
    #[must_use]
    pub fn autoscaled(&self) -> Vec<String> {
        let web = self.web.autoscale.as_ref().map(|_| "web");
        let workers = self.workers.iter().filter(|worker| worker.autoscale.is_some());
        web.into_iter()
            .chain(workers.map(|worker| worker.name.value.as_str()))
            .map(|part| format!("{}-{part}", self.app.value))
            .collect()
    }

    /// Whether no pod shows metrics.
    #[must_use]
    pub fn is_unmeasured(&self) -> bool {
        self.monitoring.metrics.value == Metrics::None
    }

    /// Name of the Secret with which KEDA logs in where the app's own holds nothing that it can read.
    #[must_use]
    pub fn keda_secret(&self) -> String {
        format!("{}-keda", self.app.value)
    }

    /// Name of the agent's objects.
    #[must_use]
    pub fn agent(&self) -> String {
        super::names::agent_name(&self.app.value, self.environment.as_deref())
    }

    /// The address that a visitor's browser would ask for the health check, and why it is this one;
    /// nothing where the app has no way in.
    #[must_use]
    pub fn public_address(&self) -> Option<(String, Arc<super::Reason>)> {
        let host = self.main_host().filter(|_| self.expose.via.value != super::Via::None)?;
        let tls = self.expose.via.value != super::Via::LoadBalancer
            && self.expose.tls.value != super::Tls::None;
        let scheme = if tls { "https" } else { "http" };
        let path = &self.web.health_path.value;
        Some((format!("{scheme}://{host}{path}"), self.hosts.reason()))
    }
}

/// What the process takes that collects the figures of a pod's other processes.
#[must_use]
pub fn exporter_resources() -> Resources {
    let amount = |text: &str| Decided::derived("monitoring.metrics", text.to_owned());
    Resources { cpu: amount("20m"), memory: amount("64Mi"), memory_limit: amount("192Mi") }
}

/// What the scheduled check from outside takes.
#[must_use]
pub fn check_resources() -> Resources {
    let amount = |text: &str| Decided::derived("monitoring.check", text.to_owned());
    Resources { cpu: amount("10m"), memory: amount("32Mi"), memory_limit: amount("64Mi") }
}
