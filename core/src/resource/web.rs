//! The web server's Deployment, and the budget that keeps it up while nodes are drained.

use super::container::{self, plain};
use super::deployment::{LETS_GO, Rollout, budget, deployment as deployed, explain_rollout};
use super::{RELEASE, beside, metrics, pod, priority_class, put};
use crate::facts::starts_thruster;
use crate::field::Guide;
use crate::plan::{self, Decided, Plan, Reason};
use crate::render::{Items, Notes, Part, Reasons};
use crate::resource::Objects;
use k8s_openapi::api::core::v1::{
    Container, ContainerPort, EnvVar, ExecAction, HTTPGetAction, HTTPHeader, Lifecycle,
    LifecycleHandler, PodSpec, Probe, SleepAction, TCPSocketAction,
};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// How Puma is started unless somebody says otherwise.
const PUMA: [&str; 5] = ["bundle", "exec", "puma", "-C", "config/puma.rb"];

/// Name of the Deployment, its Service and its budget.
pub(super) fn name(plan: &Plan) -> String {
    format!("{}-web", plan.app.value)
}

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    deployment(plan, bundle);
    if several(plan) {
        budget(plan, "web", bundle);
    }
}

/// Whether there is ever more than one pod.
fn several(plan: &Plan) -> bool {
    plan.web.replicas.value > 1 || plan.web.autoscale.is_some()
}

fn environment(plan: &Plan) -> Items<EnvVar> {
    let web = &plan.web;
    let mut own = Items::default();
    own.decided(plain("PORT", web.port.value.to_string()), &web.port);
    own.decided(plain("WEB_CONCURRENCY", web.processes.value.to_string()), &web.processes);
    own.decided(plain("RAILS_MAX_THREADS", web.threads.value.to_string()), &web.threads);
    own.extend(container::variables(&web.env));
    own.extend(metrics::variable(plan));
    own.extend(container::scratch(plan));
    container::environment(plan, own)
}

fn server(plan: &Plan) -> Part<Container> {
    let web = &plan.web;
    let args = web.command.value.iter().cloned().collect();
    let mut server = container::container(plan, "web", args, environment(plan), &web.resources);
    let Part { object, reasons } = &mut server;
    if web.command.value == PUMA {
        reasons.comment(
            "args",
            Guide::Migrations,
            "Puma itself, through the entrypoint: `rails server` would run migrations in every pod.",
        );
    } else {
        reasons.decided("args", &web.command);
    }
    let http = ContainerPort {
        name: Some("http".into()),
        container_port: small(web.port.value),
        ..ContainerPort::default()
    };
    let mut ports = [http].into_iter().collect();
    metrics::open_port(plan, &mut ports);
    object.ports = Some(reasons.list("ports", ports));
    reasons.decided("ports", &web.port);
    probes(plan, &mut server);
    server.object.lifecycle = lifecycle(plan, &mut server.reasons);
    server
}

fn probes(plan: &Plan, server: &mut Part<Container>) {
    let web = &plan.web;
    let Part { object, reasons } = server;
    let mut add = |name: &str, probe: Probe, why: &str| {
        reasons.comment(name, Guide::Monitoring, why);
        match web.probe.value {
            plan::Probe::Http => {
                reasons.decided(&format!("{name}.httpGet.path"), &web.health_path);
                reasons.because(
                    &format!("{name}.httpGet.httpHeaders"),
                    plan.hosts.because("With these headers the check passes `config.hosts` and `force_ssl` as a real request does."),
                );
            }
            plan::Probe::Tcp => reasons.decided(&format!("{name}.tcpSocket"), &web.probe),
        }
        Some(probe)
    };
    object.startup_probe = add(
        "startupProbe",
        probe(plan, 5, 3, 30),
        "Up to 150 seconds to boot; the other probes wait for it.",
    );
    object.readiness_probe = add(
        "readinessProbe",
        probe(plan, 5, 3, 3),
        "A pod gets requests only while it answers here.",
    );
    let name = web.server().map_or("server", |server| server.name);
    object.liveness_probe = add(
        "livenessProbe",
        probe(plan, 10, 5, 6),
        &format!(
            "Restarts a pod that has not answered for a minute. Slow on purpose: a busy {name} is not a dead one."
        ),
    );
}

