//! Services that the world can reach without a door before them.

use crate::check::context::{annotations, given, int, items};
use crate::check::object::Object;
use crate::check::practice::finder::Finder;
use crate::diagnostic::rule;
use crate::yaml::Node;

rule! {
    pub(in crate::check) const EXPOSED_SERVICE: Rule = Rule {
        name: "exposed-service",
        tier: Risky,
        severity: Hint,
        says: "a Service can be reached from outside the cluster without an Ingress or Gateway in front of it",
        why: "No TLS, no host name, no log of requests: what listens there has to defend itself.",
        aliases: ["kube-linter/exposed-services", "kube-score/service-type"],
    };
}

/// Ports where a browser is expected.
const WEB: [i128; 4] = [80, 443, 8080, 8443];

/// A Service that the world can reach without a door before it.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object) {
    let Some(spec) = object.root.get("spec") else { return };
    let Some(kind) = given(spec, "type") else { return };
    match kind.text() {
        Some("NodePort") => {
            let message = "every node gives this Service a port, around any Ingress or Gateway";
            let help = "make it a ClusterIP and let an Ingress or a Gateway lead to it";
            finder.report(&EXPOSED_SERVICE, object, (kind, "spec.type"), message, help);
        }
        Some("LoadBalancer") if !is_narrowed(object, spec) => {
            let mut ports = items(spec, "ports").iter().filter_map(|port| int(port, "port"));
            if let Some(port) = ports.find(|port| !WEB.contains(port)) {
                let message = format!("the load balancer opens port {port} to everyone");
                let help = "write `loadBalancerSourceRanges`, or keep the Service in the cluster";
                finder.report(&EXPOSED_SERVICE, object, (kind, "spec.type"), message, help);
            }
        }
        _ => {}
    }
}

/// Whether a load balancer lets in only some, or stands in a private network.
fn is_narrowed(object: &Object, spec: &Node) -> bool {
    !items(spec, "loadBalancerSourceRanges").is_empty()
        || annotations(object).any(|(key, value)| {
            key.contains("internal") && value != "false"
                || key.contains("source-ranges")
                || key.ends_with("-scheme") && value == "internal"
                || key.ends_with("load-balancer-type") && value.eq_ignore_ascii_case("internal")
        })
}
