//! The namespace and what it enforces.

use super::{BASE, labels, put};
use crate::field::Guide;
use crate::plan::{LABEL_INSTANCE, LABEL_MANAGED_BY, LABEL_NAME, Plan, Reason};
use crate::render::Notes;
use crate::resource::Objects;
use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::collections::BTreeMap;

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    let level = plan.pod_security.value.word();
    let version = format!("v{}", plan.kubernetes.value.name());
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    all.insert(LABEL_NAME.into(), plan.app.value.clone());
    all.insert(LABEL_INSTANCE.into(), plan.app.value.clone());
    all.insert(LABEL_MANAGED_BY.into(), "linkspan".into());
    for mode in ["enforce", "audit", "warn"] {
        all.insert(format!("pod-security.kubernetes.io/{mode}"), level.to_owned());
        all.insert(format!("pod-security.kubernetes.io/{mode}-version"), version.clone());
    }
    let namespace = Namespace {
        metadata: ObjectMeta {
            name: Some(plan.namespace.value.clone()),
            labels: Some(all),
            ..ObjectMeta::default()
        },
        ..Namespace::default()
    };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Cluster,
        "The app's own namespace: names, secrets and rules of this app stay in it.",
    ));
    labels::explain_cluster_metadata(plan, &mut notes);
    notes.decided("metadata.name", &plan.namespace);
    for mode in ["enforce", "audit", "warn"] {
        let key = format!("metadata.labels[pod-security.kubernetes.io/{mode}]");
        notes.decided(&key, &plan.pod_security);
        let key = format!("metadata.labels[pod-security.kubernetes.io/{mode}-version]");
        notes.decided(&key, &plan.kubernetes);
    }
    put(bundle, BASE, "namespace", &namespace, &notes);
}
