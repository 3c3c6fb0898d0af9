//! What every pod of the app has in common.

use super::container::{self, writable};
use super::labels::{explain_pod_labels, pod_labels, selector, selector_labels};
use super::storage;
use crate::field::Guide;
use crate::plan::{DatabaseKind, LABEL_COMPONENT, Plan};
use crate::render::{Items, Part, Reasons};
use k8s_openapi::api::core::v1::{
    Affinity, Container, EmptyDirVolumeSource, PersistentVolumeClaimVolumeSource, PodAffinity,
    PodAffinityTerm, PodSecurityContext, PodSpec, PodTemplateSpec, SeccompProfile,
    TopologySpreadConstraint, Volume,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{
    LabelSelector, LabelSelectorRequirement, ObjectMeta,
};

/// A template of pods that run a release.
pub(super) fn template(plan: &Plan, component: &str, pod: Part<PodSpec>) -> Part<PodTemplateSpec> {
    let mut reasons = Reasons::default();
    explain_pod_labels(&mut reasons);
    let object = PodTemplateSpec {
        metadata: Some(ObjectMeta {
            labels: Some(pod_labels(plan, component)),
            ..ObjectMeta::default()
        }),
        spec: Some(reasons.part("spec", pod)),
    };
    Part { object, reasons }
}

/// A pod of the app: the folders that Rails writes to, and on which node.
pub(super) fn of_app(plan: &Plan, container: Part<Container>) -> Part<PodSpec> {
    let rights = app_rights(plan, plan.has_volume());
    let mut pod = spec(plan, container, rights, volumes(plan));
    explain_user(plan, &mut pod.reasons);
    if plan.read_only_root.value && !plan.build.is_generated() {
        begin_with(container::folder_maker(plan), &mut pod);
    }
    if plan.read_only_root.value || plan.has_volume() {
        pod.reasons.fixed("volumes", Guide::Security, "Scratch space of each pod, gone with it.");
    }
    if plan.has_volume() {
        pod.object.affinity = Some(beside_the_volume(plan));
        pod.reasons.comment(
            "affinity",
            Guide::Application,
            "The volume can be held by one node at a time: all pods of the app run on the same one.",
        );
        pod.reasons.fixed(
            "securityContext.fsGroupChangePolicy",
            Guide::Application,
            "Without it, the owner of every file would be looked at when a pod starts.",
        );
    }
    pod
}

/// Adds what runs before the containers, behind what does so already.
pub(super) fn begin_with(first: Part<Container>, pod: &mut Part<PodSpec>) {
    let all = pod.object.init_containers.get_or_insert_default();
    let path = format!("initContainers[{}]", all.len());
    all.push(pod.reasons.part(&path, first));
}

/// What any pod has, those of data stores too.
pub(super) fn spec(
    plan: &Plan,
    container: Part<Container>,
    rights: PodSecurityContext,
    volumes: Items<Volume>,
) -> Part<PodSpec> {
    let mut reasons = Reasons::default();
    reasons.fixed(
        "serviceAccountName",
        Guide::DockerImage,
        "Brings the login for the image registry.",
    );
    reasons.fixed(
        "automountServiceAccountToken",
        Guide::Security,
        "It does not talk to the Kubernetes API.",
    );
    reasons.comment(
        "enableServiceLinks",
        Guide::Environment,
        "Else a Service named `redis` would set REDIS_PORT in every pod.",
    );
    let object = PodSpec {
        service_account_name: Some(plan.app.value.clone()),
        automount_service_account_token: Some(false),
        enable_service_links: Some(false),
        security_context: Some(rights),
        containers: reasons.list("containers", [container].into_iter().collect()),
        volumes: Some(reasons.list("volumes", volumes)).filter(|volumes| !volumes.is_empty()),
        ..PodSpec::default()
    };
    Part { object, reasons }
}

/// What pods of the app's image may do, and the group of their volume if they have one.
pub(super) fn app_rights(plan: &Plan, volume: bool) -> PodSecurityContext {
    rights(plan.container.user.value, plan.container.group.value, volume)
}

/// Why the app's pods run as this user.
pub(super) fn explain_user(plan: &Plan, reasons: &mut Reasons) {
    reasons.fixed(
        "securityContext",
        Guide::Security,
        "The image's own user, never root; seccomp filters system calls.",
    );
    reasons.decided("securityContext.runAsUser", &plan.container.user);
    reasons.decided("securityContext.runAsGroup", &plan.container.group);
}

/// What the restricted Pod Security Standard asks of a pod, and the group of its volume if it has one.
pub(super) fn rights(user: i64, group: i64, volume: bool) -> PodSecurityContext {
    PodSecurityContext {
        run_as_non_root: Some(true),
        run_as_user: Some(user),
        run_as_group: Some(group),
        fs_group: volume.then_some(group),
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
    let mut stores = plan.redis_parts();
    if plan.database_kind() == DatabaseKind::Cluster {
        stores.push(plan.database_part().to_owned());
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

fn volumes(plan: &Plan) -> Items<Volume> {
    let mut volumes = Items::default();
    for folder in writable(plan) {
        let volume = Volume { name: folder.name.to_owned(), ..Volume::default() };
        match folder.size {
            Some(size) => {
                let claim = PersistentVolumeClaimVolumeSource {
                    claim_name: storage::name(plan),
                    read_only: None,
                };
                volumes.decided(Volume { persistent_volume_claim: Some(claim), ..volume }, size);
            }
            None => {
                volumes.push(Volume { empty_dir: Some(EmptyDirVolumeSource::default()), ..volume })
            }
        }
    }
    volumes
}

/// Spreads the pods of a Deployment over nodes and zones where it can.
pub(super) fn spread(plan: &Plan, component: &str, pod: &mut Part<PodSpec>) {
    let constraint = |key: &str| TopologySpreadConstraint {
        max_skew: 1,
        topology_key: key.to_owned(),
        when_unsatisfiable: "ScheduleAnyway".into(),
        label_selector: Some(selector(plan, component)),
        match_label_keys: Some(vec!["pod-template-hash".into()]),
        ..TopologySpreadConstraint::default()
    };
    let keys = ["kubernetes.io/hostname", "topology.kubernetes.io/zone"];
    pod.object.topology_spread_constraints = Some(keys.map(constraint).to_vec());
    pod.reasons.fixed("topologySpreadConstraints", Guide::Cluster, "Pods go to different nodes and zones where there are any, so that one failure does not take them all.");
}
