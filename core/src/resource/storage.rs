//! The volume of an app that keeps its database or its uploads in files.

use super::labels::{explain_metadata, metadata};
use super::{BASE, put};
use crate::bundle::Bundle;
use crate::field::Guide;
use crate::plan::{Decided, Plan, Reason};
use crate::render::{Notes, Part};
use k8s_openapi::api::core::v1::{
    PersistentVolumeClaim, PersistentVolumeClaimSpec, VolumeResourceRequirements,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

/// Name of the claim.
pub(super) fn name(plan: &Plan) -> String {
    format!("{}-storage", plan.app.value)
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

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    let Some(size) = &plan.volume else { return };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Application,
        format!(
            "The volume at {}, for uploads and SQLite's files. It outlives every pod; back it up.",
            plan.container.path("storage")
        ),
    ));
    explain_metadata(plan, &mut notes);
    notes.fixed(
        "spec.accessModes",
        Guide::Application,
        "One node at a time: every cluster can do it, and the app's pods are all on one.",
    );
    notes.decided("spec.resources", size);
    let claim = PersistentVolumeClaim {
        metadata: metadata(plan, &name(plan), "app"),
        spec: Some(notes.part("spec", claim(plan, size))),
        ..PersistentVolumeClaim::default()
    };
    put(bundle, BASE, "storage", &claim, &notes);
}
