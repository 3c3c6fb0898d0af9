//! The agent itself: one pod on each node.

use super::super::container;
use super::super::labels::{labels, selector};
use super::super::mount::mount;
use super::super::{LOGGING, put};
use super::{Agent, STATE, config_name, explain_own, own_metadata};
use crate::field::Guide;
use crate::plan::{Decided, Plan, Resources};
use crate::render::{Items, Notes, Part, Reasons};
use crate::resource::Objects;
use k8s_openapi::api::apps::v1::{DaemonSet, DaemonSetSpec};
use k8s_openapi::api::core::v1::{
    ConfigMapVolumeSource, Container, EmptyDirVolumeSource, HTTPGetAction, HostPathVolumeSource,
    PodSecurityContext, PodSpec, PodTemplateSpec, Probe, SeccompProfile, Toleration, Volume,
    VolumeMount,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

const COMPONENT: &str = "logging";

fn resources(agent: &Agent) -> Resources {
    let [cpu, memory, memory_limit] =
        agent.resources.map(|amount| Decided::derived("logging.kind", amount.to_owned()));
    Resources { cpu, memory, memory_limit }
}

fn process(plan: &Plan, agent: &Agent) -> Part<Container> {
    let logging = &plan.logging;
    let name = logging.kind.value.name();
    let mut process =
        container::of_image(name, agent.image.to_owned(), &resources(agent), agent.read_only_root);
    let Part { object, reasons } = &mut process;
    reasons.decided("image", &logging.kind);
    object.args = Some(agent.args.clone()).filter(|args| !args.is_empty());
    if !agent.env.is_empty() {
        object.env = Some(reasons.list("env", agent.env.clone()));
        reasons.decided("env", &logging.login);
    }
    object.liveness_probe = Some(probe(agent, 30));
    object.readiness_probe = Some(probe(agent, 10));
    for (probe, why) in [
        ("livenessProbe", "An agent that does not answer is started anew."),
        ("readinessProbe", "A new version goes to the next node when it is well on this one."),
    ] {
        reasons.fixed(probe, Guide::Monitoring, why);
    }
    let read = |name, path| VolumeMount { read_only: Some(true), ..mount(name, path) };
    object.volume_mounts = Some(vec![
        read("config", agent.folder),
        read("log", "/var/log"),
        mount("state", STATE),
        mount("tmp", "/tmp"),
    ]);
    process
}

fn probe(agent: &Agent, period: i32) -> Probe {
    let (path, port) = agent.health;
    Probe {
        http_get: Some(HTTPGetAction {
            path: Some(path.to_owned()),
            port: IntOrString::Int(port),
            ..HTTPGetAction::default()
        }),
        initial_delay_seconds: Some(10),
        period_seconds: Some(period),
        timeout_seconds: Some(5),
        ..Probe::default()
    }
}

fn volumes(plan: &Plan, agent: &Agent) -> Items<Volume> {
    let of_node = |name: &str, path: String, kind: &str| Volume {
        name: name.to_owned(),
        host_path: Some(HostPathVolumeSource { path, type_: Some(kind.to_owned()) }),
        ..Volume::default()
    };
    let mut volumes = Items::default();
    volumes.push(Volume {
        name: "config".into(),
        config_map: Some(ConfigMapVolumeSource {
            name: config_name(plan, agent),
            ..ConfigMapVolumeSource::default()
        }),
        ..Volume::default()
    });
    volumes.push(of_node("log", "/var/log".to_owned(), "Directory"));
    volumes.fixed(
        of_node("state", format!("/var/lib/{}", plan.agent()), "DirectoryOrCreate"),
        Guide::Logging,
        "How far it has read: a new agent goes on where the old one stopped.",
    );
    volumes.push(Volume {
        name: "tmp".into(),
        empty_dir: Some(EmptyDirVolumeSource::default()),
        ..Volume::default()
    });
    volumes
}

fn pod(plan: &Plan, agent: &Agent) -> Part<PodSpec> {
    let mut reasons = Reasons::default();
    reasons.fixed("serviceAccountName", Guide::Logging, "The account beside this file.");
    reasons.comment(
        "securityContext",
        Guide::Security,
        "Logs of the node belong to root; of root's rights it keeps none but that.",
    );
    reasons.comment(
        "tolerations",
        Guide::Logging,
        "Pods can run on control-plane nodes, too: in small clusters they do.",
    );
    let object = PodSpec {
        service_account_name: Some(plan.agent()),
        automount_service_account_token: Some(agent.asks),
        enable_service_links: Some(false),
        termination_grace_period_seconds: Some(30),
        security_context: Some(PodSecurityContext {
            run_as_user: Some(0),
            seccomp_profile: Some(SeccompProfile {
                type_: "RuntimeDefault".into(),
                localhost_profile: None,
            }),
            ..PodSecurityContext::default()
        }),
        tolerations: Some(vec![Toleration {
            key: Some("node-role.kubernetes.io/control-plane".into()),
            operator: Some("Exists".into()),
            effect: Some("NoSchedule".into()),
            ..Toleration::default()
        }]),
        containers: reasons.list("containers", [process(plan, agent)].into_iter().collect()),
        volumes: Some(reasons.list("volumes", volumes(plan, agent))),
        ..PodSpec::default()
    };
    Part { object, reasons }
}

pub(super) fn add(plan: &Plan, agent: &Agent, bundle: &mut Objects<'_>) {
    let mut notes = Notes::new(
        plan.logging.kind.because("Reads the log on every node. No release changes it."),
    );
    explain_own(plan, &mut notes);
    notes.fixed("spec.selector", Guide::Logging, "A selector cannot change later.");
    let labels = Some(labels(plan, COMPONENT));
    let set = DaemonSet {
        metadata: own_metadata(plan, &plan.agent()),
        spec: Some(DaemonSetSpec {
            selector: selector(plan, COMPONENT),
            template: PodTemplateSpec {
                metadata: Some(ObjectMeta { labels, ..ObjectMeta::default() }),
                spec: Some(notes.part("spec.template.spec", pod(plan, agent))),
            },
            ..DaemonSetSpec::default()
        }),
        ..DaemonSet::default()
    };
    put(bundle, LOGGING, "daemon-set", &set, &notes);
}
