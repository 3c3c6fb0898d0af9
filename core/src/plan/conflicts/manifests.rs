//! Manifests of a person's own. What they hold shows when they are taken along, in `resource`.

use crate::diagnostic::rules;

rules! {
    pub(crate) const MANIFEST_MISSING: Rule = Rule {
        name: "manifest-missing",
        tier: Refused,
        severity: Error,
        says: "a file that `manifests` of `linkspan.yml` names is not there",
        why: "The bundle would lack what you rely on, and a release would take it out of the cluster.",
        example: none,
    };
    pub(crate) const MANIFEST_REFUSED: Rule = Rule {
        name: "manifest-refused",
        tier: Refused,
        severity: Error,
        says: "a manifest of yours cannot be taken along as it is written",
        why: "A release applies and removes it as one of its own, so it has to be one object of the app's namespace that no other has the name of.",
        example: none,
    };
    pub(crate) const SECRET_IN_MANIFEST: Rule = Rule {
        name: "secret-in-manifest",
        tier: Risky,
        severity: Error,
        says: "a manifest of yours is a Secret with values",
        why: "Whoever reads the repository reads them, and its history keeps them when the file is gone.",
        example: none,
    };
}
