//! Services with addresses of their own choice.

use crate::check::context::{entry, items};
use crate::check::object::Object;
use crate::check::practice::finder::Finder;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const EXTERNAL_IP: Rule = Rule {
        name: "external-ip",
        tier: Risky,
        severity: Warning,
        says: "a Service claims IP addresses outside the cluster (`externalIPs`)",
        why: "Whoever may write Services can direct anyone's traffic to a pod (CVE-2020-8554); the field is deprecated.",
    };
}

/// A Service that catches the traffic to an address.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object) {
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
}
