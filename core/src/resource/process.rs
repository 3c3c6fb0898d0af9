//! Processes beside web and workers: a Deployment each, and what leads to it.

use super::container::{self, literal, plain};
use super::deployment::{
    LETS_GO, NEVER_TWO, Rollout, budget, deployment as deployed, explain_rollout,
};
use super::front_door::service_of;
use super::labels::explain_metadata;
use super::web::{http_get, small};
use super::{BASE, RELEASE, beside, pod, put};
use crate::field::Guide;
use crate::plan::{Decided, Plan, Process, ProcessProbe, Reason};
use crate::render::{Items, Notes, Part};
use crate::resource::Objects;
use k8s_openapi::api::core::v1::{
    Container, ContainerPort, EnvVar, ExecAction, Lifecycle, LifecycleHandler, PodSpec, Probe,
    SleepAction, TCPSocketAction,
};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// Says in a manifest that requests may come before the process answers.
const UNASKED: &str =
    "linkspan: allow readiness-probe because the spec says so: `processes[].probe`";
/// The checker tells of a Service without a door before it, and it is the spec that wants it so.
const KNOWN: &str = "linkspan: allow exposed-service because the spec says so: `processes[].tcp`";

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    for process in &plan.processes {
        deployment(plan, process, bundle);
        if let Some(port) = &process.port {
            service(plan, process, port, bundle);
            if process.replicas.value > 1 {
                budget(plan, &process.name.value, bundle);
            }
        }
        if let (Some(_), Some(tcp)) = (&process.port, &process.tcp) {
            outside(plan, process, tcp, bundle);
        }
    }
}

/// Name of its Deployment and its Service.
pub(super) fn name(plan: &Plan, process: &Process) -> String {
    format!("{}-{}", plan.app.value, process.name.value)
}

fn environment(plan: &Plan, process: &Process) -> Items<EnvVar> {
    let mut own = container::variables(&process.env);
    if let Some(port) = &process.port {
        own.decided(plain("PORT", port.value.to_string()), port);
    }
    if process.image.is_some() {
        for key in &process.secrets {
            own.decided(container::from_secret(plan, &key.value, &key.value), key);
        }
        return own;
    }
    let threads = &plan.web.threads;
    own.decided(plain("RAILS_MAX_THREADS", threads.value.to_string()), threads);
    own.extend(container::scratch(plan));
    container::environment(plan, own)
}

fn program(plan: &Plan, process: &Process) -> Part<Container> {
    let component = &process.name.value;
    let mut args = Items::default();
    for word in &process.command.value {
        args.decided(word.clone(), &process.command);
    }
    let env = environment(plan, process);
    let mut program = match &process.image {
        Some(image) => {
            container::foreign(plan, (component, component), image, args, env, &process.resources)
        }
        None => container::container(plan, component, args, env, &process.resources),
    };
    let Part { object, reasons } = &mut program;
    if let Some(port) = &process.port {
        object.ports = Some(vec![ContainerPort {
            name: Some(process.port_name().into()),
            container_port: small(port.value),
            ..ContainerPort::default()
        }]);
        reasons.decided("ports", port);
        if plan.web.drain.value > 0 {
            object.lifecycle = Some(Lifecycle {
                pre_stop: Some(LifecycleHandler {
                    sleep: Some(SleepAction { seconds: plan.web.drain.value }),
                    ..LifecycleHandler::default()
                }),
                ..Lifecycle::default()
            });
            reasons.decided("lifecycle", &plan.web.drain);
        }
    }
    probes(plan, process, &mut program);
    program
}

fn probes(plan: &Plan, process: &Process, program: &mut Part<Container>) {
    let probe = match process.probe.value {
        ProcessProbe::None => return,
        ProcessProbe::Http => Probe {
            http_get: Some(http_get(plan, &process.health_path.value, process.port_name())),
            ..Probe::default()
        },
        ProcessProbe::Tcp => Probe {
            tcp_socket: Some(TCPSocketAction {
                port: IntOrString::String(process.port_name().into()),
                host: None,
            }),
            ..Probe::default()
        },
        ProcessProbe::Command => {
            let words = process.probe_command.value.iter().map(|word| literal(word)).collect();
            Probe { exec: Some(ExecAction { command: Some(words) }), ..Probe::default() }
        }
    };
    let Part { object, reasons } = program;
    let mut add = |name: &str, period, failures, why: &str| {
        reasons.because(name, process.probe.because(why));
        Some(Probe {
            period_seconds: Some(period),
            timeout_seconds: Some(5),
            failure_threshold: Some(failures),
            ..probe.clone()
        })
    };
    object.startup_probe =
        add("startupProbe", 5, 30, "Up to 150 seconds to boot; the other probes wait for it.");
    if process.port.is_some() {
        object.readiness_probe =
            add("readinessProbe", 5, 3, "A pod is reached only while it answers here.");
    }
    object.liveness_probe =
        add("livenessProbe", 10, 6, "Restarts a pod that has not answered for a minute.");
}

