//! Names of kube-score's and kube-linter's checks (and of polaris' and checkov's, where one of
//! ours does the same) for rules that have more to say than they do, and the checks of the first
//! two that have no rule, with the reason.
//!
//! Sources: kube-score 1.20.0; kube-linter's built-in checks, 63 of them, read 2026-11-23; polaris'
//! checks and checkov's policies, read 2026-11-27.

/// Another tool's name of a rule.
#[derive(Clone, Copy, Debug)]
pub struct Alias {
    /// Such as `kube-linter/dangling-service`.
    pub name: &'static str,
    /// The rule that finds it.
    pub rule: &'static str,
}

const fn of(name: &'static str, rule: &'static str) -> Alias {
    Alias { name, rule }
}

/// Names beside those that stand with their rules.
pub const ALIASES: &[Alias] = &[
    of("kube-linter/dangling-horizontalpodautoscaler", "missing-target"),
    of("kube-linter/dangling-ingress", "missing-reference"),
    of("kube-linter/dangling-networkpolicy", "selects-nothing"),
    of("kube-linter/dangling-networkpolicypeer-podselector", "selects-nothing"),
    of("kube-linter/dangling-service", "selects-nothing"),
    of("kube-linter/duplicate-env-var", "duplicate-variable"),
    of("kube-linter/env-value-from", "missing-secret"),
    of("kube-linter/env-var-secret", "plain-secret"),
    of("kube-linter/invalid-target-ports", "target-port"),
    of("kube-linter/liveness-port", "probe-port"),
    of("kube-linter/mismatching-selector", "selector"),
    of("kube-linter/no-extensions-v1beta", "removed-api"),
    of("kube-linter/non-existent-service-account", "missing-reference"),
    of("kube-linter/pdb-max-unavailable", "blocked-drain"),
    of("kube-linter/pdb-min-available", "blocked-drain"),
    of("kube-linter/readiness-port", "probe-port"),
    of("kube-linter/schema-validation", "unknown-field"),
    of("kube-linter/startup-port", "probe-port"),
    of("kube-score/container-ports-check", "duplicate-name"),
    of("kube-score/cronjob-restartpolicy", "restart-policy"),
    of("kube-score/deployment-pod-selector-labels-match-template-metadata-labels", "selector"),
    of("kube-score/deployment-targeted-by-hpa-does-not-have-replicas-configured", "fixed-replicas"),
    of("kube-score/environment-variable-key-duplication", "duplicate-variable"),
    of("kube-score/horizontalpodautoscaler-has-target", "missing-target"),
    of("kube-score/ingress-targets-service", "missing-reference"),
    of("kube-score/label-values", "label"),
    of("kube-score/networkpolicy-targets-pod", "selects-nothing"),
    of("kube-score/pod-topology-spread-constraints", "spread-selector"),
    of("kube-score/service-targets-pod", "selects-nothing"),
    of("kube-score/stable-version", "removed-api"),
    of("kube-score/statefulset-has-servicename", "governing-service"),
    of("kube-score/statefulset-pod-selector-labels-match-template-metadata-labels", "selector"),
    of("polaris/pdbDisruptionsIsZero", "blocked-drain"),
    of("polaris/sensitiveConfigmapContent", "plain-secret"),
    of("polaris/sensitiveContainerEnvVar", "plain-secret"),
];

