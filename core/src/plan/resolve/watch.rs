//! Logging, monitoring, and how many pods there are.

use super::{flag, number, text, text_or};
use crate::field::url;
use crate::plan::{
    Apm, Autoscale, Check, Decided, LogAgent, LogStore, Logging, Metrics, Monitoring,
};
use crate::spec::Spec;

/// Without a maximum the number of pods is fixed.
pub(super) fn autoscale(
    max: Option<i64>,
    target: Option<i64>,
    at: &str,
    target_key: &str,
) -> Option<Autoscale> {
    let max = Decided::set(format!("{at}.autoscale.max"), max?);
    Some(Autoscale { max, target: number(target, &format!("{at}.autoscale.{target_key}")) })
}

fn word(store: LogStore) -> &'static str {
    match store {
        LogStore::Elasticsearch => "elasticsearch",
        LogStore::Opensearch => "opensearch",
        LogStore::Loki => "loki",
        LogStore::Otlp => "otlp",
        LogStore::Logzio => "logzio",
    }
}

fn flag_or(set: Option<bool>, path: &str, derived: bool) -> Decided<bool> {
    set.map_or_else(|| Decided::derived(path, derived), |value| Decided::set(path, value))
}

pub(super) fn logging(spec: &Spec, agent: &str) -> Logging {
    let logging = &spec.logging;
    let kind = text(logging.kind.as_ref(), "logging.kind", "").map(|word| match word.as_str() {
        "fluent_bit" => LogAgent::FluentBit,
        "fluentd" => LogAgent::Fluentd,
        "otel" => LogAgent::Otel,
        _ => LogAgent::None,
    });
    let first = kind.value.stores().first().copied().unwrap_or(LogStore::Otlp);
    let to = text_or(logging.to.as_ref(), "logging.to", word(first)).map(|text| {
        [LogStore::Opensearch, LogStore::Loki, LogStore::Otlp, LogStore::Logzio]
            .into_iter()
            .find(|store| word(*store) == text)
            .unwrap_or(LogStore::Elasticsearch)
    });
    let listener = if to.value == LogStore::Logzio { crate::facts::LOGZIO_LISTENER } else { "" };
    let address = text_or(logging.url.as_ref(), "logging.url", listener);
    let asks = url(&address.value).is_none_or(|url| url.tls) || to.value == LogStore::Logzio;
    Logging {
        login: flag_or(logging.login, "logging.login", asks),
        cluster_wide: text(logging.scope.as_ref(), "logging.scope", "")
            .map(|word| word == "cluster"),
        namespace: text_or(logging.namespace.as_ref(), "logging.namespace", agent),
        json: flag_or(logging.json, "logging.json", kind.value != LogAgent::None),
        kind,
        to,
        url: address,
    }
}

pub(super) fn monitoring(spec: &Spec) -> Monitoring {
    let monitoring = &spec.monitoring;
    let metrics = text(monitoring.metrics.as_ref(), "monitoring.metrics", "");
    let apm = text(monitoring.apm.as_ref(), "monitoring.apm", "");
    let check = text(monitoring.check.as_ref(), "monitoring.check", "");
    Monitoring {
        metrics: metrics.map(|word| match word.as_str() {
            "yabeda" => Metrics::Yabeda,
            "prometheus_exporter" => Metrics::PrometheusExporter,
            _ => Metrics::None,
        }),
        port: number(monitoring.port, "monitoring.port"),
        release: text(monitoring.release.as_ref(), "monitoring.release", ""),
        alerts: flag(monitoring.alerts, "monitoring.alerts"),
        apm: apm.map(|word| match word.as_str() {
            "datadog" => Apm::Datadog,
            "newrelic" => Apm::NewRelic,
            _ => Apm::None,
        }),
        check: check.map(|word| match word.as_str() {
            "cron" => Check::Cron,
            "probe" => Check::Probe,
            _ => Check::None,
        }),
        schedule: text(monitoring.schedule.as_ref(), "monitoring.schedule", ""),
        prober: text(monitoring.prober.as_ref(), "monitoring.prober", ""),
    }
}
