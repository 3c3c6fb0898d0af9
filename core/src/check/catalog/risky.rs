//! What is accepted and works, against good practice or security.

use super::Rule;
use crate::diagnostic::{Severity, Tier};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "allow",
    tier: Tier::Risky,
    severity: Severity::Warning,
    says: "a comment that allows findings has no reason, names no rule, or allows nothing",
    why: "Whoever reads it believes that something is allowed here for a reason; a comment that outlived its finding would hide the next one.",
    aliases: &[],
}];
