//! What every pod of the app has in common.

use super::container::writable;
use super::labels::{explain_pod_labels, pod_labels, selector};
use super::storage;
use crate::field::Guide;
use crate::plan::Plan;
use crate::render::Notes;
use k8s_openapi::api::core::v1::{
    Container, EmptyDirVolumeSource, PersistentVolumeClaimVolumeSource, PodSecurityContext,
    PodSpec, PodTemplateSpec, SeccompProfile, TopologySpreadConstraint, Volume,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

/// The user that the Dockerfile makes.
const USER: i64 = 1000;

/// A pod template around one container.
pub(super) fn template(plan: &Plan, component: &str, container: Container) -> PodTemplateSpec {
    PodTemplateSpec {
        metadata: Some(ObjectMeta {
            labels: Some(pod_labels(plan, component)),
            ..ObjectMeta::default()
        }),
        spec: Some(PodSpec {
            service_account_name: Some(plan.app.value.clone()),
            automount_service_account_token: Some(false),
            enable_service_links: Some(false),
            security_context: Some(PodSecurityContext {
                run_as_non_root: Some(true),
                run_as_user: Some(USER),
                run_as_group: Some(USER),
                fs_group: plan.has_volume().then_some(USER),
                seccomp_profile: Some(SeccompProfile {
                    type_: "RuntimeDefault".into(),
                    localhost_profile: None,
                }),
                ..PodSecurityContext::default()
            }),
            containers: vec![container],
            volumes: Some(volumes(plan)).filter(|volumes| !volumes.is_empty()),
            ..PodSpec::default()
        }),
    }
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
pub(super) fn explain(path: &str, notes: &mut Notes) {
    explain_pod_labels(path, notes);
    let at = |inner: &str| format!("{path}.spec.{inner}");
    notes.fixed(
        &at("serviceAccountName"),
        Guide::DockerImage,
        "Brings the login for the image registry.",
    );
    notes.fixed(
        &at("automountServiceAccountToken"),
        Guide::Security,
        "Rails does not talk to the Kubernetes API.",
    );
    notes.comment(
        &at("enableServiceLinks"),
        Guide::Environment,
        "Else a Service named `redis` would set REDIS_PORT in every pod.",
    );
    notes.fixed(
        &at("securityContext"),
        Guide::Security,
        "The image's own user, never root; seccomp filters system calls.",
    );
    notes.fixed(&at("topologySpreadConstraints"), Guide::Cluster, "Pods go to different nodes and zones where there are any, so that one failure does not take them all.");
    notes.fixed(&at("volumes"), Guide::Security, "Scratch space of each pod, gone with it.");
}
