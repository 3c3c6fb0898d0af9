//! Pod disruption budgets.

use super::super::context::{Context, given};
use super::number::{Limit, share};
use crate::diagnostic::rules;
use crate::yaml::Node;

rules! {
    pub(crate) const BUDGET: Rule = Rule {
        name: "budget",
        tier: Refused,
        severity: Error,
        says: "a budget has both bounds",
        why: "`minAvailable` and `maxUnavailable` say the same in two ways; the API server takes one of them.",
    };
}

/// One bound, not two.
pub(super) fn spec(context: &mut Context<'_>, node: &Node) {
    share(context, node, "minAvailable", Limit::Hundred);
    share(context, node, "maxUnavailable", Limit::Hundred);
    if let (Some(_), Some(second)) = (given(node, "minAvailable"), given(node, "maxUnavailable")) {
        let message = "`minAvailable` and `maxUnavailable` cannot both be given";
        context.report(&BUDGET, second, "", message, "keep `maxUnavailable: 1`");
    }
}
