//! Volumes of the app: the one of an app that keeps its database or its uploads in files, and those that the spec names.

use super::labels::{explain_metadata, metadata};
use super::{BASE, put};
use crate::field::Guide;
use crate::plan::{Decided, Plan, Reason, STORAGE, Volume};
use crate::render::{Notes, Part};
use crate::resource::Objects;
use k8s_openapi::api::core::v1::{
    PersistentVolumeClaim, PersistentVolumeClaimSpec, VolumeResourceRequirements,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

/// Name of a volume's claim.
pub(super) fn name(plan: &Plan, volume: &Volume) -> String {
    format!("{}-{}", plan.app.value, volume.name.value)
}

/// A claim of so much, for one node at a time.
pub(super) fn claim(plan: &Plan, size: &Decided<String>) -> Part<PersistentVolumeClaimSpec> {
    let mut claim = Part::from(PersistentVolumeClaimSpec {
        access_modes: Some(vec!["ReadWriteOnce".into()]),
        resources: Some(VolumeResourceRequirements {
            requests: Some([("storage".into(), Quantity(size.value.clone()))].into()),
            ..VolumeResourceRequirements::default()
        }),
        ..PersistentVolumeClaimSpec::default()
    });
    if let Some(class) = &plan.storage_class {
        claim.object.storage_class_name = Some(class.value.clone());
        claim.reasons.decided("storageClassName", class);
    }
    claim
}

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    for volume in &plan.volumes {
        one(plan, volume, bundle);
    }
}

fn one(plan: &Plan, volume: &Volume, bundle: &mut Objects<'_>) {
    let is_own = volume.at.is_empty();
    let about = if is_own {
        format!(
            "The volume at {}, for uploads and SQLite's files. It outlives every pod; back it up.",
            volume.path.value
        )
    } else {
        format!("The volume at {}. It outlives every pod; back it up.", volume.path.value)
    };
    let mut notes = Notes::new(Reason::fixed(Guide::Application, about));
    explain_metadata(plan, &mut notes);
    if is_own {
        notes.fixed(
            "spec.accessModes",
            Guide::Application,
            "One node at a time: every cluster can do it, and the app's pods are all on one.",
        );
    } else {
        notes.decided("metadata.name", &volume.name);
        notes.decided("spec.accessModes", &volume.access);
    }
    notes.decided("spec.resources", &volume.size);
    let mut claim = claim(plan, &volume.size);
    claim.object.access_modes = Some(vec![volume.access.value.word().to_owned()]);
    if let Some(class) = &volume.class {
        claim.object.storage_class_name = Some(class.value.clone());
        claim.reasons.decided("storageClassName", class);
    }
    let claim = PersistentVolumeClaim {
        metadata: metadata(plan, &name(plan, volume), "app"),
        spec: Some(notes.part("spec", claim)),
        ..PersistentVolumeClaim::default()
    };
    let file = if is_own { STORAGE.to_owned() } else { format!("volume-{}", volume.name.value) };
    put(bundle, BASE, &file, &claim, &notes);
}
