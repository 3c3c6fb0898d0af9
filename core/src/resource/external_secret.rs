//! The Secret as External Secrets makes it: what we write of external-secrets.io/v1, by the definition in
//! External Secrets 1.3.2 (`config/crds/bases/external-secrets.io_externalsecrets.yaml`).

use super::labels::{explain_metadata, metadata};
use super::{BASE, put};
use crate::field::Guide;
use crate::plan::{Decided, Plan, Reason, SecretStore, SecretStoreKind, StoreScope};
use crate::render::{Notes, Part, Reasons};
use crate::resource::Objects;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ExternalSecret {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: Spec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    refresh_interval: String,
    secret_store_ref: StoreRef,
    target: Target,
    data: Vec<Entry>,
}

#[derive(Serialize)]
struct StoreRef {
    kind: &'static str,
    name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Target {
    name: String,
    creation_policy: &'static str,
    deletion_policy: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    secret_key: String,
    remote_ref: Remote,
}

#[derive(Serialize)]
struct Remote {
    key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    property: Option<String>,
}

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    let store = &plan.secret_store;
    if store.kind.value != SecretStoreKind::ExternalSecrets {
        return;
    }
    let mut notes = notes(plan);
    let data = plan.secret_keys().map(|variable| entry(store, variable)).collect();
    let object = ExternalSecret {
        api_version: "external-secrets.io/v1",
        kind: "ExternalSecret",
        metadata: metadata(plan, &plan.secret_name, "app"),
        spec: Spec {
            refresh_interval: format!("{}s", store.refresh.value),
            secret_store_ref: StoreRef {
                kind: match store.scope.value {
                    StoreScope::Cluster => "ClusterSecretStore",
                    StoreScope::Namespace => "SecretStore",
                },
                name: store.name.as_ref().map(|name| name.value.clone()).unwrap_or_default(),
            },
            target: Target {
                name: plan.secret_name.clone(),
                creation_policy: "Owner",
                deletion_policy: "Retain",
            },
            data: notes.list("spec.data", data),
        },
    };
    put(bundle, BASE, "external-secret", &object, &notes);
}

fn entry(store: &SecretStore, variable: &Decided<String>) -> Part<Entry> {
    let mut reasons = Reasons::default();
    reasons.decided("", variable);
    let mut fill = |path: &str, pattern: &Decided<String>| {
        reasons.decided(path, pattern);
        SecretStore::fill(&pattern.value, &variable.value)
    };
    let remote_ref = Remote {
        key: fill("remoteRef.key", &store.key),
        property: store.property.as_ref().map(|pattern| fill("remoteRef.property", pattern)),
    };
    Part { object: Entry { secret_key: variable.value.clone(), remote_ref }, reasons }
}

fn notes(plan: &Plan) -> Notes {
    let store = &plan.secret_store;
    let mut notes = Notes::new(Reason::fixed(
        Guide::Secrets,
        "Where External Secrets finds the values of the app's Secret. No value stands here.",
    ));
    explain_metadata(plan, &mut notes);
    notes.decided("kind", &store.kind);
    notes.decided("spec.refreshInterval", &store.refresh);
    notes.decided("spec.secretStoreRef.kind", &store.scope);
    if let Some(name) = &store.name {
        notes.decided("spec.secretStoreRef.name", name);
    }
    notes.fixed("spec.target", Guide::Secrets, "The Secret that the pods read.");
    notes.comment(
        "spec.target.deletionPolicy",
        Guide::Secrets,
        "A value that vanished from the manager does not take the app down.",
    );
    notes
}
