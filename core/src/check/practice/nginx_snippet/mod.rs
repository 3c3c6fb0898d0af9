//! Pieces of a proxy's configuration in an Ingress.

use crate::check::context::entries;
use crate::check::object::Object;
use crate::check::practice::finder::Finder;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const NGINX_SNIPPET: Rule = Rule {
        name: "nginx-snippet",
        tier: Risky,
        severity: Warning,
        says: "an annotation puts text into the proxy's configuration",
        why: "The text runs with the rights of the proxy, which reads every Secret of the cluster (CVE-2021-25742).",
        aliases: ["checkov/CKV_K8S_152", "checkov/CKV_K8S_153", "checkov/CKV_K8S_154"],
    };
}

/// An Ingress with pieces of a proxy's configuration.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object) {
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
}
