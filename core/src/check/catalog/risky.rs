//! What is accepted and works, against good practice or security.

use super::Rule;
use crate::diagnostic::{Severity, Tier};

const fn hint(
    name: &'static str,
    says: &'static str,
    why: &'static str,
    aliases: &'static [&'static str],
) -> Rule {
    Rule { name, tier: Tier::Risky, severity: Severity::Hint, says, why, aliases }
}

const fn warning(
    name: &'static str,
    says: &'static str,
    why: &'static str,
    aliases: &'static [&'static str],
) -> Rule {
    Rule { name, tier: Tier::Risky, severity: Severity::Warning, says, why, aliases }
}

pub(super) const RULES: &[Rule] = &[
    warning(
        "budget-size",
        "a disruption budget does not say how many pods may be missing",
        "Kubernetes then lets none of them be evicted: the drain of a node hangs, and with it the upgrade.",
        &["kube-score/poddisruptionbudget-has-policy"],
    ),
    warning(
        "cluster-admin",
        "a binding gives the role `cluster-admin`",
        "Whoever takes over the program takes over the cluster, every secret in it included.",
        &[
            "kube-linter/cluster-admin-role-binding",
            "polaris/clusterrolebindingClusterAdmin",
            "polaris/rolebindingClusterAdminClusterRole",
        ],
    ),
    hint(
        "cpu-request",
        "a container asks for no share of the processor",
        "The scheduler takes it for free and packs the node full; when the node is busy, this container waits for all others.",
        &["kube-linter/unset-cpu-requirements", "polaris/cpuRequestsMissing", "checkov/CKV_K8S_10"],
    ),
    hint(
        "cron-deadline",
        "a CronJob does not say how late a run may start",
        "After an outage a nightly job can start at noon, in the middle of the day's traffic.",
        &["kube-score/cronjob-has-deadline"],
    ),
    hint(
        "cron-overlap",
        "a CronJob does not say what happens when a run is still going at the next one",
        "By default they run side by side: a slow run makes the next one slower, and the same mail goes out twice.",
        &[],
    ),
    hint(
        "default-account",
        "a pod carries the token of the default service account",
        "The token lets an intruder ask the API; whatever is bound to the default account is bound to every pod of the namespace.",
        &[
            "kube-linter/default-service-account",
            "polaris/automountServiceAccountToken",
            "checkov/CKV_K8S_38",
            "checkov/CKV_K8S_41",
        ],
    ),
    hint(
        "default-namespace",
        "an object is put into the namespace `default`",
        "Quotas, policies and rights go by namespace: what shares one shares them all.",
        &["kube-linter/use-namespace", "checkov/CKV_K8S_21"],
    ),
    // Of another tier, and here because the rules of practice report it.
    Rule {
        name: "deprecated-api",
        tier: Tier::Warned,
        severity: Severity::Warning,
        says: "an API version is still served and on its way out",
        why: "An upgrade of the cluster takes it away, and the next apply is refused.",
        aliases: &[],
    },
    hint(
        "disruption-budget",
        "several pods serve requests and no disruption budget keeps one of them",
        "An upgrade of the cluster drains its nodes: without a budget it may stop all pods at the same time.",
        &[
            "kube-score/deployment-has-poddisruptionbudget",
            "kube-score/statefulset-has-poddisruptionbudget",
            "polaris/missingPodDisruptionBudget",
        ],
    ),
    warning(
        "docker-socket",
        "a pod mounts the socket of its node's container runtime",
        "By the socket it starts containers with any right it likes: it is root on the node.",
        &["kube-linter/docker-sock", "checkov/CKV_K8S_27"],
    ),
    hint(
        "eviction-policy",
        "a disruption budget protects pods that are not ready",
        "A pod that never becomes ready can then never be moved either: the drain of its node hangs, and with it the upgrade.",
        &["kube-linter/pdb-unhealthy-pod-eviction-policy"],
    ),
    hint(
        "exposed-service",
        "a Service can be reached from outside without a door before it",
        "No TLS, no host name, no log of requests: what listens there has to defend itself.",
        &["kube-linter/exposed-services", "kube-score/service-type"],
    ),
    warning(
        "external-ip",
        "a Service takes addresses from outside for itself",
        "Whoever may write Services can direct anyone's traffic to a pod (CVE-2020-8554); the field is deprecated.",
        &[],
    ),
    warning(
        "image-tag",
        "an image has no tag, or `latest`",
        "Two pods of one Deployment can run different versions, and going back means nothing: the tag has moved.",
        &[
            "kube-linter/latest-tag",
            "kube-score/container-image-tag",
            "polaris/tagNotSpecified",
            "checkov/CKV_K8S_14",
        ],
    ),
    warning(
        "impatient-liveness",
        "liveness asks the same as readiness and waits no longer",
        "Under load a pod answers late; instead of getting fewer requests it is restarted, and the others get its share, until they are restarted too.",
        &["kube-score/pod-probes-identical"],
    ),
    warning(
        "ingress-tls",
        "an Ingress has no TLS",
        "Everyone between browser and cluster reads passwords and session cookies.",
        &["polaris/tlsSettingsMissing"],
    ),
    hint(
        "job-ttl",
        "a Job stays when it has ended",
        "Ended Jobs and their pods pile up until somebody deletes them, and a Job of the same name cannot be made.",
        &["kube-linter/job-ttl-seconds-after-finished"],
    ),
    warning(
        "memory-limit",
        "a container has no limit of memory",
        "A leak grows until the node has none left; then the kernel kills pods that did nothing wrong.",
        &[
            "kube-linter/unset-memory-requirements",
            "kube-score/container-resources",
            "polaris/memoryLimitsMissing",
            "checkov/CKV_K8S_13",
        ],
    ),
    warning(
        "network-isolation",
        "a pod is selected by no network policy where others are",
        "A wall with a gap: what is let in nowhere else gets in here.",
        &[
            "kube-linter/non-isolated-pod",
            "kube-score/pod-networkpolicy",
            "polaris/missingNetworkPolicy",
            "checkov/CKV2_K8S_6",
        ],
    ),
    warning(
        "nginx-snippet",
        "an annotation puts text into the proxy's configuration",
        "The text runs with the rights of the proxy, which reads every Secret of the cluster (CVE-2021-25742).",
        &["checkov/CKV_K8S_152", "checkov/CKV_K8S_153", "checkov/CKV_K8S_154"],
    ),
    hint(
        "old-account-field",
        "the service account stands in `serviceAccount`",
        "The field is deprecated; where both stand, `serviceAccountName` counts and this one misleads.",
        &["kube-linter/deprecated-service-account-field"],
    ),
    hint(
        "pod-creation",
        "a role may create pods",
        "A pod can mount any Secret of its namespace and run as any of its accounts: creating one is as good as having those rights.",
        &["kube-linter/access-to-create-pods"],
    ),
    warning(
        "pod-entry",
        "a role may enter pods",
        "A shell in a pod sees its secrets and acts in its name.",
        &["polaris/clusterrolePodExecAttach", "polaris/rolePodExecAttach"],
    ),
    warning(
        "pod-security-baseline",
        "a pod does what the baseline level of Pod Security forbids",
        "It can leave its container for the node, or see what its neighbours do. A namespace that enforces the level refuses it.",
        &[
            "kube-linter/host-ipc",
            "kube-linter/host-network",
            "kube-linter/host-pid",
            "kube-linter/privileged-container",
            "kube-linter/unsafe-proc-mount",
            "kube-linter/unsafe-sysctls",
            "kube-linter/writable-host-mount",
            "kube-score/container-security-context-privileged",
            "polaris/hostIPCSet",
            "polaris/hostNetworkSet",
            "polaris/hostPIDSet",
            "polaris/hostPathSet",
            "polaris/hostPortSet",
            "polaris/dangerousCapabilities",
            "polaris/hostProcess",
            "polaris/procMount",
            "polaris/runAsPrivileged",
            "checkov/CKV_K8S_16",
            "checkov/CKV_K8S_17",
            "checkov/CKV_K8S_18",
            "checkov/CKV_K8S_19",
            "checkov/CKV_K8S_25",
            "checkov/CKV_K8S_26",
            "checkov/CKV_K8S_39",
        ],
    ),
    // Of another tier, and here for its kin.
    Rule {
        name: "pod-security-enforced",
        tier: Tier::Broken,
        severity: Severity::Error,
        says: "a pod does what its namespace's Pod Security level forbids",
        why: "The server takes the Deployment with a warning and then refuses each of its pods: nothing runs.",
        aliases: &[],
    },
    hint(
        "pod-security-restricted",
        "a pod does not say what the restricted level of Pod Security asks for",
        "An intruder in the container finds more to work with than the program needs. A namespace that enforces the level refuses it.",
        &[
            "kube-linter/drop-net-raw-capability",
            "kube-linter/privilege-escalation-container",
            "kube-linter/run-as-non-root",
            "kube-score/container-seccomp-profile",
            "polaris/insecureCapabilities",
            "polaris/privilegeEscalationAllowed",
            "polaris/runAsRootAllowed",
            "checkov/CKV_K8S_20",
            "checkov/CKV_K8S_23",
            "checkov/CKV_K8S_28",
            "checkov/CKV_K8S_31",
            "checkov/CKV_K8S_37",
        ],
    ),
    hint(
        "privileged-port",
        "a container listens on a port below 1024",
        "On many nodes only root may open it, so the pod cannot run as anyone else.",
        &["kube-linter/privileged-ports"],
    ),
    hint(
        "pull-policy",
        "the pull policy does not go with the image",
        "A node that pulled the tag last month runs last month's program.",
        &[],
    ),
    warning(
        "readiness-probe",
        "a pod behind a Service has no readiness probe",
        "It gets requests from its first second, long before Rails has booted: each release fails some.",
        &[
            "kube-linter/no-readiness-probe",
            "kube-score/pod-probes",
            "polaris/readinessProbeMissing",
            "checkov/CKV_K8S_9",
        ],
    ),
    warning(
        "revision-history",
        "a workload keeps no earlier revision",
        "When a release fails, `kubectl rollout undo` has nothing to go back to.",
        &[],
    ),
    warning(
        "right-escalation",
        "a role may bind, escalate or impersonate",
        "Its holder gives itself whatever right it lacks.",
        &["checkov/CKV_K8S_157", "checkov/CKV_K8S_158"],
    ),
    warning(
        "secret-access",
        "a role may read every Secret",
        "Passwords, keys and the tokens of other accounts are in them: from one program an intruder has all.",
        &["kube-linter/access-to-secrets"],
    ),
    warning(
        "sensitive-mount",
        "a pod mounts a folder of its node that holds secrets or programs",
        "From there it reads the node's keys, or changes what the node runs as root.",
        &["kube-linter/sensitive-host-mounts"],
    ),
    warning(
        "shared-subject",
        "rights are bound to a subject that many share",
        "The default account belongs to every pod without its own, and the groups of the system to everyone.",
        &["checkov/CKV_K8S_42"],
    ),
    hint(
        "single-replica",
        "one pod answers for a Service",
        "When its node is drained or dies, nothing answers until another pod has started elsewhere.",
        &["kube-score/deployment-replicas", "polaris/deploymentMissingReplicas"],
    ),
    warning(
        "ssh-port",
        "a container listens on the port of SSH",
        "A second way in, with its own keys, which no rule of the cluster sees.",
        &["kube-linter/ssh-port"],
    ),
    hint(
        "topology-spread",
        "nothing keeps several pods on different nodes",
        "They may all stand on the node that fails.",
        &[
            "kube-linter/no-anti-affinity",
            "kube-score/deployment-has-host-podantiaffinity",
            "kube-score/statefulset-has-host-podantiaffinity",
            "polaris/topologySpreadConstraint",
        ],
    ),
    hint(
        "update-strategy",
        "a workload does not roll from one version to the next",
        "`Recreate` stops everything before it starts anything; `OnDelete` waits for somebody to delete pods.",
        &["kube-linter/no-rolling-update-strategy", "kube-score/deployment-strategy"],
    ),
    warning(
        "wildcard-right",
        "a role allows `*`",
        "It covers what nobody thought of, and whatever a later version adds.",
        &["kube-linter/wildcard-in-rules", "checkov/CKV_K8S_49"],
    ),
    hint(
        "writable-root",
        "a container may write to its root file system",
        "An intruder can replace the program and what it loads.",
        &[
            "kube-linter/no-read-only-root-fs",
            "kube-score/container-security-context-readonlyrootfilesystem",
            "polaris/notReadOnlyRootFilesystem",
            "checkov/CKV_K8S_22",
        ],
    ),
];
