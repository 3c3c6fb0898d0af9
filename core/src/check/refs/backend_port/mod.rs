//! Ports that the Service behind a route or an address does not have.

use crate::check::context::{Context, Spot};
use crate::check::index::Index;
use crate::check::object::Object;
use crate::diagnostic::{Diagnostic, rule};
use crate::yaml::Node;

rule! {
    pub(in crate::check) const BACKEND_PORT: Rule = Rule {
        name: "backend-port",
        tier: Broken,
        severity: Error,
        says: "a route leads to a port that its Service does not have",
        why: "The controller answers 503 for every request to this path.",
    };
}

/// A port that a Service of the folder has to have: `field` of its ports is what is named.
pub(super) fn check(
    context: &mut Context<'_>,
    index: &Index<'_>,
    service: &Object,
    node: &Node,
    field: &'static str,
    path: &str,
) {
    let wanted = node.text().unwrap_or_default();
    if !index.has_port(service, field, wanted) {
        report(context, &service.name, wanted, node, path);
    }
}

/// Reports a port that a Service does not have.
pub(super) fn report(
    context: &mut Context<'_>,
    service: &str,
    port: &str,
    node: &Node,
    path: &str,
) {
    let message = format!("the Service `{service}` has no port `{port}`");
    let help = "name one of the ports of the Service (not of the container)";
    let diagnostic = Diagnostic::new(&BACKEND_PORT, message).help(help);
    context.push(diagnostic, Spot::from(node), path);
}

#[cfg(test)]
mod tests {
    use crate::check::tests::across::{STORES, one};
    use crate::check::tests::edit;
    use crate::check::tests::fixtures::WEB;

    #[test]
    fn ports_are_those_of_the_service() {
        edit(
            WEB,
            "                number: 80",
            "                number: 81",
            "backend-port",
            "spec.rules[0].http.paths[0].backend.service.port.number",
        );
        let path = "spec.template.spec.containers[0].env[3].value";
        one(
            STORES,
            "redis://redis:6379/0",
            "redis://redis:6380/0",
            &format!("backend-port {path}"),
        );
    }
}