/// Checks of kube-score and kube-linter that no rule does, and why not.
pub const UNCOVERED: &[(&str, &str)] = &[
    (
        "kube-linter/dangling-servicemonitor",
        "A ServiceMonitor is of the Prometheus operator: whom it selects is for its own checker.",
    ),
    (
        "kube-linter/dnsconfig-options",
        "Fewer `ndots` spare look-ups in some clusters and break short names in others.",
    ),
    (
        "kube-linter/hpa-minimum-three-replicas",
        "Two pods on two nodes survive the loss of one; a third is a matter of load.",
    ),
    (
        "kube-linter/minimum-three-replicas",
        "Two pods on two nodes survive the loss of one; `single-replica` tells of one.",
    ),
    (
        "kube-linter/no-liveness-probe",
        "A program that ends when it fails needs none, and a wrong one restarts pods that are well.",
    ),
    (
        "kube-linter/no-node-affinity",
        "Which nodes there are is not known to a manifest, and most clusters have one kind.",
    ),
    ("kube-linter/priority-class-name", "Its list of names is each cluster's own."),
    (
        "kube-linter/read-secret-from-env-var",
        "Rails reads its secrets from the environment; a file does not keep them from who is in the pod.",
    ),
    ("kube-linter/required-annotation-email", "Which annotations a team wants is its own."),
    ("kube-linter/required-label-owner", "Which labels a team wants is its own."),
    (
        "kube-linter/restart-policy",
        "The server refuses what does not fit the kind of the object; the rest is a choice.",
    ),
    ("kube-linter/scc-deny-privileged-container", "Security context constraints are OpenShift's."),
    (
        "kube-linter/sorted-keys",
        "The order of keys means nothing to the server, and people put the important ones first.",
    ),
    (
        "kube-score/container-cpu-requests-equal-limits",
        "A limit of the processor slows a container down while its node has time to spare.",
    ),
    (
        "kube-score/container-ephemeral-storage-request-and-limit",
        "With a read-only root only scratch volumes are left, and the node rotates its logs.",
    ),
    (
        "kube-score/container-ephemeral-storage-request-equals-limit",
        "With a read-only root only scratch volumes are left, and the node rotates its logs.",
    ),
    (
        "kube-score/container-image-pull-policy",
        "With a tag that never changes, `Always` asks a registry that may be down for what the node has.",
    ),
    (
        "kube-score/container-memory-requests-equal-limits",
        "It keeps memory for a peak that all pods rarely have at once; a limit alone protects the node.",
    ),
    (
        "kube-score/container-resource-requests-equal-limits",
        "A limit of the processor slows a container down while its node has time to spare.",
    ),
    (
        "kube-score/container-security-context-user-group-id",
        "Numbers above 10,000 help against a user of the same number on the node; Rails' image has 1000.",
    ),
    (
        "kube-score/horizontalpodautoscaler-replicas",
        "A minimum of one is what an autoscaler is for, where nights are quiet.",
    ),
];

/// Whether an alias is meant by a name, with or without the tool before it.
pub(super) fn is(alias: &str, name: &str) -> bool {
    alias == name || alias.split_once('/').is_some_and(|(_, short)| short == name)
}

/// The rule of a name that stands here.
pub(super) fn rule(name: &str) -> Option<&'static str> {
    ALIASES.iter().find(|alias| is(alias.name, name)).map(|alias| alias.rule)
}

#[cfg(test)]
mod tests {
    use super::super::rules;
    use super::*;
    use std::collections::BTreeSet;

    const KUBE_SCORE: &str = "
        deployment-strategy deployment-replicas ingress-targets-service cronjob-has-deadline
        cronjob-restartpolicy container-resources container-image-tag container-image-pull-policy
        container-ephemeral-storage-request-and-limit environment-variable-key-duplication
        statefulset-has-poddisruptionbudget deployment-has-poddisruptionbudget
        poddisruptionbudget-has-policy pod-networkpolicy networkpolicy-targets-pod pod-probes
        pod-probes-identical container-security-context-user-group-id
        container-security-context-privileged container-security-context-readonlyrootfilesystem
        service-targets-pod service-type stable-version deployment-has-host-podantiaffinity
        statefulset-has-host-podantiaffinity
        deployment-targeted-by-hpa-does-not-have-replicas-configured statefulset-has-servicename
        deployment-pod-selector-labels-match-template-metadata-labels
        statefulset-pod-selector-labels-match-template-metadata-labels label-values
        horizontalpodautoscaler-has-target horizontalpodautoscaler-replicas
        pod-topology-spread-constraints container-resource-requests-equal-limits
        container-cpu-requests-equal-limits container-memory-requests-equal-limits
        container-ephemeral-storage-request-equals-limit container-ports-check
        container-seccomp-profile";

