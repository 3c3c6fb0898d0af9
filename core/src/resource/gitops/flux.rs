//! Flux' GitRepository (`source.toolkit.fluxcd.io/v1`) and Kustomization
//! (`kustomize.toolkit.fluxcd.io/v1`), as of Flux 2.

use super::{FOLDER, Metadata, Object};
use crate::field::Guide;
use crate::plan::{Plan, Reason, SecretStoreKind};
use crate::render::Notes;
use crate::resource::Objects;
use crate::resource::put;
use serde::Serialize;

/// Where Flux lives.
const NAMESPACE: &str = "flux-system";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GitRepository {
    interval: &'static str,
    url: String,
    #[serde(rename = "ref")]
    reference: Branch,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_ref: Option<Name>,
}

#[derive(Serialize)]
struct Branch {
    branch: String,
}

#[derive(Serialize)]
struct Name {
    name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Kustomization {
    #[serde(skip_serializing_if = "Option::is_none")]
    decryption: Option<Decryption>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    depends_on: Vec<Name>,
    interval: &'static str,
    path: String,
    prune: bool,
    source_ref: Source,
    timeout: String,
    wait: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Decryption {
    provider: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_ref: Option<Name>,
}

#[derive(Serialize)]
struct Source {
    kind: &'static str,
    name: String,
}

fn metadata(name: String) -> Metadata {
    Metadata { name, namespace: NAMESPACE }
}

/// What Flux' objects of this plan are called, in a namespace that other apps and environments share.
fn name(plan: &Plan) -> String {
    match &plan.environment {
        Some(environment) => format!("{}-{environment}", plan.app.value),
        None => plan.app.value.clone(),
    }
}

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    let app = &name(plan);
    let folder = plan.environment.as_ref().map_or_else(
        || "./config/kube".to_owned(),
        |environment| format!("./config/kube/{environment}"),
    );
    repository(plan, bundle);
    let settings = format!("{app}-settings");
    let migration = plan.migrate.as_ref().map_or(0, |migrate| migrate.timeout.value);
    let about = "First the settings and the migration; Flux waits until both are done.";
    stage(
        plan,
        bundle,
        "settings",
        about,
        Kustomization {
            decryption: decryption(plan),
            path: folder.clone(),
            timeout: format!("{}s", migration + 300),
            ..common(app)
        },
    );
    let about = "Then the release, which waits for settings and migration of the same revision.";
    stage(
        plan,
        bundle,
        "release",
        about,
        Kustomization {
            depends_on: vec![Name { name: settings }],
            path: format!("{folder}/release"),
            ..common(app)
        },
    );
}

fn common(app: &str) -> Kustomization {
    Kustomization {
        decryption: None,
        depends_on: Vec::new(),
        interval: "10m",
        path: String::new(),
        prune: true,
        source_ref: Source { kind: "GitRepository", name: app.to_owned() },
        timeout: "15m".into(),
        wait: true,
    }
}

/// How Flux opens the Secret; a key service of the cloud knows Flux by its service account.
fn decryption(plan: &Plan) -> Option<Decryption> {
    let store = &plan.secret_store;
    (store.kind.value == SecretStoreKind::Sops).then(|| Decryption {
        provider: "sops",
        secret_ref: (!store.age.value.is_empty())
            .then(|| Name { name: format!("{}-sops", name(plan)) }),
    })
}

fn repository(plan: &Plan, bundle: &mut Objects<'_>) {
    let delivery = &plan.delivery;
    let url = delivery.repository.value.clone();
    let secret_ref =
        url.starts_with("ssh://").then(|| Name { name: format!("{}-git", plan.app.value) });
    let object = Object {
        api_version: "source.toolkit.fluxcd.io/v1",
        kind: "GitRepository",
        metadata: metadata(name(plan)),
        spec: GitRepository {
            interval: "1m",
            url,
            reference: Branch { branch: delivery.branch.value.clone() },
            secret_ref,
        },
    };
    let mut notes = Notes::new(delivery.gitops.because("Where Flux finds the app's manifests."));
    notes.because("metadata.name", plan.app.reason());
    notes.decided("spec.url", &delivery.repository);
    notes.decided("spec.ref", &delivery.branch);
    put(bundle, FOLDER, "repository", &object, &notes);
}

fn stage(plan: &Plan, bundle: &mut Objects<'_>, stage: &str, about: &str, spec: Kustomization) {
    let mut notes = Notes::new(Reason::fixed(Guide::Delivery, about));
    notes.decided("metadata.name", &plan.app);
    if spec.decryption.is_some() {
        notes.decided("spec.decryption", &plan.secret_store.kind);
    }
    let object = Object {
        api_version: "kustomize.toolkit.fluxcd.io/v1",
        kind: "Kustomization",
        metadata: metadata(format!("{}-{stage}", name(plan))),
        spec,
    };
    notes.fixed("spec.prune", Guide::Delivery, "What is no longer in git is deleted.");
    notes.fixed(
        "spec.wait",
        Guide::Delivery,
        "Done means that Jobs have succeeded and pods are ready.",
    );
    put(bundle, FOLDER, stage, &object, &notes);
}
