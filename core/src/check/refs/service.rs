//! Services and the pods behind them.

use crate::check::context::{Context, text};
use crate::check::index::{Index, selected_by};
use crate::check::object::Object;
use crate::check::refs::{selects_nothing, target_port};

/// The pods that a Service selects, and the ports that it sends them to. Without a single pod in the folder
/// nothing can be said.
pub(super) fn check(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    let Some(spec) = object.root.get("spec").filter(|_| !index.pods.is_empty()) else { return };
    let labels = selected_by(spec, "selector");
    if labels.is_empty() || text(spec, "type") == Some("ExternalName") {
        return;
    }
    if index.selected(&object.namespace, &labels, &[]).next().is_none() {
        selects_nothing::unmatched(context, object, "spec.selector", spec.get("selector"));
        return;
    }
    target_port::check(context, object, spec, &labels, index);
}
