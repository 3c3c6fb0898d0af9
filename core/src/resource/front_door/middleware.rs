//! The largest request at Traefik, which limits it by a Middleware of its own (`traefik.io/v1alpha1`). Source: its page of the
//! Buffering middleware, read 2026-11-30.

use super::super::labels::{explain_metadata, metadata};
use super::super::{BASE, Custom, put, web};
use crate::plan::Plan;
use crate::render::Notes;
use crate::resource::Objects;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

/// Group and kind.
pub(super) const KIND: (&str, &str) = ("traefik.io", "Middleware");
/// What an Ingress names its Middleware by.
const MIDDLEWARES: &str = "traefik.ingress.kubernetes.io/router.middlewares";

#[derive(Serialize)]
struct Spec {
    buffering: Buffering,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Buffering {
    max_request_body_bytes: i64,
}

/// Adds it where the front door is Traefik's and the spec names a size.
pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    let Some(most) = plan.buffered() else { return };
    let object = Custom {
        api_version: "traefik.io/v1alpha1",
        kind: KIND.1,
        metadata: metadata(plan, &web::name(plan), "web"),
        spec: Spec { buffering: Buffering { max_request_body_bytes: most.value } },
    };
    let mut notes = Notes::new(most.because(
        "Traefik takes in the whole request before the app gets it, and answers 413 to one that is larger.",
    ));
    explain_metadata(plan, &mut notes);
    put(bundle, BASE, "body-limit", &object, &notes);
}

/// Says at an Ingress that it holds for it.
pub(super) fn name_at(plan: &Plan, metadata: &mut ObjectMeta, notes: &mut Notes) {
    let Some(most) = plan.buffered() else { return };
    let annotations = metadata.annotations.get_or_insert_default();
    let value = format!("{}-{}@kubernetescrd", plan.namespace.value, web::name(plan));
    let all = annotations.entry(MIDDLEWARES.to_owned()).or_default();
    // Those that the spec names come first.
    *all = if all.is_empty() { value } else { format!("{all},{value}") };
    notes.decided(&format!("metadata.annotations[{MIDDLEWARES}]"), &most);
}