fn pod(plan: &Plan, process: &Process) -> Part<PodSpec> {
    let component = &process.name.value;
    let mut pod = pod::of_app(plan, component, program(plan, process));
    let drain = if process.port.is_some() { plan.web.drain.value } else { 0 };
    pod.object.termination_grace_period_seconds = Some(drain + process.grace.value);
    pod.reasons.decided("terminationGracePeriodSeconds", &process.grace);
    if process.replicas.value > 1 {
        pod::spread(plan, component, &mut pod);
    }
    if process.once.value {
        pod::alone(plan, component, &mut pod);
    }
    beside::add(plan, component, &mut pod);
    if process.port.is_some() && process.probe.value == ProcessProbe::None {
        pod.reasons.comment("", Guide::Cluster, UNASKED);
    }
    pod
}

fn deployment(plan: &Plan, process: &Process, bundle: &mut Objects<'_>) {
    let component = &process.name.value;
    let about = if plan.stands_alone(component) {
        "A process of another image beside the app: it is there before the migration, and a release leaves it alone."
    } else {
        "A process of the app beside its web server."
    };
    let mut notes = Notes::new(Reason::fixed(Guide::Cluster, about));
    explain_rollout(plan, &mut notes);
    notes.decided("metadata.name", &process.name);
    notes.decided("spec.replicas", &process.replicas);
    let why = if process.once.value {
        NEVER_TWO
    } else if plan.holds(component) {
        LETS_GO
    } else {
        "A new pod is ready before an old one goes, so that somebody always answers."
    };
    notes.comment("spec.strategy", Guide::Delivery, why);
    let template = pod::template(plan, component, pod(plan, process));
    let rollout = Rollout {
        replicas: Some(small(process.replicas.value)),
        ready: Some(5),
        surges: plan.surges_process(process),
    };
    let template = notes.part("spec.template", template);
    let deployment = deployed(plan, component, rollout, template);
    if plan.stands_alone(component) {
        put(bundle, BASE, &format!("{component}-deployment"), &deployment, &notes);
    } else {
        put(bundle, RELEASE, component, &deployment, &notes);
    }
}

fn service(plan: &Plan, process: &Process, port: &Decided<i64>, bundle: &mut Objects<'_>) {
    let component = &process.name.value;
    let about = "One address inside the cluster for all pods of this process that are ready.";
    let mut notes = Notes::new(Reason::fixed(Guide::Cluster, about));
    explain_metadata(plan, &mut notes);
    notes.decided("metadata.name", &process.name);
    notes.decided("spec.ports", port);
    let mut service = service_of(plan, component, process.port_name(), small(port.value));
    for (key, value) in plan.process_annotations(process) {
        notes.decided(&format!("metadata.annotations[{key}]"), &plan.provider);
        service.metadata.annotations.get_or_insert_default().insert(key, value);
    }
    put(bundle, BASE, &format!("{component}-service"), &service, &notes);
}

/// The way in from outside, past the front door.
fn outside(plan: &Plan, process: &Process, tcp: &Decided<i64>, bundle: &mut Objects<'_>) {
    let component = &process.name.value;
    let about = format!(
        "The way to this process from outside: {} makes a load balancer for it.",
        plan.provider.value.balancer
    );
    let mut notes = Notes::new(tcp.because(&about));
    explain_metadata(plan, &mut notes);
    notes.decided("metadata.name", &process.name);
    let mut service = service_of(plan, component, process.port_name(), small(tcp.value));
    service.metadata.name = Some(format!("{}-tcp", name(plan, process)));
    for (key, value) in plan.balancer_annotations() {
        notes.decided(&format!("metadata.annotations[{key}]"), &plan.provider);
        service.metadata.annotations.get_or_insert_default().insert(key, value);
    }
    if let Some(spec) = &mut service.spec {
        spec.type_ = Some("LoadBalancer".into());
        spec.external_traffic_policy = Some("Local".into());
    }
    notes.comment("spec", Guide::Domain, KNOWN);
    notes.comment(
        "spec.externalTrafficPolicy",
        Guide::Domain,
        "Straight to the node of a pod, so that the client's address stays.",
    );
    notes.decided("spec.ports", tcp);
    put(bundle, BASE, &format!("{component}-tcp"), &service, &notes);
}
