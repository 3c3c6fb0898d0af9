//! A reference to another namespace that does not allow it.

use crate::check::context::{Context, Spot, filled, given, list, text};
use crate::check::index::{Index, any_of, meets};
use crate::check::object::Object;
use crate::diagnostic::{Diagnostic, rule};
use crate::yaml::Node;

rule! {
    pub(in crate::check) const REFERENCE_GRANT: Rule = Rule {
        name: "reference-grant",
        tier: Broken,
        severity: Warning,
        says: "a route or a Gateway refers to another namespace that does not allow it",
        why: "The controller ignores the reference, and requests get an error 500.",
    };
}

/// Entries of each list of a ReferenceGrant, by its definition.
const GRANTED: usize = 16;

/// A reference to another namespace, which a ReferenceGrant there has to allow.
pub(super) fn check(
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
