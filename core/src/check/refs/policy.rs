//! NetworkPolicies: whom they are for, and whom they name.

use crate::check::context::{Context, items, list};
use crate::check::index::Index;
use crate::check::object::Object;
use crate::check::refs::{policy_port, selects_nothing};

/// Judges one policy.
pub(super) fn check(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    let own = object.root.at(&["spec", "podSelector"]);
    selects_nothing::of_pods(context, object, own, "spec.podSelector", index);
    for (field, side) in [("ingress", "from"), ("egress", "to")] {
        for (at, rule) in list(&object.root, &["spec", field]).iter().enumerate() {
            for (nth, peer) in items(rule, side).iter().enumerate() {
                // Pods of other namespaces are seldom in the folder.
                if peer.get("namespaceSelector").is_none() {
                    let path = format!("spec.{field}[{at}].{side}[{nth}].podSelector");
                    selects_nothing::of_peer(context, object, peer, &path, index);
                }
            }
            if let ("ingress", Some(own)) = (field, own) {
                policy_port::check(
                    context,
                    object,
                    own,
                    rule,
                    &format!("spec.ingress[{at}]"),
                    index,
                );
            }
        }
    }
}
