//! What data stores in the cluster have in common: one pod, its data on a volume.

use super::labels::{labels, metadata, selector};
use super::{pod, storage};
use crate::field::Guide;
use crate::plan::{Decided, Plan};
use crate::render::{Items, Notes, Part};
use k8s_openapi::api::apps::v1::{StatefulSet, StatefulSetSpec};
use k8s_openapi::api::core::v1::{
    Container, EmptyDirVolumeSource, ExecAction, PersistentVolumeClaim, PodSpec, PodTemplateSpec,
    Probe, Volume,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

/// A StatefulSet of one such pod, behind a Service of the same name, with a volume `data` of this size.
pub(super) fn set(
    plan: &Plan,
    component: &str,
    pod: Part<PodSpec>,
    size: &Decided<String>,
    notes: &mut Notes,
) -> StatefulSet {
    notes.fixed("spec.replicas", Guide::BackgroundJobs, "One pod owns the data.");
    let mut set = without_volume(plan, component, pod, notes);
    let mut claims = Items::default();
    let metadata = ObjectMeta { name: Some("data".into()), ..labelled(plan, component) };
    let claim = storage::claim(plan, size).within("spec", |spec| PersistentVolumeClaim {
        metadata,
        spec: Some(spec),
        ..PersistentVolumeClaim::default()
    });
    claims.push(claim);
    notes.decided("spec.volumeClaimTemplates", size);
    if let Some(spec) = &mut set.spec {
        spec.volume_claim_templates = Some(notes.list("spec.volumeClaimTemplates", claims));
    }
    set
}

fn labelled(plan: &Plan, component: &str) -> ObjectMeta {
    ObjectMeta { labels: Some(labels(plan, component)), ..ObjectMeta::default() }
}

/// The same of a pod that keeps nothing.
pub(super) fn without_volume(
    plan: &Plan,
    component: &str,
    pod: Part<PodSpec>,
    notes: &mut Notes,
) -> StatefulSet {
    let name = format!("{}-{component}", plan.app.value);
    for (at, why) in [
        ("serviceName", "The Service beside this file."),
        ("selector", "A selector cannot change later."),
    ] {
        notes.fixed(&format!("spec.{at}"), Guide::BackgroundJobs, why);
    }
    StatefulSet {
        metadata: metadata(plan, &name, component),
        spec: Some(StatefulSetSpec {
            service_name: Some(name),
            replicas: Some(1),
            selector: selector(plan, component),
            template: PodTemplateSpec {
                metadata: Some(labelled(plan, component)),
                spec: Some(notes.part("spec.template.spec", pod)),
            },
            ..StatefulSetSpec::default()
        }),
        ..StatefulSet::default()
    }
}

/// The pod around its one container, and what both are allowed.
pub(super) fn pod(
    plan: &Plan,
    mut container: Part<Container>,
    user: i64,
    volumes: Items<Volume>,
) -> Part<PodSpec> {
    container.reasons.fixed(
        "securityContext",
        Guide::Security,
        "What the restricted Pod Security Standard asks for, and a read-only root.",
    );
    let mut pod = pod::spec(plan, container, pod::rights(user, user, true), volumes);
    pod.reasons.fixed(
        "securityContext",
        Guide::Security,
        "The image's own user, never root; the volume belongs to its group.",
    );
    pod
}

/// A probe that runs a command in the container.
pub(super) fn probe(command: &[&str], period: i32, failures: i32) -> Probe {
    Probe {
        exec: Some(ExecAction {
            command: Some(command.iter().map(|word| (*word).to_owned()).collect()),
        }),
        period_seconds: Some(period),
        timeout_seconds: Some(5),
        failure_threshold: Some(failures),
        ..Probe::default()
    }
}

/// A folder in memory of so many mebibytes.
pub(super) fn in_memory(name: &str, mebibytes: u64) -> Volume {
    Volume {
        name: name.to_owned(),
        empty_dir: Some(EmptyDirVolumeSource {
            medium: Some("Memory".into()),
            size_limit: Some(Quantity(format!("{mebibytes}Mi"))),
        }),
        ..Volume::default()
    }
}
