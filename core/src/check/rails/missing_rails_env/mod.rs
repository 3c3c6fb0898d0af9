//! A container without RAILS_ENV, which another of the same image has.

use crate::check::rails::needed::Needed;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const MISSING_RAILS_ENV: Rule = Rule {
        name: "missing-rails-env",
        tier: Rails,
        severity: Warning,
        says: "a container has no RAILS_ENV, which another of the same image has",
        why: "It runs in development mode: other gems, another database, other settings.",
    };
}

/// What every process of an app needs, if any has it.
pub(super) const NEEDED: Needed = Needed {
    rule: &MISSING_RAILS_ENV,
    names: &["RAILS_ENV"],
    why: "without it Rails runs in development mode",
};
