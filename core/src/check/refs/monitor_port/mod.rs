//! A port that a monitor names and nothing it selects has.

use crate::check::context::{Context, Spot, given, list};
use crate::check::index::{Index, any_of};
use crate::check::object::Object;
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const MONITOR_PORT: Rule = Rule {
        name: "monitor-port",
        tier: Broken,
        severity: Error,
        says: "a monitor asks a port by a name that nothing it selects has",
        why: "Prometheus never scrapes the app, and says so nowhere but in its own log.",
    };
}

/// The ports that a monitor asks of what it selects: pods or Services by their numbers.
pub(super) fn check<I: Iterator<Item = usize>>(
    context: &mut Context<'_>,
    object: &Object,
    selected: impl Fn() -> I,
    index: &Index<'_>,
) {
    let is_pods = object.kind == "PodMonitor";
    let field = if is_pods { "podMetricsEndpoints" } else { "endpoints" };
    for (at, endpoint) in list(&object.root, &["spec", field]).iter().enumerate() {
        let Some(node) = given(endpoint, "port") else { continue };
        let Some(name) = node.text() else { continue };
        let has = |at: usize| {
            let pod = || index.pods.get(at).map(|pod| pod.object);
            let service = || index.services.get(at).copied();
            let object = if is_pods { pod() } else { service() };
            object.is_some_and(|object| index.has_port(object, "name", name))
        };
        if !any_of(selected(), has) {
            let what = if is_pods { "pod" } else { "Service" };
            let message = format!("no {what} that this selects has a port named `{name}`");
            let help = format!("name a port of the {what}: by its name, not its number");
            let diagnostic = Diagnostic::new(&MONITOR_PORT, message).help(help);
            context.push(diagnostic, Spot::from(node), &format!("spec.{field}[{at}].port"));
        }
    }
}
