//! What is accepted and cannot work.

use super::Rule;
use crate::diagnostic::{Severity, Tier};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "backend-port",
        tier: Tier::Broken,
        severity: Severity::Error,
        says: "a route leads to a port that its Service does not have",
        why: "The controller answers 503 for every request to this path.",
        aliases: &["kube-score/ingress-targets-service", "kube-linter/dangling-ingress"],
    },
    Rule {
        name: "duplicate-object",
        tier: Tier::Broken,
        severity: Severity::Error,
        says: "two objects of a folder have the same kind, namespace and name",
        why: "Applied together, the later overwrites the earlier; which one that is depends on the names of the files.",
        aliases: &[],
    },
    Rule {
        name: "missing-key",
        tier: Tier::Broken,
        severity: Severity::Error,
        says: "a ConfigMap of the folder lacks a key that is asked for",
        why: "The pod stays in `CreateContainerConfigError` until the key is there.",
        aliases: &[],
    },
    Rule {
        name: "missing-listener",
        tier: Tier::Broken,
        severity: Severity::Error,
        says: "a route names a listener that its Gateway does not have",
        why: "The route is never attached, and its host answers 404.",
        aliases: &[],
    },
    Rule {
        name: "missing-reference",
        tier: Tier::Broken,
        severity: Severity::Warning,
        says: "an object that is named is not in the folder",
        why: "Unless the cluster has it already, pods wait for it for ever or the route leads nowhere.",
        aliases: &[
            "kube-linter/non-existent-service-account",
            "kube-linter/dangling-ingress",
            "kube-score/statefulset-has-servicename",
        ],
    },
    Rule {
        name: "missing-target",
        tier: Tier::Broken,
        severity: Severity::Warning,
        says: "an autoscaler scales a workload that is not in the folder",
        why: "It reports `FailedGetScale` and changes nothing.",
        aliases: &[
            "kube-score/horizontalpodautoscaler-has-target",
            "kube-linter/dangling-horizontalpodautoscaler",
        ],
    },
    Rule {
        name: "probe-port",
        tier: Tier::Broken,
        severity: Severity::Error,
        says: "a probe asks a port by a name that the container does not have",
        why: "The probe fails for ever: a liveness probe kills the container again and again, a readiness probe keeps it from every request.",
        aliases: &[
            "kube-linter/liveness-port",
            "kube-linter/readiness-port",
            "kube-linter/startup-port",
        ],
    },
    Rule {
        name: "selects-nothing",
        tier: Tier::Broken,
        severity: Severity::Warning,
        says: "a Service, budget or network policy selects no pod of the folder",
        why: "A Service without pods answers nothing, a policy without pods protects nothing.",
        aliases: &[
            "kube-linter/dangling-service",
            "kube-linter/dangling-networkpolicy",
            "kube-score/service-targets-pod",
        ],
    },
    Rule {
        name: "target-port",
        tier: Tier::Broken,
        severity: Severity::Error,
        says: "a Service sends to a port by a name that no container behind it has",
        why: "The Service has no endpoints for this port, and every connection is refused.",
        aliases: &["kube-linter/invalid-target-ports"],
    },
];
