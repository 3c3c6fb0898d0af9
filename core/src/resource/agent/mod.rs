//! What reads the log on each node. Set up once a cluster, not with each release.

mod daemon_set;
mod fluent_bit;
mod fluentd;
mod otel;
mod rights;

use super::labels::{explain_metadata, metadata};
use super::{LOGGING, put};
use crate::field::Guide;
use crate::plan::{LogAgent, Plan, Reason};
use crate::render::{Items, Notes};
use crate::resource::Objects;
use k8s_openapi::api::core::v1::{ConfigMap, EnvVar};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Where the agent remembers how far it has read: a folder of the node.
const STATE: &str = "/state";

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    if let Some(agent) = agent(plan) {
        rights::add(plan, &agent, bundle);
        config(plan, &agent, bundle);
        daemon_set::add(plan, &agent, bundle);
    }
}

/// What differs from agent to agent.
struct Agent {
    image: &'static str,
    /// Its configuration, and the name and folder of that file.
    config: String,
    file: &'static str,
    folder: &'static str,
    args: Vec<String>,
    /// Its variables, most of them from its Secret.
    env: Items<EnvVar>,
    /// CPU request, memory request, memory limit.
    resources: [&'static str; 3],
    /// Where it says that it is well.
    health: (&'static str, i32),
    /// Whether it asks the API server for the labels of pods.
    asks: bool,
    /// Whether its image bears a read-only root.
    read_only_root: bool,
}

fn agent(plan: &Plan) -> Option<Agent> {
    match plan.logging.kind.value {
        LogAgent::None => None,
        LogAgent::FluentBit => Some(fluent_bit::agent(plan)),
        LogAgent::Fluentd => Some(fluentd::agent(plan)),
        LogAgent::Otel => Some(otel::agent(plan)),
    }
}

/// In the agent's own namespace.
fn own_metadata(plan: &Plan, name: &str) -> ObjectMeta {
    ObjectMeta {
        namespace: Some(plan.logging.namespace.value.clone()),
        ..metadata(plan, name, "logging")
    }
}

/// Of the whole cluster.
fn cluster_metadata(plan: &Plan, name: &str) -> ObjectMeta {
    ObjectMeta { namespace: None, ..metadata(plan, name, "logging") }
}

fn explain_own(plan: &Plan, notes: &mut Notes) {
    explain_metadata(plan, notes);
    notes.decided("metadata.namespace", &plan.logging.namespace);
}

/// Files of pods: this app's alone, or all but those of the cluster itself and of the agent.
fn wanted(plan: &Plan) -> (String, Vec<String>) {
    let at = |namespace: &str| format!("/var/log/containers/*_{namespace}_*.log");
    if !plan.logging.cluster_wide.value {
        return (at(&plan.namespace.value), Vec::new());
    }
    let without = ["kube-system", plan.logging.namespace.value.as_str()].map(at).to_vec();
    ("/var/log/containers/*.log".to_owned(), without)
}

/// A change makes another name, so that the agents start anew with it.
fn config_name(plan: &Plan, agent: &Agent) -> String {
    let digest = Sha256::digest(agent.config.as_bytes());
    let digest: String = digest.iter().take(5).map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{digest}", plan.agent())
}

fn config(plan: &Plan, agent: &Agent, bundle: &mut Objects<'_>) {
    let mut data = BTreeMap::new();
    data.insert(agent.file.to_owned(), agent.config.clone());
    let map = ConfigMap {
        metadata: own_metadata(plan, &config_name(plan, agent)),
        immutable: Some(true),
        data: Some(data),
        ..ConfigMap::default()
    };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Logging,
        "What the agent reads, what it makes of it, and where it sends it. No secrets here.",
    ));
    explain_own(plan, &mut notes);
    notes.fixed(
        "metadata.name",
        Guide::Logging,
        "The name ends in a hash of the content: after a change the agents start anew.",
    );
    notes.fixed("immutable", Guide::Logging, "Running agents keep what they started with.");
    notes.decided("data", &plan.logging.to);
    put(bundle, LOGGING, "config", &map, &notes);
}
