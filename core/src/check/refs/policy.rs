//! NetworkPolicies: whom they are for, whom they name, and ports by name.

use super::super::context::{Context, Spot, given, items};
use super::super::index::{Index, any_of, selected_by};
use super::super::object::Object;
use super::{list, port, selector};
use crate::check::refs::selector::SELECTS_NOTHING;
use crate::diagnostic::{Diagnostic, rules};
use crate::yaml::Node;

rules! {
    pub(crate) const POLICY_PORT: Rule = Rule {
        name: "policy-port",
        tier: Broken,
        severity: Warning,
        says: "a NetworkPolicy opens a port by a name that no pod it selects has",
        why: "The port stays shut: requests to it run into a timeout.",
    };
}

/// Judges one policy.
pub(super) fn check(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    let own = object.root.at(&["spec", "podSelector"]);
    selector::of_pods(context, object, own, "spec.podSelector", index);
    for (field, side) in [("ingress", "from"), ("egress", "to")] {
        for (at, rule) in list(&object.root, &["spec", field]).iter().enumerate() {
            for (nth, peer) in items(rule, side).iter().enumerate() {
                // Pods of other namespaces are seldom in the folder.
                if peer.get("namespaceSelector").is_none() {
                    let path = format!("spec.{field}[{at}].{side}[{nth}].podSelector");
                    peer_pods(context, object, peer, &path, index);
                }
            }
            if let ("ingress", Some(own)) = (field, own) {
                named_ports(context, object, own, rule, &format!("spec.ingress[{at}]"), index);
            }
        }
    }
}

/// The pods that a rule names.
fn peer_pods(
    context: &mut Context<'_>,
    object: &Object,
    peer: &Node,
    path: &str,
    index: &Index<'_>,
) {
    if let Some(node) = selector::reaching_nothing(object, peer.get("podSelector"), index) {
        let message = "this rule names pods of which the folder has none";
        let help = "make its labels those of a pod template; pods of another namespace need a `namespaceSelector` beside them";
        let diagnostic = Diagnostic::new(&SELECTS_NOTHING, message).help(help);
        context.push(diagnostic, Spot::from(node), path);
    }
}

/// A port by name that no pod has opens nothing.
fn named_ports(
    context: &mut Context<'_>,
    object: &Object,
    own: &Node,
    rule: &Node,
    path: &str,
    index: &Index<'_>,
) {
    for (at, each) in items(rule, "ports").iter().enumerate() {
        let Some(node) = given(each, "port") else { continue };
        let Some(name) = node.text().filter(|name| port::is_name(name)) else { continue };
        let labels = selected_by(own, "matchLabels");
        let mut pods =
            index.selected(&object.namespace, &labels, items(own, "matchExpressions")).peekable();
        let is_some = pods.peek().is_some();
        if is_some && !any_of(pods, |pod| index.has_port(pod.object, "name", name)) {
            let message = format!("no pod that this policy selects has a port named `{name}`");
            let help = "name a port in the container's `ports`, or give the number";
            let diagnostic = Diagnostic::new(&POLICY_PORT, message).help(help);
            context.push(diagnostic, Spot::from(node), &format!("{path}.ports[{at}].port"));
        }
    }
}
