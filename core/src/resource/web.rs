//! Puma's Deployment, and the budget that keeps it up while nodes are drained.

use super::container::{self, Own};
use super::labels::{explain_metadata, metadata, selector};
use super::{BASE, RELEASE, metrics, pod, priority_class, put};
use crate::bundle::Bundle;
use crate::field::Guide;
use crate::plan::{Plan, Reason};
use crate::render::Notes;
use k8s_openapi::api::apps::v1::{
    Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment,
};
use k8s_openapi::api::core::v1::{
    ContainerPort, HTTPGetAction, HTTPHeader, Lifecycle, LifecycleHandler, Probe, SleepAction,
};
use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// Name of the Deployment, its Service and its budget.
pub(super) fn name(plan: &Plan) -> String {
    format!("{}-web", plan.app.value)
}

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    deployment(plan, bundle);
    if several(plan) {
        budget(plan, bundle);
    }
}

/// Whether there is ever more than one pod.
fn several(plan: &Plan) -> bool {
    plan.web.replicas.value > 1 || plan.web.autoscale.is_some()
}

fn own(plan: &Plan) -> Vec<Own> {
    let mut own = vec![
        Own {
            name: "PORT",
            value: plan.web.port.value.to_string(),
            reason: plan.web.port.reason(),
        },
        Own {
            name: "WEB_CONCURRENCY",
            value: plan.web.processes.value.to_string(),
            reason: plan.web.processes.reason(),
        },
        Own {
            name: "RAILS_MAX_THREADS",
            value: plan.web.threads.value.to_string(),
            reason: plan.web.threads.reason(),
        },
    ];
    own.extend(metrics::variable(plan));
    own.extend(container::scratch(plan));
    own
}

fn deployment(plan: &Plan, bundle: &mut Bundle) {
    let web = &plan.web;
    let args = ["bundle", "exec", "puma", "-C", "config/puma.rb"].map(String::from).to_vec();
    let own = own(plan);
    let mut puma = container::container(plan, "web", args, &own, &web.resources);
    puma.ports = Some(vec![ContainerPort {
        name: Some("http".into()),
        container_port: small(web.port.value),
        ..ContainerPort::default()
    }]);
    metrics::open_port(plan, &mut puma);
    puma.startup_probe = Some(probe(plan, 5, 3, 30));
    puma.readiness_probe = Some(probe(plan, 5, 3, 3));
    puma.liveness_probe = Some(probe(plan, 10, 5, 6));
    if web.drain.value > 0 {
        puma.lifecycle = Some(Lifecycle {
            pre_stop: Some(LifecycleHandler {
                sleep: Some(SleepAction { seconds: web.drain.value }),
                ..LifecycleHandler::default()
            }),
            ..Lifecycle::default()
        });
    }
    let mut template = pod::template(plan, "web", puma);
    if let Some(spec) = &mut template.spec {
        spec.termination_grace_period_seconds = Some(web.grace.value);
        priority_class::rank(spec, web.priority_class.as_ref());
        spec.topology_spread_constraints = several(plan).then(|| pod::spread(plan, "web"));
        spec.init_containers = metrics::sidecar(plan);
    }
    let deployment = Deployment {
        metadata: metadata(plan, &name(plan), "web"),
        spec: Some(DeploymentSpec {
            replicas: web.autoscale.is_none().then(|| small(web.replicas.value)),
            min_ready_seconds: Some(5),
            progress_deadline_seconds: Some(600),
            revision_history_limit: Some(5),
            selector: selector(plan, "web"),
            strategy: Some(strategy(!plan.has_volume())),
            template,
            ..DeploymentSpec::default()
        }),
        ..Deployment::default()
    };
    put(bundle, RELEASE, "web", &deployment, &notes(plan, &own));
}

/// One new pod more before an old one goes; what bears no second pod forces the other way.
pub(super) fn strategy(surges: bool) -> DeploymentStrategy {
    if !surges {
        return DeploymentStrategy { type_: Some("Recreate".into()), rolling_update: None };
    }
    DeploymentStrategy {
        type_: Some("RollingUpdate".into()),
        rolling_update: Some(RollingUpdateDeployment {
            max_surge: Some(IntOrString::Int(1)),
            max_unavailable: Some(IntOrString::Int(0)),
        }),
    }
}

