//! Rules of what only a cluster can tell.

use crate::diagnostic::rules;

rules! {
    pub const NO_SUCH_KIND: Rule = Rule {
        name: "no-such-kind",
        tier: Refused,
        severity: Error,
        says: "the cluster that was asked knows no such kind",
        why: "Its definition has to be installed before objects of it can be applied.",
        example: none,
    };
    pub const SERVER_REFUSES: Rule = Rule {
        name: "server-refuses",
        tier: Refused,
        severity: Error,
        says: "the API server that was asked refuses the object",
        why: "The sentence is the server's own: an admission policy, a quota, a field of another version, or a rule that Linkspan does not know.",
        example: none,
    };
}
