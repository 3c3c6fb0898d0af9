//! A port that a NetworkPolicy names and no pod it selects has.

use crate::check::context::{Context, Spot, given, items};
use crate::check::index::{Index, any_of, selected_by};
use crate::check::object::Object;
use crate::check::refs::port;
use crate::diagnostic::{Diagnostic, rule};
use crate::yaml::Node;

rule! {
    pub(in crate::check) const POLICY_PORT: Rule = Rule {
        name: "policy-port",
        tier: Broken,
        severity: Warning,
        says: "a NetworkPolicy opens a port by a name that no pod it selects has",
        why: "The port stays shut: requests to it run into a timeout.",
    };
}

/// A port by name that no pod has opens nothing.
pub(super) fn check(
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
