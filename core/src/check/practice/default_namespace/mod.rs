//! Objects in the namespace that everything without a name falls into.

use crate::check::context::entry;
use crate::check::object::Object;
use crate::check::practice::finder::Finder;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const DEFAULT_NAMESPACE: Rule = Rule {
        name: "default-namespace",
        tier: Risky,
        severity: Hint,
        says: "an object is put into the namespace `default`",
        why: "Quotas, policies and rights go by namespace: what shares one shares them all.",
        aliases: ["kube-linter/use-namespace", "checkov/CKV_K8S_21"],
    };
}

/// An object in the namespace that everything without a name falls into.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object) {
    // Two objects belong there: the door to the API and its account.
    let own = matches!(
        (object.kind.as_str(), object.name.as_str()),
        ("Service" | "Endpoints" | "EndpointSlice", "kubernetes") | ("ServiceAccount", "default")
    );
    if object.namespace != "default" || own {
        return;
    }
    let metadata = object.root.get("metadata");
    if let Some(entry) = metadata.and_then(|metadata| entry(metadata, "namespace")) {
        let message = "`default` is shared with whatever else has no namespace of its own";
        let help = "give the app a namespace, and its own quotas, policies and accounts with it";
        let at = (&entry.value, "metadata.namespace");
        finder.report(&DEFAULT_NAMESPACE, object, at, message, help);
    }
}
