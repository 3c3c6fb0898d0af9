//! Pod disruption budgets.

use super::super::context::{Context, given};
use super::number::{Limit, share};
use crate::yaml::Node;

/// One bound, not two.
pub(super) fn spec(context: &mut Context<'_>, node: &Node) {
    share(context, node, "minAvailable", Limit::Hundred);
    share(context, node, "maxUnavailable", Limit::Hundred);
    if let (Some(_), Some(second)) = (given(node, "minAvailable"), given(node, "maxUnavailable")) {
        let message = "`minAvailable` and `maxUnavailable` cannot both be given";
        context.refused("budget", second, "", message, "keep `maxUnavailable: 1`");
    }
}
