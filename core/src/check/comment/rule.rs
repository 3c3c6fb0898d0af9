//! What is wrong with a comment that allows a finding.

use crate::diagnostic::rules;

rules! {
    pub(crate) const ALLOW: Rule = Rule {
        name: "allow",
        tier: Risky,
        severity: Warning,
        says: "a comment that allows findings has no reason, names no rule, or allows nothing",
        why: "Whoever reads it believes that something is allowed here for a reason; a comment that outlived its finding would hide the next one.",
    };
}
