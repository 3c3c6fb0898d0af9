//! Ingresses without TLS.

use crate::check::context::{annotations, items, text};
use crate::check::object::Object;
use crate::check::practice::finder::{Finder, nearest};
use crate::diagnostic::rule;
use crate::facts::is_local;
use crate::yaml::Node;

rule! {
    pub(in crate::check) const INGRESS_TLS: Rule = Rule {
        name: "ingress-tls",
        tier: Risky,
        severity: Warning,
        says: "an Ingress has no TLS",
        why: "Everyone between browser and cluster can read passwords and session cookies.",
        aliases: ["polaris/tlsSettingsMissing"],
    };
}

/// An Ingress whose hosts are served in clear text.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object) {
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
