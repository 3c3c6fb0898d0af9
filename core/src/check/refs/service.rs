//! Services and the pods behind them.

use super::super::context::{Context, Spot, bool, filled, items, text};
use super::super::index::{Index, Pod, any_of, selected_by};
use super::super::object::Object;
use super::{port, selector};
use crate::diagnostic::{Diagnostic, Severity, rules};

rules! {
    pub(crate) const BACKEND_PORT: Rule = Rule {
        name: "backend-port",
        tier: Broken,
        severity: Error,
        says: "a route leads to a port that its Service does not have",
        why: "The controller answers 503 for every request to this path.",
    };
    pub(crate) const TARGET_PORT: Rule = Rule {
        name: "target-port",
        tier: Broken,
        severity: Error,
        says: "a Service sends to a port by a name that no container behind it has",
        why: "The Service has no endpoints for this port, and every connection is refused.",
        aliases: ["kube-linter/invalid-target-ports"],
    };
}

/// The pods that a Service selects, and the ports that it sends them to. Without a single pod in the folder
/// nothing can be said.
pub(super) fn check(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    let Some(spec) = object.root.get("spec").filter(|_| !index.pods.is_empty()) else { return };
    let labels = selected_by(spec, "selector");
    if labels.is_empty() || text(spec, "type") == Some("ExternalName") {
        return;
    }
    if index.selected(&object.namespace, &labels, &[]).next().is_none() {
        selector::unmatched(context, object, "spec.selector", spec.get("selector"));
        return;
    }
    for (at, each) in items(spec, "ports").iter().enumerate() {
        let Some((field, wanted)) = filled(each, "targetPort")
            .map(|wanted| ("targetPort", wanted))
            .or_else(|| Some(("port", filled(each, "port")?)))
        else {
            continue;
        };
        let named = port::is_name(wanted);
        let has = |pod: &Pod<'_>| {
            if named {
                index.has_port(pod.object, "name", wanted)
            } else {
                port::may_listen(pod, wanted, index) || bool(pod.spec, "hostNetwork") == Some(true)
            }
        };
        if any_of(index.selected(&object.namespace, &labels, &[]), has) {
            continue;
        }
        let Some(node) = each.get(field) else { continue };
        let path = format!("spec.ports[{at}].{field}");
        let diagnostic = if named {
            let message = format!("no container behind this Service has a port named `{wanted}`");
            let help = "name a port in the container's `ports`, or give the number";
            Diagnostic::new(&TARGET_PORT, message).help(help)
        } else {
            let message = format!("no container behind this Service declares the port {wanted}");
            let help = "set `targetPort` to the port that the container listens on";
            Diagnostic::new(&TARGET_PORT, message).help(help).severity(Severity::Warning)
        };
        context.push(diagnostic, Spot::from(node), &path);
    }
}

/// A port that a Service of the folder has to have: `field` of its ports is what is named.
pub(super) fn port(
    context: &mut Context<'_>,
    index: &Index<'_>,
    service: &Object,
    node: &crate::yaml::Node,
    field: &'static str,
    path: &str,
) {
    let wanted = node.text().unwrap_or_default();
    if !index.has_port(service, field, wanted) {
        let message = format!("the Service `{}` has no port `{wanted}`", service.name);
        let help = "name one of the ports of the Service (not of the container)";
        let diagnostic = Diagnostic::new(&BACKEND_PORT, message).help(help);
        context.push(diagnostic, Spot::from(node), path);
    }
}
