//! What is wrong with `check.rules` of a spec.

use crate::diagnostic::rules;

rules! {
    pub(crate) const UNKNOWN_RULE: Rule = Rule {
        name: "unknown-rule",
        tier: Refused,
        severity: Error,
        says: "`check.rules` names a rule that does not exist",
        why: "The setting would have no effect, and findings that somebody meant to raise or to lower stay as they are.",
    };
}