/// What happens before the signal to stop: the load balancer learns that the pod goes, and a server that ends its
/// requests at another signal gets that one and the time for it.
fn lifecycle(plan: &Plan, reasons: &mut Reasons) -> Option<Lifecycle> {
    let web = &plan.web;
    let drain = web.drain.value;
    let stop = web.server().and_then(|server| server.stop);
    let stop = stop.filter(|_| !starts_thruster(&web.command.value));
    let pre_stop = match stop {
        Some(signal) => {
            let why = "The signal after which this server ends its running requests first; the usual one cuts them off.";
            reasons.comment("lifecycle", Guide::Delivery, why);
            let line = format!(
                "sleep {drain} && kill -{signal} 1 && sleep {}",
                web.shutdown_timeout.value
            );
            let command = Some(vec!["sh".into(), "-c".into(), line]);
            LifecycleHandler { exec: Some(ExecAction { command }), ..LifecycleHandler::default() }
        }
        None if drain > 0 => {
            reasons.decided("lifecycle", &web.drain);
            LifecycleHandler {
                sleep: Some(SleepAction { seconds: drain }),
                ..LifecycleHandler::default()
            }
        }
        None => return None,
    };
    Some(Lifecycle { pre_stop: Some(pre_stop), ..Lifecycle::default() })
}

fn pod(plan: &Plan) -> Part<PodSpec> {
    let web = &plan.web;
    let mut pod = pod::of_app(plan, "web", server(plan));
    pod.object.termination_grace_period_seconds = Some(web.grace.value);
    pod.reasons.decided("terminationGracePeriodSeconds", &web.grace);
    priority_class::rank(&mut pod, web.priority_class.as_ref());
    if several(plan) {
        pod::spread(plan, "web", &mut pod);
    }
    beside::add(plan, "web", &mut pod);
    pod
}

fn deployment(plan: &Plan, bundle: &mut Objects<'_>) {
    let web = &plan.web;
    let name = web.server().map_or("The web server", |server| server.name);
    let mut notes = Notes::new(Reason::fixed(
        Guide::Cluster,
        format!(
            "{name}, which answers the requests. Applied by deploy.sh after the migration, with the release's revision in place of `unreleased`."
        ),
    ));
    explain_rollout(plan, &mut notes);
    notes.fixed(
        "spec.minReadySeconds",
        Guide::Delivery,
        "A new pod has to stay ready this long before the next old one goes.",
    );
    let surges = !plan.holds("web");
    let why = if surges {
        "A new pod is ready before an old one goes, so no request is lost, not even with one pod."
    } else {
        LETS_GO
    };
    notes.comment("spec.strategy", Guide::Delivery, why);
    let rollout = Rollout {
        replicas: replicas(&web.replicas, web.autoscale.as_ref(), &mut notes),
        ready: Some(5),
        surges,
    };
    let template = notes.part("spec.template", pod::template(plan, "web", pod(plan)));
    put(bundle, RELEASE, "web", &deployed(plan, "web", rollout, template), &notes);
}

/// How many pods, unless something scales them.
pub(super) fn replicas<T>(
    replicas: &Decided<i64>,
    autoscale: Option<&T>,
    notes: &mut Notes,
) -> Option<i32> {
    if autoscale.is_some() {
        return None;
    }
    notes.decided("spec.replicas", replicas);
    Some(small(replicas.value))
}

fn probe(plan: &Plan, period: i32, timeout: i32, failures: i32) -> Probe {
    let timed = Probe {
        period_seconds: Some(period),
        timeout_seconds: Some(timeout),
        failure_threshold: Some(failures),
        ..Probe::default()
    };
    if plan.web.probe.value == plan::Probe::Tcp {
        let port = IntOrString::String("http".into());
        return Probe { tcp_socket: Some(TCPSocketAction { port, host: None }), ..timed };
    }
    Probe { http_get: Some(http_get(plan, &plan.web.health_path.value, "http")), ..timed }
}

/// A request that passes `config.hosts` and `force_ssl` as a real one does.
pub(super) fn http_get(plan: &Plan, path: &str, port: &str) -> HTTPGetAction {
    let header = |name: &str, value: &str| HTTPHeader { name: name.into(), value: value.into() };
    let mut headers: Vec<HTTPHeader> =
        plan.main_host().map(|host| header("Host", host)).into_iter().collect();
    headers.push(header("X-Forwarded-Proto", "https"));
    HTTPGetAction {
        path: Some(path.to_owned()),
        port: IntOrString::String(port.into()),
        http_headers: Some(headers),
        ..HTTPGetAction::default()
    }
}

/// Checked numbers fit; the fallback is never used.
pub(super) fn small(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
