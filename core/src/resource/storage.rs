//! The volume of an app that keeps its database in a file.

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

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    if !plan.has_volume() {
        return;
    }
    let mut requests = BTreeMap::new();
    requests.insert("storage".into(), Quantity(plan.database.storage.value.clone()));
    let claim = PersistentVolumeClaim {
        metadata: metadata(plan, &name(plan), "app"),
        spec: Some(PersistentVolumeClaimSpec {
            access_modes: Some(vec!["ReadWriteOnce".into()]),
            resources: Some(VolumeResourceRequirements {
                requests: Some(requests),
                ..VolumeResourceRequirements::default()
            }),
            ..PersistentVolumeClaimSpec::default()
        }),
        ..PersistentVolumeClaim::default()
    };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Application,
        "The volume of SQLite's files and of uploads (/rails/storage). It outlives every pod; back it up.",
    ));
    explain_metadata(plan, &mut notes);
    notes.fixed(
        "spec.accessModes",
        Guide::Application,
        "One node at a time: SQLite needs no more, and every cluster can do it.",
    );
    notes.decided("spec.resources", &plan.database.storage);
    put(bundle, BASE, "storage", &claim, &notes);
}
