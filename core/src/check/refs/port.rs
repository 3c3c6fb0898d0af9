//! Ports by name and number, as containers declare them.

use super::super::context::{Context, Spot, given, items, text};
use super::super::index::Pod;
use super::broken;
use crate::diagnostic::Severity;
use crate::yaml::Node;

/// Whether a text is the name of a port and not its number.
pub(super) fn is_name(text: &str) -> bool {
    text.bytes().any(|each| each.is_ascii_lowercase())
}

/// The containers of a pod, those that run beside the others from its start included.
pub(super) fn containers(spec: &Node) -> impl Iterator<Item = &Node> {
    items(spec, "containers").iter().chain(items(spec, "initContainers"))
}

/// Whether a container of the pod has a port of this name.
pub(super) fn has_name(spec: &Node, name: &str) -> bool {
    containers(spec)
        .flat_map(|container| items(container, "ports"))
        .any(|port| text(port, "name") == Some(name))
}

/// Whether some container of the pod listens on a port for all that the pod says: it declares it, a variable
/// holds it, or nothing is declared at all.
pub(super) fn may_listen(spec: &Node, number: &str) -> bool {
    let mut declares = false;
    for container in containers(spec) {
        for port in items(container, "ports") {
            declares = true;
            if text(port, "containerPort") == Some(number) {
                return true;
            }
        }
        let values = items(container, "env").iter().filter_map(|each| text(each, "value"));
        let words = ["command", "args"].into_iter().flat_map(|field| items(container, field));
        if values.chain(words.filter_map(Node::text)).any(|each| mentions(each, number)) {
            return true;
        }
    }
    !declares
}

/// Whether a number stands by itself in a text.
fn mentions(text: &str, number: &str) -> bool {
    text.split(|each: char| !each.is_ascii_digit()).any(|each| each == number)
}

/// The ports that probes ask.
pub(super) fn probes(context: &mut Context<'_>, container: &Node, pod: &Pod<'_>) {
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
                    let diagnostic = broken("probe-port", Severity::Error, message, help);
                    context.report(diagnostic, Spot::from(node), &path);
                }
            } else if !may_listen(pod.spec, wanted) {
                let message = format!("no container of the pod declares the port {wanted}");
                let help = "ask the port that the container listens on, or add it to `ports`";
                let diagnostic = broken("probe-port", Severity::Warning, message, help);
                context.report(diagnostic, Spot::from(node), &path);
            }
        }
    }
}
