//! The identity of the app's pods.

use super::labels::{explain_metadata, metadata};
use super::{BASE, put};
use crate::field::Guide;
use crate::plan::{Plan, Reason};
use crate::render::Notes;
use crate::resource::Objects;
use k8s_openapi::api::core::v1::{LocalObjectReference, ServiceAccount};

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    let mut metadata = metadata(plan, &plan.app.value, "app");
    if let Some((identity, name)) = plan.identity() {
        let annotation = (identity.annotation.to_owned(), name.value.clone());
        metadata.annotations = Some([annotation].into());
    }
    let account = ServiceAccount {
        metadata,
        automount_service_account_token: Some(false),
        image_pull_secrets: plan
            .pull_secret
            .as_ref()
            .map(|secret| vec![LocalObjectReference { name: secret.value.clone() }]),
        ..ServiceAccount::default()
    };
    let mut notes = Notes::new(Reason::fixed(
        Guide::DockerImage,
        "The identity of all pods of the app, with the login for the image registry.",
    ));
    explain_metadata(plan, &mut notes);
    if let Some((_, name)) = plan.identity() {
        notes.decided("metadata.annotations", name);
    }
    notes.comment(
        "automountServiceAccountToken",
        Guide::Security,
        "Rails does not talk to the Kubernetes API, so its pods get no key to it.",
    );
    if let Some(secret) = &plan.pull_secret {
        notes.decided("imagePullSecrets", secret);
    }
    put(bundle, BASE, "service-account", &account, &notes);
}
