//! Argo CD's Application and ApplicationSet, `argoproj.io/v1alpha1` as of Argo CD 3.

use super::{BASE, FOLDER, Metadata, Object};
use crate::field::Guide;
use crate::plan::{GitOps, Plan};
use crate::render::{Items, Notes, Part};
use crate::resource::Objects;
use crate::resource::put;
use serde::Serialize;
use std::collections::BTreeMap;

const API: &str = "argoproj.io/v1alpha1";
/// Where Argo CD lives.
const NAMESPACE: &str = "argocd";

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
    path: String,
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

/// One of these at a time.
#[derive(Default, Serialize)]
struct Generator {
    #[serde(skip_serializing_if = "Option::is_none")]
    clusters: Option<Clusters>,
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<List>,
    #[serde(skip_serializing_if = "Option::is_none")]
    matrix: Option<Matrix>,
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
struct List {
    elements: Vec<Element>,
}

#[derive(Serialize)]
struct Element {
    environment: String,
    namespace: String,
}

/// Every pair of what two generators give.
#[derive(Serialize)]
struct Matrix {
    generators: Vec<Generator>,
}

#[derive(Serialize)]
struct Template {
    metadata: Metadata,
    spec: Application,
}

/// Argo CD's own cluster.
const HERE: &str = "https://kubernetes.default.svc";
/// The cluster that a generator found.
const FOUND: &str = "{{.server}}";

fn of(plan: &Plan, server: &'static str, folder: &str, namespace: &str) -> Application {
    let delivery = &plan.delivery;
    Application {
        project: "default",
        source: Source {
            repository: delivery.repository.value.clone(),
            target_revision: delivery.branch.value.clone(),
            path: folder.to_owned(),
        },
        destination: Destination { server, namespace: namespace.to_owned() },
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
    notes.comment(
        &format!("{at}spec.syncPolicy.syncOptions"),
        Guide::Delivery,
        "What is no longer in git goes last: pods that still run may use its settings.",
    );
}

fn application_set(
    app: &str,
    name: &str,
    generator: Part<Generator>,
    spec: Application,
    notes: &mut Notes,
) -> Object<ApplicationSet> {
    Object {
        api_version: API,
        kind: "ApplicationSet",
        metadata: Metadata { name: app.to_owned(), namespace: NAMESPACE },
        spec: ApplicationSet {
            go_template: true,
            go_template_options: vec!["missingkey=error"],
            generators: notes.list("spec.generators", [generator].into_iter().collect()),
            template: Template {
                metadata: Metadata { name: format!("{app}-{name}"), namespace: "" },
                spec,
            },
        },
    }
}

/// The clusters of Argo CD whose Secret has the app as a label, with this value.
fn clusters(app: &str, value: &str) -> Part<Generator> {
    let match_labels = BTreeMap::from([(app.to_owned(), value.to_owned())]);
    let clusters = Some(Clusters { selector: Selector { match_labels } });
    let mut generator = Part::from(Generator { clusters, ..Generator::default() });
    generator.reasons.fixed("clusters", Guide::Delivery, LABEL);
    generator
}

const LABEL: &str = "A label of the cluster's Secret in Argo CD's namespace.";

/// The app's only folder, to one cluster or to several.
pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    let (app, namespace) = (&plan.app.value, &plan.namespace.value);
    let gitops = &plan.delivery.gitops;
    if gitops.value == GitOps::ArgoCd {
        let object = Object {
            api_version: API,
            kind: "Application",
            metadata: Metadata { name: app.clone(), namespace: NAMESPACE },
            spec: of(plan, HERE, BASE, namespace),
        };
        let why = gitops.because("Argo CD applies config/kube of the branch to its own cluster.");
        let mut notes = Notes::new(why);
        explain(plan, "", &mut notes);
        notes.decided("spec.destination.namespace", &plan.namespace);
        put(bundle, FOLDER, "argocd", &object, &notes);
        return;
    }
    let spec = of(plan, FOUND, BASE, namespace);
    let why = gitops.because("Argo CD applies config/kube of the branch to each of its clusters that has the label below.");
    let mut notes = Notes::new(why);
    explain(plan, "spec.template.", &mut notes);
    notes.decided("spec.template.spec.destination.namespace", &plan.namespace);
    let clusters = clusters(app, "true");
    let object = application_set(app, "{{.nameNormalized}}", clusters, spec, &mut notes);
    notes.fixed("spec.generators", Guide::Delivery, LABEL);
    put(bundle, FOLDER, "argocd", &object, &notes);
}

/// One ApplicationSet, of which each environment gets an Application, or one in each of its clusters.
pub(super) fn add_environments(plans: &[Plan], bundle: &mut Objects<'_>) {
    let Some(plan) = plans.first() else { return };
    let (app, gitops) = (&plan.app.value, &plan.delivery.gitops);
    let element = |plan: &Plan| Element {
        environment: plan.environment.clone().unwrap_or_default(),
        namespace: plan.namespace.value.clone(),
    };
    let list = List { elements: plans.iter().map(element).collect() };
    let list = Generator { list: Some(list), ..Generator::default() };
    let is_fleet = gitops.value == GitOps::ArgoCdFleet;
    let (generator, name, server) = if is_fleet {
        let mut generators = Items::default();
        generators.push(list);
        generators.push(clusters(app, "{{.environment}}"));
        let mut both = Part::from(Generator::default());
        let generators = both.reasons.list("matrix.generators", generators);
        both.object.matrix = Some(Matrix { generators });
        (both, "{{.environment}}-{{.nameNormalized}}", FOUND)
    } else {
        (Part::from(list), "{{.environment}}", HERE)
    };
    let folder = format!("{BASE}/{{{{.environment}}}}");
    let spec = of(plan, server, &folder, "{{.namespace}}");
    let why = gitops.because(if is_fleet {
        "Argo CD applies the folder of each environment to those of its clusters that have the label below."
    } else {
        "Argo CD applies the folder of each environment to its own cluster."
    });
    let mut notes = Notes::new(why);
    explain(plan, "spec.template.", &mut notes);
    let object = application_set(app, name, generator, spec, &mut notes);
    put(bundle, FOLDER, "argocd", &object, &notes);
}
