//! Rules that other definitions break too.

use crate::diagnostic::rules;

rules! {
    pub(crate) const DUPLICATE_ENTRY: Rule = Rule {
        name: "duplicate-entry",
        tier: Refused,
        severity: Error,
        says: "an item stands twice in a list that takes it once",
        why: "The server rejects the object: two entries with one key would be ambiguous.",
    };
    pub(crate) const TOO_MANY: Rule = Rule {
        name: "too-many",
        tier: Refused,
        severity: Error,
        says: "a list has more items than the field accepts",
        why: "The API server rejects the object.",
        marks: [Schema],
    };
}
