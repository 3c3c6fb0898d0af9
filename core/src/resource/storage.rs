//! The volume of an app that keeps its database or its uploads in files.

use super::labels::{explain_metadata, metadata};
use super::{BASE, put};
use crate::bundle::Bundle;
use crate::field::Guide;
use crate::plan::{Plan, Reason};
use crate::render::Notes;
use k8s_openapi::api::core::v1::{
    PersistentVolumeClaim, PersistentVolumeClaimSpec, VolumeResourceRequirements,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::collections::BTreeMap;

/// Name of the claim.
pub(super) fn name(plan: &Plan) -> String {
    format!("{}-storage", plan.app.value)
}

/// A claim of so much, for one node at a time.
pub(super) fn claim(plan: &Plan, size: &str) -> PersistentVolumeClaimSpec {
    let mut requests = BTreeMap::new();
    requests.insert("storage".into(), Quantity(size.to_owned()));
    PersistentVolumeClaimSpec {
        storage_class_name: plan.storage_class.as_ref().map(|class| class.value.clone()),
        access_modes: Some(vec!["ReadWriteOnce".into()]),
        resources: Some(VolumeResourceRequirements {
            requests: Some(requests),
            ..VolumeResourceRequirements::default()
        }),
        ..PersistentVolumeClaimSpec::default()
    }
}

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    let Some(size) = &plan.volume else { return };
    let claim = PersistentVolumeClaim {
        metadata: metadata(plan, &name(plan), "app"),
        spec: Some(claim(plan, &size.value)),
        ..PersistentVolumeClaim::default()
    };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Application,
        "The volume at /rails/storage, for uploads and SQLite's files. It outlives every pod; back it up.",
    ));
    explain_metadata(plan, &mut notes);
    notes.fixed(
        "spec.accessModes",
        Guide::Application,
        "One node at a time: every cluster can do it, and the app's pods are all on one.",
    );
    notes.decided("spec.resources", size);
    explain_class(plan, "spec.storageClassName", &mut notes);
    put(bundle, BASE, "storage", &claim, &notes);
}

/// The reason of the storage class at `path`, if one is named.
pub(super) fn explain_class(plan: &Plan, path: &str, notes: &mut Notes) {
    if let Some(class) = &plan.storage_class {
        notes.decided(path, class);
    }
}
