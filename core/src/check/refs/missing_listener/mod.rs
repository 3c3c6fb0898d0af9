//! A route that names a listener which its Gateway does not have.

use crate::check::context::{Context, Spot, filled, given, list, text};
use crate::check::object::Object;
use crate::diagnostic::{Diagnostic, rule};
use crate::yaml::Node;

rule! {
    pub(in crate::check) const MISSING_LISTENER: Rule = Rule {
        name: "missing-listener",
        tier: Broken,
        severity: Error,
        says: "a route names a listener that its Gateway does not have",
        why: "The route is never attached, and its host answers 404.",
    };
}

/// The listeners of a Gateway that a route means.
pub(super) fn meant<'i>(
    context: &mut Context<'_>,
    gateway: &'i Object,
    parent: &Node,
    path: &str,
) -> Vec<&'i Node> {
    let all = list(&gateway.root, &["spec", "listeners"]);
    let (section, port) = (filled(parent, "sectionName"), filled(parent, "port"));
    let meant: Vec<&Node> = all
        .iter()
        .filter(|each| section.is_none_or(|name| text(each, "name") == Some(name)))
        .filter(|each| port.is_none_or(|port| text(each, "port") == Some(port)))
        .collect();
    let (field, wanted) = match (section, port) {
        (Some(name), _) => ("sectionName", name),
        (None, Some(port)) => ("port", port),
        (None, None) => return meant,
    };
    if let (true, Some(node)) = (meant.is_empty(), given(parent, field)) {
        let message = format!("the Gateway `{}` has no listener `{wanted}`", gateway.name);
        let help = "name one of the Gateway's listeners";
        let diagnostic = Diagnostic::new(&MISSING_LISTENER, message).help(help);
        context.push(diagnostic, Spot::from(node), &format!("{path}.{field}"));
    }
    meant
}
