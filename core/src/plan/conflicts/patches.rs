//! Patches of objects. Whether one fits shows when its object is made, in `resource`.

use crate::diagnostic::rules;

rules! {
    pub(crate) const PATCH_FAILS: Rule = Rule {
        name: "patch-fails",
        tier: Refused,
        severity: Error,
        says: "a patch of `linkspan.yml` does not fit the object that it names",
        why: "What the patch was written for is no longer there, so the bundle would lack what you rely on.",
    };
    pub(crate) const PATCH_WITHOUT_OBJECT: Rule = Rule {
        name: "patch-without-object",
        tier: Refused,
        severity: Error,
        says: "a patch of `linkspan.yml` names an object that is not in the bundle",
        why: "It would change nothing, and whoever reads it believes that it does.",
    };
}
