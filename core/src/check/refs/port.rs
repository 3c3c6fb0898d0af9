//! Ports by name and number, as containers declare them.

use super::super::context::{Context, Spot, given, items, text};
use super::super::index::{Index, Pod};
use crate::diagnostic::{Diagnostic, Severity, rules};
use crate::yaml::Node;

rules! {
    pub(crate) const PROBE_PORT: Rule = Rule {
        name: "probe-port",
        tier: Broken,
        severity: Error,
        says: "a probe asks a port by a name that the container does not have",
        why: "The probe fails for ever: a liveness probe kills the container again and again, a readiness probe keeps it from every request.",
        aliases: [
            "kube-linter/liveness-port",
            "kube-linter/readiness-port",
            "kube-linter/startup-port",
        ],
    };
}

/// Whether a text is the name of a port and not its number.
pub(super) fn is_name(text: &str) -> bool {
    text.bytes().any(|each| each.is_ascii_lowercase())
}

/// Whether some container of the pod listens on a port for all that the pod says: it declares it, a variable
/// holds it, or nothing is declared at all.
pub(super) fn may_listen(pod: &Pod<'_>, number: &str, index: &Index<'_>) -> bool {
    let declares = || pod.containers().any(|container| !items(container, "ports").is_empty());
    index.has_port(pod.object, "containerPort", number) || !declares() || pod.mentions(number)
}

/// The ports that probes ask.
pub(super) fn probes(
    context: &mut Context<'_>,
    container: &Node,
    pod: &Pod<'_>,
    index: &Index<'_>,
) {
    for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
        for handler in ["httpGet", "tcpSocket", "grpc"] {
            let Some(node) = container.at(&[probe, handler]).and_then(|each| given(each, "port"))
            else {
                continue;
            };
            let Some(wanted) = node.text() else { continue };
            let path = format!("{probe}.{handler}.port");
            if is_name(wanted) {
                let mut ports = items(container, "ports").iter();
                if ports.all(|port| text(port, "name") != Some(wanted)) {
                    let message = format!("the container has no port named `{wanted}`");
                    let help = "name a port in `ports`, or give the number";
                    let diagnostic = Diagnostic::new(&PROBE_PORT, message).help(help);
                    context.push(diagnostic, Spot::from(node), &path);
                }
            } else if !may_listen(pod, wanted, index) {
                let message = format!("no container of the pod declares the port {wanted}");
                let help = "ask the port that the container listens on, or add it to `ports`";
                let diagnostic =
                    Diagnostic::new(&PROBE_PORT, message).help(help).severity(Severity::Warning);
                context.push(diagnostic, Spot::from(node), &path);
            }
        }
    }
}
