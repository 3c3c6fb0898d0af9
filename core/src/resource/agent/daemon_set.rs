//! The agent itself: one pod on each node.

use super::super::container::{self, explain_resources, mounts};
use super::super::labels::{labels, selector};
use super::super::{LOGGING, put};
use super::fluentd::NODE;
use super::{Agent, STATE, config_name, explain_own, own_metadata};
use crate::bundle::Bundle;
use crate::field::Guide;
use crate::plan::{Decided, Plan, Resources};
use crate::render::Notes;
use k8s_openapi::api::apps::v1::{DaemonSet, DaemonSetSpec};
use k8s_openapi::api::core::v1::{
    ConfigMapVolumeSource, Container, EmptyDirVolumeSource, HTTPGetAction, HostPathVolumeSource,
    PodSecurityContext, PodSpec, PodTemplateSpec, Probe, SeccompProfile, Toleration, Volume,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

const COMPONENT: &str = "logging";

fn resources(agent: &Agent) -> Resources {
    let [cpu, memory, memory_limit] =
        agent.resources.map(|amount| Decided::derived("logging.kind", amount.to_owned()));
    Resources { cpu, memory, memory_limit }
}

fn process(plan: &Plan, agent: &Agent) -> Container {
    let name = plan.logging.kind.value.name();
    let mut process =
        container::of_image(name, agent.image.to_owned(), &resources(agent), agent.read_only_root);
    process.args = Some(agent.args.clone()).filter(|args| !args.is_empty());
    process.env = Some(agent.env.clone()).filter(|env| !env.is_empty());
    process.liveness_probe = Some(probe(agent, 30));
    process.readiness_probe = Some(probe(agent, 10));
    let folders =
        [("config", agent.folder), ("log", "/var/log"), ("state", STATE), ("tmp", "/tmp")];
    process.volume_mounts = mounts(&folders);
    for mount in process.volume_mounts.iter_mut().flatten() {
        mount.read_only = matches!(mount.name.as_str(), "config" | "log").then_some(true);
    }
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

fn volumes(plan: &Plan, agent: &Agent) -> Vec<Volume> {
    let of_node = |name: &str, path: String, kind: &str| Volume {
        name: name.to_owned(),
        host_path: Some(HostPathVolumeSource { path, type_: Some(kind.to_owned()) }),
        ..Volume::default()
    };
    vec![
        Volume {
            name: "config".into(),
            config_map: Some(ConfigMapVolumeSource {
                name: config_name(plan, agent),
                ..ConfigMapVolumeSource::default()
            }),
            ..Volume::default()
        },
        of_node("log", "/var/log".to_owned(), "Directory"),
        of_node("state", format!("/var/lib/{}", plan.agent()), "DirectoryOrCreate"),
        Volume {
            name: "tmp".into(),
            empty_dir: Some(EmptyDirVolumeSource::default()),
            ..Volume::default()
        },
    ]
}

pub(super) fn add(plan: &Plan, agent: &Agent, bundle: &mut Bundle) {
    let pod = PodSpec {
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
        containers: vec![process(plan, agent)],
        volumes: Some(volumes(plan, agent)),
        ..PodSpec::default()
    };
    let labels = Some(labels(plan, COMPONENT));
    let set = DaemonSet {
        metadata: own_metadata(plan, &plan.agent()),
        spec: Some(DaemonSetSpec {
            selector: selector(plan, COMPONENT),
            template: PodTemplateSpec {
                metadata: Some(ObjectMeta { labels, ..ObjectMeta::default() }),
                spec: Some(pod),
            },
            ..DaemonSetSpec::default()
        }),
        ..DaemonSet::default()
    };
    put(bundle, LOGGING, "daemon-set", &set, &notes(plan, agent));
}

fn notes(plan: &Plan, agent: &Agent) -> Notes {
    let logging = &plan.logging;
    let mut notes =
        Notes::new(logging.kind.because("Reads the log on every node. No release changes it."));
    explain_own(plan, &mut notes);
    let at = |inner: &str| format!("spec.template.spec.{inner}");
    notes.fixed("spec.selector", Guide::Logging, "A selector cannot change later.");
    notes.fixed(&at("serviceAccountName"), Guide::Logging, "The account beside this file.");
    notes.comment(
        &at("securityContext"),
        Guide::Security,
        "Logs of the node belong to root; of root's rights it keeps none but that.",
    );
    notes.comment(
        &at("tolerations"),
        Guide::Logging,
        "Pods can run on control-plane nodes, too: in small clusters they do.",
    );
    notes.fixed(
        &at("volumes[2]"),
        Guide::Logging,
        "How far it has read: a new agent goes on where the old one stopped.",
    );
    let path = at("containers[0]");
    let at = |inner: &str| format!("{path}.{inner}");
    notes.decided(&at("env"), &logging.login);
    if let Some(index) = agent.env.iter().position(|variable| variable.name == NODE) {
        notes.comment(
            &at(&format!("env[{index}]")),
            Guide::Logging,
            "So that it asks the API server for the pods of its own node, not for all of the cluster.",
        );
    }
    notes.decided(&at("image"), &logging.kind);
    for (probe, why) in [
        ("livenessProbe", "An agent that does not answer is started anew."),
        ("readinessProbe", "A new version goes to the next node when it is well on this one."),
    ] {
        notes.fixed(&at(probe), Guide::Monitoring, why);
    }
    explain_resources(&path, &resources(agent), &mut notes);
    notes
}