    const KUBE_LINTER: &str = "
        dangling-service deprecated-service-account-field docker-sock drop-net-raw-capability
        duplicate-env-var env-var-secret host-ipc host-network host-pid invalid-target-ports
        job-ttl-seconds-after-finished latest-tag liveness-port mismatching-selector
        no-anti-affinity no-extensions-v1beta no-read-only-root-fs non-existent-service-account
        pdb-max-unavailable pdb-min-available pdb-unhealthy-pod-eviction-policy
        privilege-escalation-container privileged-container readiness-port run-as-non-root
        sensitive-host-mounts ssh-port startup-port unsafe-sysctls unset-cpu-requirements
        unset-memory-requirements access-to-create-pods access-to-secrets
        cluster-admin-role-binding dangling-horizontalpodautoscaler dangling-ingress
        dangling-networkpolicy dangling-networkpolicypeer-podselector dangling-servicemonitor
        default-service-account dnsconfig-options env-value-from exposed-services
        hpa-minimum-three-replicas minimum-three-replicas no-liveness-probe no-node-affinity
        no-readiness-probe no-rolling-update-strategy non-isolated-pod priority-class-name
        privileged-ports read-secret-from-env-var required-annotation-email required-label-owner
        restart-policy scc-deny-privileged-container schema-validation sorted-keys
        unsafe-proc-mount use-namespace wildcard-in-rules writable-host-mount";

    fn names() -> Vec<String> {
        let of = |tool: &'static str, names: &'static str| {
            names.split_whitespace().map(move |name| format!("{tool}/{name}"))
        };
        of("kube-score", KUBE_SCORE).chain(of("kube-linter", KUBE_LINTER)).collect()
    }

    /// The rules that a name leads to, by the rule's own list or by the one here.
    fn leads(name: &str) -> BTreeSet<&'static str> {
        let own = rules().filter(|rule| rule.aliases.contains(&name)).map(|rule| rule.name);
        let here = ALIASES.iter().filter(|alias| alias.name == name).map(|alias| alias.rule);
        own.chain(here).collect()
    }

    #[test]
    fn every_check_of_both_tools_has_a_rule_or_a_reason() {
        let all = names();
        assert_eq!((all.len(), KUBE_SCORE.split_whitespace().count()), (39 + 63, 39));
        for name in &all {
            let reasons = UNCOVERED.iter().filter(|(alias, _)| alias == name).count();
            assert_eq!(leads(name).len() + reasons, 1, "{name}: {:?}", leads(name));
        }
    }

    #[test]
    fn no_name_means_two_rules() {
        let mut seen = BTreeSet::new();
        let with_rules = rules().flat_map(|rule| rule.aliases).copied();
        let alone = UNCOVERED.iter().map(|(name, _)| *name);
        let all = with_rules.chain(ALIASES.iter().map(|alias| alias.name)).chain(alone);
        for name in all.collect::<BTreeSet<_>>() {
            let (_, short) = name.split_once('/').unwrap();
            assert!(leads(name).len() < 2, "{name}: {:?}", leads(name));
            assert!(seen.insert(short), "two tools say `{short}`");
        }
        // What has no rule of ours on purpose may be called as one of ours is.
        let alone: BTreeSet<_> =
            UNCOVERED.iter().filter_map(|(name, _)| Some(name.split_once('/')?.1)).collect();
        let taken = |name: &str| seen.contains(name) && !alone.contains(name);
        for rule in rules().filter(|rule| taken(rule.name)) {
            let own = rule.aliases.iter().any(|alias| is(alias, rule.name));
            assert!(own, "another rule has the name of `{}` for an alias", rule.name);
        }
    }

    #[test]
    fn a_name_leads_to_its_rule() {
        use super::super::rule;
        for (name, expect) in [
            ("image-tag", "image-tag"),
            ("latest-tag", "image-tag"),
            ("kube-linter/latest-tag", "image-tag"),
            ("CKV_K8S_14", "image-tag"),
        ] {
            assert_eq!(rule(name).map(|rule| rule.name), Some(expect), "{name}");
        }
        assert!(rule("no-such-rule").is_none() && rule("sorted-keys").is_none());
    }
}
