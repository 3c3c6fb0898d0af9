//! Logging, monitoring, and how many pods there are.

use super::{choice, choice_or, flag, number, text, text_or};
use crate::field::url;
use crate::plan::{Autoscale, Decided, LogAgent, LogScope, LogStore, Logging, Monitoring};
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

fn flag_or(set: Option<bool>, path: &str, derived: bool) -> Decided<bool> {
    set.map_or_else(|| Decided::derived(path, derived), |value| Decided::set(path, value))
}

pub(super) fn logging(spec: &Spec, agent: &str) -> Logging {
    let logging = &spec.logging;
    let kind = choice::<LogAgent>(logging.kind.as_ref(), "logging.kind");
    let first = kind.value.stores().first().copied().unwrap_or(LogStore::Otlp);
    let to = choice_or(logging.to.as_ref(), "logging.to", first);
    let listener = if to.value == LogStore::Logzio { crate::facts::LOGZIO_LISTENER } else { "" };
    let address = text_or(logging.url.as_ref(), "logging.url", listener);
    let asks = url(&address.value).is_none_or(|url| url.tls) || to.value == LogStore::Logzio;
    Logging {
        login: flag_or(logging.login, "logging.login", asks),
        cluster_wide: choice::<LogScope>(logging.scope.as_ref(), "logging.scope").map(|scope| {
            match scope {
                LogScope::App => false,
                LogScope::Cluster => true,
            }
        }),
        namespace: text_or(logging.namespace.as_ref(), "logging.namespace", agent),
        json: flag_or(logging.json, "logging.json", kind.value != LogAgent::None),
        kind,
        to,
        url: address,
    }
}

pub(super) fn monitoring(spec: &Spec) -> Monitoring {
    let monitoring = &spec.monitoring;
    Monitoring {
        metrics: choice(monitoring.metrics.as_ref(), "monitoring.metrics"),
        port: number(monitoring.port, "monitoring.port"),
        release: text(monitoring.release.as_ref(), "monitoring.release", ""),
        alerts: flag(monitoring.alerts, "monitoring.alerts"),
        apm: choice(monitoring.apm.as_ref(), "monitoring.apm"),
        check: choice(monitoring.check.as_ref(), "monitoring.check"),
        schedule: text(monitoring.schedule.as_ref(), "monitoring.schedule", ""),
        prober: text(monitoring.prober.as_ref(), "monitoring.prober", ""),
    }
}
