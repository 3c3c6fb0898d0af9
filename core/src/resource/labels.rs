//! Names and labels that objects share.

use crate::field::Guide;
use crate::plan::{
    LABEL_COMPONENT, LABEL_INSTANCE, LABEL_MANAGED_BY, LABEL_NAME, LABEL_VERSION, Plan, UNRELEASED,
};
use crate::render::Reasons;
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
    if !plan.stands_alone(component) {
        labels.insert(LABEL_VERSION.into(), UNRELEASED.into());
    }
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
pub(super) fn explain_metadata(plan: &Plan, reasons: &mut Reasons) {
    explain_cluster_metadata(plan, reasons);
    reasons.decided("metadata.namespace", &plan.namespace);
}

/// The reasons of [`metadata`] without a namespace, for what belongs to the whole cluster.
pub(super) fn explain_cluster_metadata(plan: &Plan, reasons: &mut Reasons) {
    reasons.decided("metadata.name", &plan.app);
    reasons.fixed("metadata.labels", Guide::Cluster, RECOMMENDED);
}

/// The reasons of [`metadata_of_each`].
pub(super) fn explain_of_each(plan: &Plan, reasons: &mut Reasons) {
    reasons.fixed(
        "metadata.generateName",
        Guide::Cluster,
        "Kubernetes adds five characters, so that two at a time do not meet. `kubectl create` makes it; `kubectl apply` cannot.",
    );
    reasons.decided("metadata.namespace", &plan.namespace);
    reasons.fixed("metadata.labels", Guide::Cluster, RECOMMENDED);
    explain_version(reasons);
}

const RECOMMENDED: &str = "Kubernetes' recommended labels: tools group the app's objects by them.";

/// The reasons of [`pod_labels`] in a template of pods.
pub(super) fn explain_pod_labels(plan: &Plan, component: &str, reasons: &mut Reasons) {
    reasons.fixed(
        "metadata.labels",
        Guide::Cluster,
        "The selector finds the pods by these labels.",
    );
    if !plan.stands_alone(component) {
        explain_version(reasons);
    }
}

fn explain_version(reasons: &mut Reasons) {
    reasons.fixed(
        &format!("metadata.labels[{LABEL_VERSION}]"),
        Guide::Delivery,
        "deploy.sh writes the git revision here.",
    );
}
