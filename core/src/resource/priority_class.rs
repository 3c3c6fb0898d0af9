//! Which pods go first when nodes are full.

use super::{BASE, labels, put};
use crate::field::Guide;
use crate::plan::{Decided, Plan, Reason};
use crate::render::{Notes, Part};
use crate::resource::Objects;
use k8s_openapi::api::core::v1::PodSpec;
use k8s_openapi::api::scheduling::v1::PriorityClass;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    let (Some(value), Some(name)) = (&plan.web.priority, &plan.web.priority_class) else { return };
    let class = PriorityClass {
        // Of the whole cluster: it has no namespace.
        metadata: ObjectMeta { namespace: None, ..labels::metadata(plan, &name.value, "web") },
        value: super::web::small(value.value),
        description: Some(format!("Web pods of {}", plan.app.value)),
        ..PriorityClass::default()
    };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Cluster,
        "The rank of the web pods: when nodes are full, they push out pods of less. Seen by the whole cluster, so whoever deploys needs the right to make it.",
    ));
    labels::explain_cluster_metadata(plan, &mut notes);
    notes.decided("metadata.name", name);
    notes.comment(
        "value",
        Guide::Cluster,
        "It cannot be changed later: for another value give it another name.",
    );
    notes.because("value", value.reason());
    put(bundle, BASE, "priority-class", &class, &notes);
}

/// Puts pods into a class.
pub(super) fn rank(pod: &mut Part<PodSpec>, class: Option<&Decided<String>>) {
    if let Some(class) = class {
        pod.object.priority_class_name = Some(class.value.clone());
        pod.reasons.decided("priorityClassName", class);
    }
}
