//! Gateways: the certificates of their listeners.

use crate::check::context::{Context, filled, given, items, list, text};
use crate::check::index::Index;
use crate::check::object::Object;
use crate::check::refs::missing_secret::Missing;
use crate::check::refs::{certificate, missing_secret, reference_grant};

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
            missing_secret::check(context, node, &format!("{path}.name"), space, index, missing);
            reference_grant::check(context, object, "Secret", each, &path, index);
        }
    }
    certificate::annotations(context, object, index);
}
