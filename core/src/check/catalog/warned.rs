//! What the API server accepts with a warning.

use super::Rule;
use crate::diagnostic::{Severity, Tier};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "deprecated",
        tier: Tier::Warned,
        severity: Severity::Warning,
        says: "the API server still takes this, and prints a warning",
        why: "What is deprecated goes away with a later version, or does nothing already; the annotation or volume has a replacement that works.",
        aliases: &[],
    },
    Rule {
        name: "duplicate-variable",
        tier: Tier::Warned,
        severity: Severity::Warning,
        says: "a variable is set twice in one container",
        why: "The later one wins in the container, and `kubectl apply` may drop either when the list changes.",
        aliases: &[
            "kube-linter/duplicate-env-var",
            "kube-score/environment-variable-key-duplication",
        ],
    },
    Rule {
        name: "not-a-manifest",
        tier: Tier::Warned,
        severity: Severity::Hint,
        says: "a document is no manifest",
        why: "`kubectl apply -f` on the folder stops at it; keep files for other programs elsewhere.",
        aliases: &[],
    },
];
