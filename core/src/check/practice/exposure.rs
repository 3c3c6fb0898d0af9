//! What can be reached from outside the cluster.

use super::super::context::{entries, entry, given, int, items, text};
use super::super::object::Object;
use super::finder::{Finder, nearest};
use crate::diagnostic::rules;
use crate::facts::is_local;
use crate::yaml::Node;

rules! {
    pub(crate) const EXPOSED_SERVICE: Rule = Rule {
        name: "exposed-service",
        tier: Risky,
        severity: Hint,
        says: "a Service can be reached from outside without a door before it",
        why: "No TLS, no host name, no log of requests: what listens there has to defend itself.",
        aliases: ["kube-linter/exposed-services", "kube-score/service-type"],
    };
    pub(crate) const EXTERNAL_IP: Rule = Rule {
        name: "external-ip",
        tier: Risky,
        severity: Warning,
        says: "a Service takes addresses from outside for itself",
        why: "Whoever may write Services can direct anyone's traffic to a pod (CVE-2020-8554); the field is deprecated.",
    };
    pub(crate) const INGRESS_TLS: Rule = Rule {
        name: "ingress-tls",
        tier: Risky,
        severity: Warning,
        says: "an Ingress has no TLS",
        why: "Everyone between browser and cluster reads passwords and session cookies.",
        aliases: ["polaris/tlsSettingsMissing"],
    };
    pub(crate) const NGINX_SNIPPET: Rule = Rule {
        name: "nginx-snippet",
        tier: Risky,
        severity: Warning,
        says: "an annotation puts text into the proxy's configuration",
        why: "The text runs with the rights of the proxy, which reads every Secret of the cluster (CVE-2021-25742).",
        aliases: ["checkov/CKV_K8S_152", "checkov/CKV_K8S_153", "checkov/CKV_K8S_154"],
    };
}

/// Ports where a browser is expected.
const WEB: [i128; 4] = [80, 443, 8080, 8443];

/// A Service that the world can reach without a door before it.
pub(super) fn service(finder: &mut Finder<'_>, object: &Object) {
    let Some(spec) = object.root.get("spec") else { return };
    if let (Some(entry), Some(first)) =
        (entry(spec, "externalIPs"), items(spec, "externalIPs").first())
    {
        let address = first.text().unwrap_or_default();
        let message =
            format!("whoever may write this Service can catch the traffic to `{address}`");
        let help = "use a Service of type LoadBalancer, or a Gateway; `externalIPs` is deprecated";
        finder.report(&EXTERNAL_IP, object, (entry, "spec.externalIPs"), message, help);
    }
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

fn annotations(object: &Object) -> impl Iterator<Item = (&str, &str)> {
    let metadata = object.root.get("metadata");
    let all = metadata.map_or(&[][..], |metadata| entries(metadata, "annotations"));
    all.iter().map(|entry| (entry.key.as_str(), entry.value.text().unwrap_or_default()))
}

/// An Ingress without TLS, or with pieces of a proxy's configuration.
pub(super) fn ingress(finder: &mut Finder<'_>, object: &Object) {
    if let Some(metadata) = object.root.get("metadata") {
        for entry in entries(metadata, "annotations") {
            let snippet = entry.key.ends_with("-snippet")
                && (entry.key.starts_with("nginx.ingress.kubernetes.io/")
                    || entry.key.starts_with("nginx.org/"));
            if snippet {
                let path = format!("metadata.annotations[{}]", entry.key);
                let message = format!(
                    "`{}` lets whoever writes this Ingress run code in the proxy of everyone",
                    entry.key
                );
                let help = "use the annotation or the field made for it; ingress-nginx refuses snippets since 1.9";
                finder.report(&NGINX_SNIPPET, object, (entry, path), message, help);
            }
        }
    }
    let Some(spec) = object.root.get("spec") else { return };
    let rules = items(spec, "rules");
    let local = |rule: &Node| text(rule, "host").is_some_and(is_local);
    // Clouds end TLS by an annotation with a certificate.
    let by_annotation = annotations(object).any(|(key, value)| {
        ["cert", "tls", "ssl"].iter().any(|word| key.contains(word)) || value.contains("HTTPS")
    });
    if items(spec, "tls").is_empty()
        && !by_annotation
        && (rules.is_empty() || !rules.iter().all(local))
    {
        let spot = nearest(&object.root, &["spec", "tls"]);
        let message = "passwords and cookies cross the network in clear text: there is no TLS";
        let help = "add `tls` with the hosts and a Secret, which cert-manager can fill";
        finder.report(&INGRESS_TLS, object, (spot, "spec.tls"), message, help);
    }
}
