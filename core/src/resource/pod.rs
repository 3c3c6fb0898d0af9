//! What every pod of the app has in common.

use super::container::{self, Own, storage_index, writable};
use super::labels::{explain_pod_labels, pod_labels, selector, selector_labels};
use super::{postgres, storage};
use crate::field::Guide;
use crate::plan::{DatabaseKind, LABEL_COMPONENT, Plan};
use crate::render::Notes;
use k8s_openapi::api::core::v1::{
    Affinity, Container, EmptyDirVolumeSource, PersistentVolumeClaimVolumeSource, PodAffinity,
    PodAffinityTerm, PodSecurityContext, PodSpec, PodTemplateSpec, SeccompProfile,
    TopologySpreadConstraint, Volume,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{
    LabelSelector, LabelSelectorRequirement, ObjectMeta,
};

/// The user that the Dockerfile makes.
pub(super) const USER: i64 = 1000;

/// A pod template around one container.
pub(super) fn template(plan: &Plan, component: &str, container: Container) -> PodTemplateSpec {
    PodTemplateSpec {
        metadata: Some(ObjectMeta {
            labels: Some(pod_labels(plan, component)),
            ..ObjectMeta::default()
        }),
        spec: Some(PodSpec {
            affinity: plan.has_volume().then(|| beside_the_volume(plan)),
            ..spec(plan, container, rights(USER, plan.has_volume()), volumes(plan))
        }),
    }
}

/// What any pod has, those of data stores too.
pub(super) fn spec(
    plan: &Plan,
    container: Container,
    rights: PodSecurityContext,
    volumes: Vec<Volume>,
) -> PodSpec {
    PodSpec {
        service_account_name: Some(plan.app.value.clone()),
        automount_service_account_token: Some(false),
        enable_service_links: Some(false),
        security_context: Some(rights),
        containers: vec![container],
        volumes: Some(volumes).filter(|volumes| !volumes.is_empty()),
        ..PodSpec::default()
    }
}

/// What the restricted Pod Security Standard asks of a pod, and the group of its volume if it has one.
pub(super) fn rights(user: i64, volume: bool) -> PodSecurityContext {
    PodSecurityContext {
        run_as_non_root: Some(true),
        run_as_user: Some(user),
        run_as_group: Some(user),
        fs_group: volume.then_some(user),
        fs_group_change_policy: volume.then(|| "OnRootMismatch".into()),
        seccomp_profile: Some(SeccompProfile {
            type_: "RuntimeDefault".into(),
            localhost_profile: None,
        }),
        ..PodSecurityContext::default()
    }
}

/// A volume can be held by one node at a time: a pod goes where the app's other pods are, and the first
/// of them, which is one of those that it looks for, goes anywhere.
fn beside_the_volume(plan: &Plan) -> Affinity {
    let mut labels = selector_labels(plan, "");
    labels.remove(LABEL_COMPONENT);
    let mut stores = vec!["redis".to_owned()];
    if plan.database_kind() == DatabaseKind::Cluster {
        stores.push(postgres::COMPONENT.to_owned());
    }
    Affinity {
        pod_affinity: Some(PodAffinity {
            required_during_scheduling_ignored_during_execution: Some(vec![PodAffinityTerm {
                label_selector: Some(LabelSelector {
                    match_labels: Some(labels),
                    match_expressions: Some(vec![LabelSelectorRequirement {
                        key: LABEL_COMPONENT.into(),
                        operator: "NotIn".into(),
                        values: Some(stores),
                    }]),
                }),
                topology_key: "kubernetes.io/hostname".into(),
                ..PodAffinityTerm::default()
            }]),
            ..PodAffinity::default()
        }),
        ..Affinity::default()
    }
}

/// The variables of a process that is neither web nor worker.
pub(super) fn own_of_job(plan: &Plan) -> Vec<Own> {
    let mut own = vec![container::threads(plan)];
    own.extend(container::scratch(plan));
    own
}

fn volumes(plan: &Plan) -> Vec<Volume> {
    writable(plan)
        .into_iter()
        .map(|(name, _)| {
            let mut volume = Volume { name: name.to_owned(), ..Volume::default() };
            if name == "storage" {
                volume.persistent_volume_claim = Some(PersistentVolumeClaimVolumeSource {
                    claim_name: storage::name(plan),
                    read_only: None,
                });
            } else {
                volume.empty_dir = Some(EmptyDirVolumeSource::default());
            }
            volume
        })
        .collect()
}

/// Spreads the pods of a Deployment over nodes and zones where it can.
pub(super) fn spread(plan: &Plan, component: &str) -> Vec<TopologySpreadConstraint> {
    ["kubernetes.io/hostname", "topology.kubernetes.io/zone"]
        .into_iter()
        .map(|key| TopologySpreadConstraint {
            max_skew: 1,
            topology_key: key.to_owned(),
            when_unsatisfiable: "ScheduleAnyway".into(),
            label_selector: Some(selector(plan, component)),
            match_label_keys: Some(vec!["pod-template-hash".into()]),
            ..TopologySpreadConstraint::default()
        })
        .collect()
}

/// The reasons of [`template`], for a template at `path`.
pub(super) fn explain(plan: &Plan, path: &str, notes: &mut Notes) {
    explain_pod_labels(path, notes);
    explain_spec(plan, &format!("{path}.spec"), notes);
}

/// The reasons of a pod's spec at `path`.
pub(super) fn explain_spec(plan: &Plan, path: &str, notes: &mut Notes) {
    explain_spec_of_any(path, notes);
    let at = |inner: &str| format!("{path}.{inner}");
    notes.fixed(
        &at("securityContext"),
        Guide::Security,
        "The image's own user, never root; seccomp filters system calls.",
    );
    notes.fixed(&at("topologySpreadConstraints"), Guide::Cluster, "Pods go to different nodes and zones where there are any, so that one failure does not take them all.");
    notes.fixed(&at("volumes"), Guide::Security, "Scratch space of each pod, gone with it.");
    if let Some((index, size)) = storage_index(plan) {
        notes.decided(&at(&format!("volumes[{index}]")), size);
        notes.comment(
            &at("affinity"),
            Guide::Application,
            "The volume can be held by one node at a time: all pods of the app run on the same one.",
        );
        notes.fixed(
            &at("securityContext.fsGroupChangePolicy"),
            Guide::Application,
            "Without it, the owner of every file would be looked at when a pod starts.",
        );
    }
}

/// The reasons of what is the same for every pod, those of data stores too.
pub(super) fn explain_spec_of_any(path: &str, notes: &mut Notes) {
    let at = |inner: &str| format!("{path}.{inner}");
    notes.fixed(
        &at("serviceAccountName"),
        Guide::DockerImage,
        "Brings the login for the image registry.",
    );
    notes.fixed(
        &at("automountServiceAccountToken"),
        Guide::Security,
        "It does not talk to the Kubernetes API.",
    );
    notes.comment(
        &at("enableServiceLinks"),
        Guide::Environment,
        "Else a Service named `redis` would set REDIS_PORT in every pod.",
    );
}
