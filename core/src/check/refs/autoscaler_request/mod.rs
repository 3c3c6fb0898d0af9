//! A share of what containers request, of a container that requests nothing.

use crate::check::context::{Context, Spot, filled, items, text};
use crate::check::index::{Index, pod};
use crate::check::object::Object;
use crate::diagnostic::{Diagnostic, rule};
use crate::yaml::Node;

rule! {
    pub(in crate::check) const AUTOSCALER_REQUEST: Rule = Rule {
        name: "autoscaler-request",
        tier: Broken,
        severity: Error,
        says: "an autoscaler goes by a share of what containers request, and one of them requests nothing",
        why: "Kubernetes cannot work out the share, so the number of pods never changes.",
    };
}

/// A share of what is requested needs a request, of each container.
pub(super) fn check(
    context: &mut Context<'_>,
    object: &Object,
    workload: &Object,
    resource: &Node,
    path: &str,
    index: &Index<'_>,
) {
    let Some(name) = filled(resource, "name") else { return };
    let Some(share) = resource.at(&["target", "averageUtilization"]) else { return };
    // A LimitRange gives a request to those that have none.
    if index.of_kind_in("LimitRange", &object.namespace).next().is_some() {
        return;
    }
    let Some(pod) = pod(workload) else { return };
    let containers = items(pod.spec, "containers");
    let has = |container: &Node, part: &str| container.at(&["resources", part, name]).is_some();
    let without = containers.iter().find(|each| !has(each, "requests") && !has(each, "limits"));
    if let Some(container) = without {
        let message = format!(
            "the container `{}` of the {} `{}` requests no {name}, of which this is a share",
            text(container, "name").unwrap_or_default(),
            workload.kind,
            workload.name
        );
        let help = format!(
            "add `resources.requests.{name}` to the container: without it nothing is scaled"
        );
        let diagnostic = Diagnostic::new(&AUTOSCALER_REQUEST, message).help(help);
        context.push(diagnostic, Spot::from(share), &format!("{path}.target.averageUtilization"));
    }
}
