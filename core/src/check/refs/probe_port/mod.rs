//! Ports that probes ask and the pod does not have.

use crate::check::context::{Context, Spot, given, items, text};
use crate::check::index::{Index, Pod};
use crate::check::refs::port;
use crate::diagnostic::{Diagnostic, Severity, rule};
use crate::yaml::Node;

rule! {
    pub(in crate::check) const PROBE_PORT: Rule = Rule {
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

/// The ports that probes ask.
pub(super) fn check(context: &mut Context<'_>, container: &Node, pod: &Pod<'_>, index: &Index<'_>) {
    for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
        for handler in ["httpGet", "tcpSocket", "grpc"] {
            let Some(node) = container.at(&[probe, handler]).and_then(|each| given(each, "port"))
            else {
                continue;
            };
            let Some(wanted) = node.text() else { continue };
            let path = format!("{probe}.{handler}.port");
            if port::is_name(wanted) {
                let mut ports = items(container, "ports").iter();
                if ports.all(|port| text(port, "name") != Some(wanted)) {
                    let message = format!("the container has no port named `{wanted}`");
                    let help = "name a port in `ports`, or give the number";
                    let diagnostic = Diagnostic::new(&PROBE_PORT, message).help(help);
                    context.push(diagnostic, Spot::from(node), &path);
                }
            } else if !port::may_listen(pod, wanted, index) {
                let message = format!("no container of the pod declares the port {wanted}");
                let help = "ask the port that the container listens on, or add it to `ports`";
                let diagnostic =
                    Diagnostic::new(&PROBE_PORT, message).help(help).severity(Severity::Warning);
                context.push(diagnostic, Spot::from(node), &path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::across::{STORES, one};
    use crate::check::tests::edit;
    use crate::check::tests::fixtures::WEB;

    #[test]
    fn ports_are_those_of_the_container() {
        let container = "spec.template.spec.containers[0]";
        edit(
            WEB,
            "              port: http\n",
            "              port: https\n",
            "probe-port",
            &format!("{container}.livenessProbe.httpGet.port"),
        );
        let expect = format!("probe-port {container}.readinessProbe.httpGet.port");
        one(STORES, "port: 3000}}\n", "port: 3001}}\n", &expect);
    }
}
