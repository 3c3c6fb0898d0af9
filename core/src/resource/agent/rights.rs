//! The agent's namespace, its identity, and what it may ask the API server.

use super::super::labels::explain_cluster_metadata;
use super::super::{LOGGING, put};
use super::{Agent, cluster_metadata, explain_own, own_metadata};
use crate::field::Guide;
use crate::plan::{Plan, Reason};
use crate::render::{Notes, Part};
use crate::resource::Objects;
use k8s_openapi::api::core::v1::{Namespace, ServiceAccount};
use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding, PolicyRule, RoleRef, Subject};

const GROUP: &str = "rbac.authorization.k8s.io";

pub(super) fn add(plan: &Plan, agent: &Agent, bundle: &mut Objects<'_>) {
    namespace(plan, bundle);
    account(plan, agent, bundle);
    if agent.asks {
        role(plan, bundle);
        binding(plan, bundle);
    }
}

fn namespace(plan: &Plan, bundle: &mut Objects<'_>) {
    let own = &plan.logging.namespace;
    let mut metadata = cluster_metadata(plan, &own.value);
    if let Some(labels) = &mut metadata.labels {
        labels.insert("pod-security.kubernetes.io/enforce".into(), "privileged".into());
    }
    let namespace = Namespace { metadata, ..Namespace::default() };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Logging,
        "The agent's own namespace. Apply this folder once a cluster; deploy.sh leaves it alone.",
    ));
    explain_cluster_metadata(plan, &mut notes);
    notes.decided("metadata.name", own);
    notes.comment(
        "metadata.labels[pod-security.kubernetes.io/enforce]",
        Guide::Security,
        "The agent reads files of the node, which every stricter standard forbids. That is why it does not live beside the app.",
    );
    put(bundle, LOGGING, "namespace", &namespace, &notes);
}

fn account(plan: &Plan, agent: &Agent, bundle: &mut Objects<'_>) {
    let account = ServiceAccount {
        metadata: own_metadata(plan, &plan.agent()),
        automount_service_account_token: Some(agent.asks),
        ..ServiceAccount::default()
    };
    let mut notes = Notes::new(Reason::fixed(Guide::Logging, "The identity of the agent's pods."));
    explain_own(plan, &mut notes);
    let why = if agent.asks {
        "It asks the API server for the labels of pods."
    } else {
        "It does not talk to the Kubernetes API."
    };
    notes.fixed("automountServiceAccountToken", Guide::Security, why);
    put(bundle, LOGGING, "service-account", &account, &notes);
}

fn role(plan: &Plan, bundle: &mut Objects<'_>) {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let role = ClusterRole {
        metadata: cluster_metadata(plan, &plan.agent()),
        rules: Some(vec![PolicyRule {
            api_groups: Some(words(&[""])),
            resources: Some(words(&["namespaces", "pods"])),
            verbs: words(&["get", "list", "watch"]),
            ..PolicyRule::default()
        }]),
        ..ClusterRole::default()
    };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Logging,
        "What the agent may ask: whose a log is, and the labels of that pod. It may change nothing.",
    ));
    explain_cluster_metadata(plan, &mut notes);
    put(bundle, LOGGING, "cluster-role", &role, &notes);
}

fn binding(plan: &Plan, bundle: &mut Objects<'_>) {
    let mut notes =
        Notes::new(Reason::fixed(Guide::Logging, "Gives the agent what its role says."));
    explain_cluster_metadata(plan, &mut notes);
    let mut subject = Part::from(Subject {
        kind: "ServiceAccount".into(),
        name: plan.agent(),
        namespace: Some(plan.logging.namespace.value.clone()),
        ..Subject::default()
    });
    subject.reasons.decided("namespace", &plan.logging.namespace);
    let binding = ClusterRoleBinding {
        metadata: cluster_metadata(plan, &plan.agent()),
        role_ref: RoleRef {
            api_group: GROUP.into(),
            kind: "ClusterRole".into(),
            name: plan.agent(),
        },
        subjects: Some(notes.list("subjects", [subject].into_iter().collect())),
    };
    put(bundle, LOGGING, "cluster-role-binding", &binding, &notes);
}
