//! The Service that gives the pods of a StatefulSet their names.

use super::super::context::{Context, Spot, filled};
use super::super::index::{Index, Labels, pairs};
use super::super::object::Object;
use super::replicas::Sizes;
use super::{config, lookup};
use crate::diagnostic::{Diagnostic, rules};

rules! {
    pub(crate) const GOVERNING_SERVICE: Rule = Rule {
        name: "governing-service",
        tier: Broken,
        severity: Warning,
        says: "the Service of a StatefulSet gives its pods no names",
        why: "Pods of a StatefulSet find each other by names that only a Service without an address of its own gives them.",
        aliases: ["kube-score/statefulset-has-servicename"],
    };
}

/// Its governing Service and the classes of its volumes.
pub(super) fn check(
    context: &mut Context<'_>,
    object: &Object,
    index: &Index<'_>,
    sizes: &Sizes<'_>,
) {
    config::templates(context, object, index);
    let Some(spec) = object.root.get("spec") else { return };
    let (Some(name), Some(node)) = (filled(spec, "serviceName"), spec.get("serviceName")) else {
        return;
    };
    let target = ["Service", object.namespace.as_str(), name];
    let Some(service) = lookup(context, index, target, node, "spec.serviceName") else { return };
    let Some(service) = service.root.get("spec") else { return };
    let labels = spec.at(&["template", "metadata"]).map(|meta| pairs(meta, "labels"));
    let labels: Labels<'_> = labels.unwrap_or_default().into_iter().collect();
    let selector = pairs(service, "selector");
    let selects = selector.iter().all(|(key, value)| labels.get(key) == Some(value));
    // A single pod is as well reached by the address of the Service.
    let several = sizes.of(object).is_some_and(|size| size.most > 1);
    let message = if filled(service, "clusterIP") != Some("None") && several {
        format!("the Service `{name}` has an address of its own, so the pods get no names by it")
    } else if !selector.is_empty() && !selects {
        format!("the Service `{name}` does not select these pods, so they get no names by it")
    } else {
        return;
    };
    let help = "name a Service with `clusterIP: None` and the labels of these pods as its selector";
    let diagnostic = Diagnostic::new(&GOVERNING_SERVICE, message).help(help);
    context.push(diagnostic, Spot::from(node), "spec.serviceName");
}
