//! Argo CD's Application and ApplicationSet, `argoproj.io/v1alpha1` as of Argo CD 3.

use super::FOLDER;
use crate::bundle::Bundle;
use crate::field::Guide;
use crate::plan::{Plan, Reason};
use crate::render::Notes;
use crate::resource::put;
use serde::Serialize;
use std::collections::BTreeMap;

const API: &str = "argoproj.io/v1alpha1";
/// Where Argo CD lives.
const NAMESPACE: &str = "argocd";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Object<T> {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata,
    spec: T,
}

#[derive(Serialize)]
struct Metadata {
    name: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    namespace: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Application {
    project: &'static str,
    source: Source,
    destination: Destination,
    sync_policy: SyncPolicy,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Source {
    #[serde(rename = "repoURL")]
    repository: String,
    target_revision: String,
    path: &'static str,
}

#[derive(Serialize)]
struct Destination {
    server: &'static str,
    namespace: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SyncPolicy {
    automated: Automated,
    sync_options: Vec<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Automated {
    prune: bool,
    self_heal: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ApplicationSet {
    go_template: bool,
    go_template_options: Vec<&'static str>,
    generators: Vec<Generator>,
    template: Template,
}

#[derive(Serialize)]
struct Generator {
    clusters: Clusters,
}

#[derive(Serialize)]
struct Clusters {
    selector: Selector,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Selector {
    match_labels: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Template {
    metadata: Metadata,
    spec: Application,
}

fn of(plan: &Plan, server: &'static str) -> Application {
    let delivery = &plan.delivery;
    Application {
        project: "default",
        source: Source {
            repository: delivery.repository.value.clone(),
            target_revision: delivery.branch.value.clone(),
            path: "config/kube",
        },
        destination: Destination { server, namespace: plan.namespace.value.clone() },
        sync_policy: SyncPolicy {
            automated: Automated { prune: true, self_heal: true },
            sync_options: vec!["ServerSideApply=true", "PruneLast=true"],
        },
    }
}

fn explain(plan: &Plan, at: &str, notes: &mut Notes) {
    let delivery = &plan.delivery;
    notes.because("metadata.name", plan.app.reason());
    notes.decided(&format!("{at}spec.source.repoURL"), &delivery.repository);
    notes.decided(&format!("{at}spec.source.targetRevision"), &delivery.branch);
    notes.decided(&format!("{at}spec.destination.namespace"), &plan.namespace);
    notes.comment(
        &format!("{at}spec.syncPolicy.syncOptions"),
        Guide::Delivery,
        "What is no longer in git goes last: pods that still run may use its settings.",
    );
}

pub(super) fn application(plan: &Plan, bundle: &mut Bundle) {
    let object = Object {
        api_version: API,
        kind: "Application",
        metadata: Metadata { name: plan.app.value.clone(), namespace: NAMESPACE },
        spec: of(plan, "https://kubernetes.default.svc"),
    };
    let why = plan
        .delivery
        .gitops
        .because("Argo CD applies config/kube of the branch to its own cluster.");
    let mut notes = Notes::new(why);
    explain(plan, "", &mut notes);
    put(bundle, FOLDER, "argocd", &object, &notes);
}

pub(super) fn application_set(plan: &Plan, bundle: &mut Bundle) {
    let app = &plan.app.value;
    let mut match_labels = BTreeMap::new();
    match_labels.insert(app.clone(), "true".to_owned());
    let object = Object {
        api_version: API,
        kind: "ApplicationSet",
        metadata: Metadata { name: app.clone(), namespace: NAMESPACE },
        spec: ApplicationSet {
            go_template: true,
            go_template_options: vec!["missingkey=error"],
            generators: vec![Generator {
                clusters: Clusters { selector: Selector { match_labels } },
            }],
            template: Template {
                metadata: Metadata {
                    name: format!("{app}-{{{{.nameNormalized}}}}"),
                    namespace: "",
                },
                spec: of(plan, "{{.server}}"),
            },
        },
    };
    let why = plan.delivery.gitops.because("Argo CD applies config/kube of the branch to each of its clusters that has the label below.");
    let mut notes = Notes::new(why);
    explain(plan, "spec.template.", &mut notes);
    notes.because(
        "spec.generators",
        Reason::fixed(Guide::Delivery, "A label of the cluster's Secret in Argo CD's namespace."),
    );
    put(bundle, FOLDER, "argocd", &object, &notes);
}
