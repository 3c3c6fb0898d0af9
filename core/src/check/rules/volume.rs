//! Volumes.

use super::super::context::Context;
use super::super::names;
use crate::yaml::Node;

/// A volume: a name and at most one source. None at all is an empty directory.
pub(super) fn volume(context: &mut Context<'_>, node: &Node) {
    names::require(context, node, "name", "a volume", names::dns_label);
    super::deprecated::volume(context, node);
    let mut sources =
        node.entries().iter().filter(|entry| entry.key != "name" && !entry.value.is_null());
    if let (Some(_), Some(second)) = (sources.next(), sources.next()) {
        let message = "a volume has one source, not more";
        let help = format!("remove `{}`, or make it a volume of its own", second.key);
        context.refused("volume", second, &second.key, message, help);
    }
}
