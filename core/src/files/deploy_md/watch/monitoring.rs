//! Metrics, alerts and checks.

use super::super::code;
use crate::files::text::Text;
use crate::plan::{Apm, Check, Plan};

pub(super) fn write(plan: &Plan, text: &mut Text) {
    let monitoring = &plan.monitoring;
    let namespace = &plan.namespace.value;
    let app = &plan.app.value;
    let probe = monitoring.check.value == Check::Probe;
    let operator = !plan.is_unmeasured() || monitoring.alerts.value || probe;
    if !operator && monitoring.apm.value == Apm::None && monitoring.check.value == Check::None {
        return;
    }
    text.because(monitoring.metrics.reason());
    text.push("## Monitoring\n");
    if operator {
        text.because(monitoring.release.reason());
        text.push(format!("Install Prometheus with its operator, such as the chart kube-prometheus-stack, before the first deploy: without it the cluster refuses config/kube. It has to select objects in the namespace `{namespace}` with the label `release: {}`. This has to list its kinds:\n", monitoring.release.value));
        code(
            text,
            "kubectl get customresourcedefinition podmonitors.monitoring.coreos.com probes.monitoring.coreos.com prometheusrules.monitoring.coreos.com",
        );
    }
    if monitoring.alerts.value {
        text.because(monitoring.alerts.reason());
        text.push("`config/kube/alerts.yml` defines the alerts; your Alertmanager sends them. The one about restarts needs kube-state-metrics, which is part of that chart.\n");
    }
    text.because(monitoring.check.reason());
    match monitoring.check.value {
        Check::None => {}
        Check::Cron => {
            text.push("A CronJob requests the health check as a visitor would; a failed Job means that the site did not answer. To see the results, and to check now:\n");
            code(
                text,
                format!(
                    "kubectl --namespace {namespace} get jobs --selector app.kubernetes.io/component=check\nrun=\"{app}-check-$(date +%s)\"\nkubectl --namespace {namespace} create job --from=cronjob/{app}-check \"$run\"\nuntil kubectl --namespace {namespace} logs --follow \"job/$run\"; do sleep 2; done\nkubectl --namespace {namespace} get job \"$run\""
                ),
            );
        }
        Check::Probe => {
            text.because(monitoring.prober.reason());
            text.push(format!("The blackbox exporter (the chart prometheus-blackbox-exporter, for one) has to listen at {} and have the module `http_2xx`.\n", monitoring.prober.value));
        }
    }
    text.because(monitoring.apm.reason());
    match monitoring.apm.value {
        Apm::None => {}
        Apm::Datadog => {
            text.push("Traces go to Datadog's agent on the pod's own node, at port 8126: its chart needs `datadog.apm.portEnabled: true`.\n");
        }
        Apm::NewRelic => {
            text.push("New Relic's gem sends to the account of the key above by itself.\n");
        }
    }
}