fn probe(plan: &Plan, period: i32, timeout: i32, failures: i32) -> Probe {
    let header = |name: &str, value: &str| HTTPHeader { name: name.into(), value: value.into() };
    let mut headers: Vec<HTTPHeader> =
        plan.main_host().map(|host| header("Host", host)).into_iter().collect();
    headers.push(header("X-Forwarded-Proto", "https"));
    Probe {
        http_get: Some(HTTPGetAction {
            path: Some(plan.web.health_path.value.clone()),
            port: IntOrString::String("http".into()),
            http_headers: Some(headers),
            ..HTTPGetAction::default()
        }),
        period_seconds: Some(period),
        timeout_seconds: Some(timeout),
        failure_threshold: Some(failures),
        ..Probe::default()
    }
}

/// Checked numbers fit; the fallback is never used.
pub(super) fn small(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// The reasons that web and worker Deployments share.
pub(super) fn explain_rollout(plan: &Plan, notes: &mut Notes) {
    explain_metadata(plan, notes);
    notes.fixed(
        "spec.minReadySeconds",
        Guide::Delivery,
        "A new pod has to stay ready this long before the next old one goes.",
    );
    notes.fixed(
        "spec.progressDeadlineSeconds",
        Guide::Delivery,
        "A rollout without progress for 10 minutes counts as failed; deploy.sh then undoes it.",
    );
    notes.fixed(
        "spec.revisionHistoryLimit",
        Guide::Delivery,
        "How many releases can be rolled back to.",
    );
    notes.fixed(
        "spec.selector",
        Guide::Cluster,
        "Never the version: a selector cannot change later.",
    );
    if plan.has_volume() {
        notes.comment("spec.strategy", Guide::Delivery, "The old pod has to let go of the volume before the new one can start: a release means a short pause.");
    } else {
        notes.comment("spec.strategy", Guide::Delivery, "A new pod is ready before an old one goes, so no request is lost, not even with one pod.");
    }
    pod::explain(plan, "spec.template", notes);
}

fn notes(plan: &Plan, own: &[Own]) -> Notes {
    let web = &plan.web;
    let mut notes = Notes::new(Reason::fixed(
        Guide::Cluster,
        "Puma, which answers the requests. Applied by deploy.sh after the migration, with the release's revision in place of `unreleased`.",
    ));
    explain_rollout(plan, &mut notes);
    notes.decided("spec.replicas", &web.replicas);
    metrics::explain(plan, &mut notes);
    notes.decided("spec.template.spec.terminationGracePeriodSeconds", &web.grace);
    priority_class::explain("spec.template.spec", web.priority_class.as_ref(), &mut notes);
    let path = "spec.template.spec.containers[0]";
    container::explain(plan, path, own, &web.resources, &mut notes);
    let at = |inner: &str| format!("{path}.{inner}");
    notes.comment(
        &at("args"),
        Guide::Migrations,
        "Puma itself, through the entrypoint: `rails server` would run migrations in every pod.",
    );
    notes.decided(&at("ports"), &web.port);
    for (name, why) in [
        ("startupProbe", "Up to 150 seconds to boot; the other probes wait for it."),
        ("readinessProbe", "A pod gets requests only while it answers here."),
        (
            "livenessProbe",
            "Restarts a pod that has not answered for a minute. Slow on purpose: a busy Puma is not a dead one.",
        ),
    ] {
        notes.comment(&at(name), Guide::Monitoring, why);
        notes.decided(&at(&format!("{name}.httpGet.path")), &web.health_path);
        notes.because(
            &at(&format!("{name}.httpGet.httpHeaders")),
            plan.hosts.because("With these headers the check passes `config.hosts` and `force_ssl` as a real request does."),
        );
    }
    notes.decided(&at("lifecycle"), &web.drain);
    notes
}

fn budget(plan: &Plan, bundle: &mut Bundle) {
    let budget = PodDisruptionBudget {
        metadata: metadata(plan, &name(plan), "web"),
        spec: Some(PodDisruptionBudgetSpec {
            max_unavailable: Some(IntOrString::Int(1)),
            selector: Some(selector(plan, "web")),
            unhealthy_pod_eviction_policy: Some("AlwaysAllow".into()),
            ..PodDisruptionBudgetSpec::default()
        }),
        ..PodDisruptionBudget::default()
    };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Security,
        "While nodes are drained for updates, web pods move one at a time.",
    ));
    explain_metadata(plan, &mut notes);
    notes.fixed(
        "spec.unhealthyPodEvictionPolicy",
        Guide::Security,
        "A pod that is broken anyway never blocks a drain.",
    );
    put(bundle, BASE, "web-budget", &budget, &notes);
}
