//! What raises an alarm: a PrometheusRule.
//!
//! Fields as in the CRDs of prometheus-operator 0.85; only what is written here.

use super::super::{BASE, Custom, put};
use super::API;
use super::monitor::{explain_selected, job, selected};
use crate::plan::{Check, Decided, Metrics, Plan, Tls, Via, WorkerKind};
use crate::render::{Items, Notes, Part};
use crate::resource::Objects;
use serde::Serialize;

#[derive(Serialize)]
struct PrometheusRule {
    groups: Vec<Group>,
}

#[derive(Serialize)]
struct Group {
    name: String,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
struct Rule {
    alert: &'static str,
    expr: String,
    #[serde(rename = "for")]
    lasting: &'static str,
    labels: Labels,
    annotations: Annotations,
}

#[derive(Serialize)]
struct Labels {
    app: String,
    severity: &'static str,
}

#[derive(Serialize)]
struct Annotations {
    summary: &'static str,
}

/// An alarm, and what decided that it is there.
type Alarm<'a> = (Rule, &'a dyn Because);

trait Because {
    fn because(&self) -> std::sync::Arc<crate::plan::Reason>;
}

impl<T> Because for Decided<T> {
    fn because(&self) -> std::sync::Arc<crate::plan::Reason> {
        self.reason()
    }
}

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    if !plan.monitoring.alerts.value {
        return;
    }
    let mut notes = Notes::new(plan.monitoring.alerts.because(
        "What Prometheus raises an alarm for. Where alarms go, your Alertmanager decides.",
    ));
    explain_selected(plan, &mut notes);
    let mut rules = Items::default();
    for (rule, why) in alarms(plan) {
        rules.because(rule, why.because());
    }
    let mut group = Part::from(Group { name: plan.app.value.clone(), rules: Vec::new() });
    group.object.rules = group.reasons.list("rules", rules);
    let groups = notes.list("spec.groups", [group].into_iter().collect());
    let object = Custom {
        api_version: API,
        kind: "PrometheusRule",
        metadata: selected(plan, &plan.app.value),
        spec: PrometheusRule { groups },
    };
    put(bundle, BASE, "alerts", &object, &notes);
}

fn alarms(plan: &Plan) -> Vec<Alarm<'_>> {
    let (app, namespace) = (&plan.app.value, &plan.namespace.value);
    let rule = |alert, expr, lasting, severity, summary| Rule {
        alert,
        expr,
        lasting,
        labels: Labels { app: app.clone(), severity },
        annotations: Annotations { summary },
    };
    let monitoring = &plan.monitoring;
    let mut all: Vec<Alarm<'_>> = vec![(
        rule(
            "PodRestarts",
            format!(
                "increase(kube_pod_container_status_restarts_total{{namespace=\"{namespace}\"}}[15m]) > 2"
            ),
            "0m",
            "warning",
            "{{ $labels.pod }} was restarted more than twice in 15 minutes.",
        ),
        &monitoring.alerts,
    )];
    if let Some((requests, latency)) = names(monitoring.metrics.value) {
        let rate =
            |more: &str| format!("sum(rate({requests}{{namespace=\"{namespace}\"{more}}}[5m]))");
        all.push((
            rule(
                "RequestsFail",
                format!("{} / {} > 0.05", rate(",status=~\"5..\""), rate("")),
                "5m",
                "critical",
                "More than 5 of 100 requests end in an error.",
            ),
            &monitoring.metrics,
        ));
        if plan.workers.iter().any(|worker| worker.kind.value == WorkerKind::Sidekiq) {
            all.push((
                rule(
                    "JobsWait",
                    format!("max by (queue) ({latency}{{namespace=\"{namespace}\"}}) > 300"),
                    "5m",
                    "warning",
                    "The oldest job of the queue {{ $labels.queue }} has waited for more than 5 minutes.",
                ),
                &monitoring.metrics,
            ));
        }
    }
    match monitoring.check.value {
        Check::None => {}
        Check::Cron => all.push((
            rule(
                "CheckFails",
                format!("kube_job_status_failed{{namespace=\"{namespace}\",job_name=~\"{app}-check-.*\"}} > 0 unless kube_job_status_start_time{{namespace=\"{namespace}\"}} < time() - 900"),
                "0m",
                "critical",
                "The health check did not answer as a visitor would ask for it.",
            ),
            &monitoring.check,
        )),
        Check::Probe => all.push((
            rule(
                "CheckFails",
                format!("probe_success{{job=\"{}\"}} == 0", job(plan)),
                "2m",
                "critical",
                "The health check did not answer as a visitor would ask for it.",
            ),
            &monitoring.check,
        )),
    }
    if let Some((metric, why)) = expiry(plan) {
        all.push((
            rule(
                "CertificateExpires",
                format!("{metric} - time() < 14 * 86400"),
                "1h",
                "warning",
                "The certificate expires in less than 14 days.",
            ),
            why,
        ));
    }
    all
}

/// Metrics of requests and of the time that jobs wait.
fn names(gem: Metrics) -> Option<(&'static str, &'static str)> {
    match gem {
        Metrics::None => None,
        Metrics::Yabeda => Some(("rails_requests_total", "sidekiq_queue_latency")),
        Metrics::PrometheusExporter => {
            Some(("ruby_http_requests_total", "ruby_sidekiq_queue_latency_seconds"))
        }
    }
}

/// What tells when the certificate ends: the probe sees the one in use, cert-manager its own.
fn expiry(plan: &Plan) -> Option<(String, &dyn Because)> {
    let expose = &plan.expose;
    if plan.monitoring.check.value == Check::Probe {
        let metric = format!("probe_ssl_earliest_cert_expiry{{job=\"{}\"}}", job(plan));
        return Some((metric, &plan.monitoring.check));
    }
    let made = expose.via.value == Via::Ingress && expose.tls.value == Tls::CertManager;
    made.then(|| {
        let name = &expose.tls_secret.value;
        let metric =
            format!("certmanager_certificate_expiration_timestamp_seconds{{name=\"{name}\"}}");
        (metric, &expose.tls as &dyn Because)
    })
}
