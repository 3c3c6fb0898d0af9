//! A container of Rails up to 7.0 that does not log to standard output, while others do.

use crate::check::rails::needed::Needed;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const MISSING_LOG_TO_STDOUT: Rule = Rule {
        name: "missing-log-to-stdout",
        tier: Rails,
        severity: Warning,
        says: "a container of Rails up to 7.0 does not log to standard output, while others do",
        why: "Its log is written to a file in the container, and is lost with it.",
    };
}

/// What every process of an app needs, if any has it.
pub(super) const NEEDED: Needed = Needed {
    rule: &MISSING_LOG_TO_STDOUT,
    names: &["RAILS_LOG_TO_STDOUT"],
    why: "without it Rails up to 7.0 writes its log to a file that is lost with the pod",
};
