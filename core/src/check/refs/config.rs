//! ConfigMaps that pods take variables and files from.

use crate::check::context::{Context, bool, filled, given};
use crate::check::index::{Index, Pod};
use crate::check::refs::missing_key;
use crate::check::refs::missing_reference::expect;
use crate::yaml::Node;

/// A reference to a ConfigMap, and to keys of it.
pub(super) fn map(
    context: &mut Context<'_>,
    reference: &Node,
    path: &str,
    pod: &Pod<'_>,
    index: &Index<'_>,
) {
    if bool(reference, "optional") == Some(true) {
        return;
    }
    let (Some(name), Some(node)) = (filled(reference, "name"), given(reference, "name")) else {
        return;
    };
    // Kubernetes itself puts this one into every namespace.
    if name == "kube-root-ca.crt" {
        return;
    }
    let space = pod.object.namespace.as_str();
    if !expect(context, index, ["ConfigMap", space, name], node, &format!("{path}.name")) {
        return;
    }
    missing_key::of_map(context, reference, path, [space, name], index);
}
