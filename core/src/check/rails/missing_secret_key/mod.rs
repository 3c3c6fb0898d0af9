//! A container without a secret key, which another of the same image has.

use crate::check::rails::needed::Needed;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const MISSING_SECRET_KEY: Rule = Rule {
        name: "missing-secret-key",
        tier: Rails,
        severity: Warning,
        says: "a container has neither SECRET_KEY_BASE nor RAILS_MASTER_KEY, while another of the same image has one",
        why: "Rails does not start in production without one.",
    };
}

/// What every process of an app needs, if any has it.
pub(super) const NEEDED: Needed = Needed {
    rule: &MISSING_SECRET_KEY,
    names: &["SECRET_KEY_BASE", "RAILS_MASTER_KEY"],
    why: "without it Rails does not start in production",
};
