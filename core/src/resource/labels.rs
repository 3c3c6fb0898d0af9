//! Names and labels that objects share.

use crate::field::Guide;
use crate::plan::{
    LABEL_COMPONENT, LABEL_INSTANCE, LABEL_MANAGED_BY, LABEL_NAME, LABEL_VERSION, Plan, Reason,
    UNRELEASED,
};
use crate::render::Notes;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use std::collections::BTreeMap;

type Labels = BTreeMap<String, String>;

/// What selectors use. Never the version: a selector cannot change later.
pub(super) fn selector_labels(plan: &Plan, component: &str) -> Labels {
    let app = &plan.app.value;
    let mut labels = Labels::new();
    labels.insert(LABEL_NAME.into(), app.clone());
    labels.insert(LABEL_INSTANCE.into(), app.clone());
    labels.insert(LABEL_COMPONENT.into(), component.into());
    labels
}

/// Labels of an object.
pub(super) fn labels(plan: &Plan, component: &str) -> Labels {
    let mut labels = selector_labels(plan, component);
    labels.insert(LABEL_MANAGED_BY.into(), "linkspan".into());
    labels
}

/// Labels of a pod that runs a release.
pub(super) fn pod_labels(plan: &Plan, component: &str) -> Labels {
    let mut labels = labels(plan, component);
    labels.insert(LABEL_VERSION.into(), UNRELEASED.into());
    if let Some((key, value)) = plan.identity().and_then(|(identity, _)| identity.pod_label) {
        labels.insert(key.into(), value.into());
    }
    labels
}

/// A selector on [`selector_labels`].
pub(super) fn selector(plan: &Plan, component: &str) -> LabelSelector {
    LabelSelector {
        match_labels: Some(selector_labels(plan, component)),
        ..LabelSelector::default()
    }
}

/// Name, namespace and labels of an object.
pub(super) fn metadata(plan: &Plan, name: &str, component: &str) -> ObjectMeta {
    ObjectMeta {
        name: Some(name.to_owned()),
        namespace: Some(plan.namespace.value.clone()),
        labels: Some(labels(plan, component)),
        ..ObjectMeta::default()
    }
}

/// The metadata of what is made anew each time, for pods with the labels of a release.
pub(super) fn metadata_of_each(plan: &Plan, component: &str) -> ObjectMeta {
    ObjectMeta {
        name: None,
        generate_name: Some(format!("{}-{component}-", plan.app.value)),
        labels: Some(pod_labels(plan, component)),
        ..metadata(plan, "", component)
    }
}

/// The reasons of [`metadata`].
pub(super) fn explain_metadata(plan: &Plan, notes: &mut Notes) {
    notes.because("metadata.name", plan.app.reason());
    notes.decided("metadata.namespace", &plan.namespace);
    notes.fixed(
        "metadata.labels",
        Guide::Cluster,
        "Kubernetes' recommended labels: tools group the app's objects by them.",
    );
}

/// The reasons of [`metadata_of_each`].
pub(super) fn explain_of_each(plan: &Plan, notes: &mut Notes) {
    explain_metadata(plan, notes);
    notes.fixed(
        "metadata.generateName",
        Guide::Cluster,
        "Kubernetes adds five characters, so that two at a time do not meet. `kubectl create` makes it; `kubectl apply` cannot.",
    );
    explain_version("", notes);
}

/// The reasons of pod labels, for a pod template at `path` (`spec.template`).
pub(super) fn explain_pod_labels(path: &str, notes: &mut Notes) {
    notes.fixed(
        &format!("{path}.metadata.labels"),
        Guide::Cluster,
        "The selector finds the pods by these labels.",
    );
    explain_version(&format!("{path}."), notes);
}

fn explain_version(at: &str, notes: &mut Notes) {
    notes.because(
        &format!("{at}metadata.labels[{LABEL_VERSION}]"),
        Reason::fixed(Guide::Delivery, "deploy.sh writes the git revision here."),
    );
}
