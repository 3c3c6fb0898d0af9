//! What the API server rejects.

use super::Rule;
use crate::diagnostic::{Severity, Tier};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "claim",
        tier: Tier::Refused,
        severity: Severity::Error,
        says: "a container claims a device that the pod has not claimed, or a claim is unclear",
        why: "The server takes the pod only if each claim in `containers[].resources.claims` is one of `resourceClaims`, named or made from a template.",
        aliases: &[],
    },
    Rule {
        name: "duplicate-entry",
        tier: Tier::Refused,
        severity: Severity::Error,
        says: "an item stands twice in a list that takes it once",
        why: "The server rejects the object: two entries with one key would be ambiguous.",
        aliases: &[],
    },
    Rule {
        name: "finalizer",
        tier: Tier::Refused,
        severity: Severity::Error,
        says: "a finalizer that there is not, or two that contradict",
        why: "An object with a finalizer that nobody handles could never be deleted, so the server rejects it.",
        aliases: &[],
    },
    Rule {
        name: "gateway",
        tier: Tier::Refused,
        severity: Severity::Error,
        says: "a rule that the definition of a Gateway API kind holds is broken",
        why: "The server applies the rules of the installed definitions (CEL) and rejects the object.",
        aliases: &[],
    },
    Rule {
        name: "length",
        tier: Tier::Refused,
        severity: Severity::Error,
        says: "a text is longer or shorter than its field takes",
        why: "The definition of the kind sets the limit, and the server rejects the object.",
        aliases: &[],
    },
    Rule {
        name: "owner",
        tier: Tier::Refused,
        severity: Severity::Error,
        says: "an owner is named in part, or two owners are the controller",
        why: "Owners are deleted together with what they own; the server rejects an owner that it could not find.",
        aliases: &[],
    },
    Rule {
        name: "quota",
        tier: Tier::Refused,
        severity: Severity::Error,
        says: "a quota or a range of limits says what cannot be",
        why: "The server rejects it, and the namespace stays without a quota.",
        aliases: &[],
    },
    Rule {
        name: "windows",
        tier: Tier::Refused,
        severity: Severity::Error,
        says: "a field of Linux in a pod for Windows, or one of Windows in a pod for Linux",
        why: "Nodes of the one system cannot do what the field asks, and the server rejects the pod.",
        aliases: &[],
    },
];
