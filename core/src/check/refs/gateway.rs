//! Gateways: certificates of their listeners, and what lets one namespace refer to another.

use super::super::context::{Context, Spot, filled, given, items, text};
use super::super::index::{Index, any_of, meets};
use super::super::object::Object;
use super::secret::{self, Missing};
use super::{certificate, list};
use crate::diagnostic::{Diagnostic, rules};
use crate::yaml::Node;

rules! {
    pub(crate) const REFERENCE_GRANT: Rule = Rule {
        name: "reference-grant",
        tier: Broken,
        severity: Warning,
        says: "a route or a Gateway refers to another namespace that does not allow it",
        why: "The controller leaves the reference out: requests get an error 500.",
    };
}

/// Judges the listeners of one Gateway.
pub(super) fn check(
    context: &mut Context<'_>,
    object: &Object,
    index: &Index<'_>,
    missing: &mut Missing,
) {
    for (at, listener) in list(&object.root, &["spec", "listeners"]).iter().enumerate() {
        let Some(tls) = listener.get("tls") else { continue };
        for (nth, each) in items(tls, "certificateRefs").iter().enumerate() {
            let Some(node) = given(each, "name") else { continue };
            if text(each, "kind").is_some_and(|kind| kind != "Secret") {
                continue;
            }
            let path = format!("spec.listeners[{at}].tls.certificateRefs[{nth}]");
            let space = filled(each, "namespace").unwrap_or(&object.namespace);
            secret::named(context, node, &format!("{path}.name"), space, index, missing);
            granted(context, object, "Secret", each, &path, index);
        }
    }
    certificate::annotations(context, object, index);
}

/// Entries of each list of a ReferenceGrant, by its definition.
const GRANTED: usize = 16;

/// A reference to another namespace, which a ReferenceGrant there has to allow.
pub(super) fn granted(
    context: &mut Context<'_>,
    object: &Object,
    kind: &str,
    reference: &Node,
    path: &str,
    index: &Index<'_>,
) {
    let (Some(space), Some(node)) = (filled(reference, "namespace"), given(reference, "namespace"))
    else {
        return;
    };
    if meets(space, &object.namespace) {
        return;
    }
    let name = filled(reference, "name").unwrap_or_default();
    let is_granted = any_of(index.of_kind_in("ReferenceGrant", space), |grant| {
        let part = |part| list(&grant.root, &["spec", part]).iter().take(GRANTED);
        let from = part("from").any(|from| {
            text(from, "kind") == Some(object.kind.as_str())
                && filled(from, "namespace").is_some_and(|own| meets(own, &object.namespace))
        });
        from && part("to").any(|to| {
            text(to, "kind") == Some(kind) && filled(to, "name").is_none_or(|own| own == name)
        })
    });
    if is_granted {
        return;
    }
    let message = format!(
        "no ReferenceGrant lets this {} refer to a {kind} of the namespace `{space}`",
        object.kind
    );
    let help = format!(
        "add a ReferenceGrant to the namespace `{space}`, from {} of `{}` to {kind}, or make sure that it has one",
        object.kind, object.namespace
    );
    let diagnostic = Diagnostic::new(&REFERENCE_GRANT, message).help(help);
    context.push(diagnostic, Spot::from(node), &format!("{path}.namespace"));
}
