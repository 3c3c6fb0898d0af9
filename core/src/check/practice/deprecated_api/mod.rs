//! API versions that Kubernetes still serves and will not for long.

use crate::check::context::{Spot, entry};
use crate::check::object::Object;
use crate::check::practice::finder::Finder;
use crate::check::removed;
use crate::diagnostic::{Diagnostic, rule};
use crate::facts::Kubernetes;

rule! {
    pub(in crate::check) const DEPRECATED_API: Rule = Rule {
        name: "deprecated-api",
        tier: Warned,
        severity: Warning,
        says: "an API version is still served, but will be removed",
        why: "After an upgrade of the cluster it is gone, and the next apply is refused.",
    };
}

/// Reports an API version that is on its way out.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object, version: Kubernetes) {
    let Some(api) = removed::deprecated(&object.api, &object.kind, version) else { return };
    let Some(entry) = entry(&object.root, "apiVersion") else { return };
    let mut message =
        format!("`{}` of `{}` is deprecated since 1.{}", object.kind, object.api, api.since);
    if let Some(gone) = api.gone {
        message.push_str(&format!(" and will be gone in 1.{gone}"));
    }
    let help = if api.instead.contains(' ') {
        api.instead.to_owned()
    } else {
        format!("write `apiVersion: {}`; some of the fields may differ", api.instead)
    };
    let diagnostic = Diagnostic::new(&DEPRECATED_API, message);
    finder.push(diagnostic.help(help), object, Spot::from(&entry.value), "apiVersion");
}
