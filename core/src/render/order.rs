//! The order in which people expect to read a manifest's keys.

use crate::value::{Key, Value};

/// Keys in reading order; what is not named follows in alphabetical order.
const ORDER: &[&str] = &[
    "apiVersion",
    "kind",
    "metadata",
    "name",
    "generateName",
    "namespace",
    "labels",
    "annotations",
    "schedule",
    "timeZone",
    "concurrencyPolicy",
    "startingDeadlineSeconds",
    "successfulJobsHistoryLimit",
    "failedJobsHistoryLimit",
    "jobTemplate",
    "immutable",
    "type",
    "serviceName",
    "replicas",
    "minReadySeconds",
    "progressDeadlineSeconds",
    "revisionHistoryLimit",
    "backoffLimit",
    "activeDeadlineSeconds",
    "ttlSecondsAfterFinished",
    "podFailurePolicy",
    "strategy",
    "selector",
    "maxSurge",
    "minAvailable",
    "scaleTargetRef",
    "minReplicas",
    "maxReplicas",
    "minReplicaCount",
    "maxReplicaCount",
    "maxUnavailable",
    "template",
    "ingressClassName",
    "gatewayClassName",
    "listeners",
    "parentRefs",
    "hostnames",
    "matches",
    "filters",
    "timeouts",
    "backendRefs",
    "tls",
    "rules",
    "host",
    "http",
    "paths",
    "path",
    "pathType",
    "backend",
    "spec",
    "priorityClassName",
    "serviceAccountName",
    "automountServiceAccountToken",
    "enableServiceLinks",
    "restartPolicy",
    "terminationGracePeriodSeconds",
    "securityContext",
    "runAsNonRoot",
    "runAsUser",
    "runAsGroup",
    "fsGroup",
    "fsGroupChangePolicy",
    "seccompProfile",
    "maxSkew",
    "topologyKey",
    "whenUnsatisfiable",
    "labelSelector",
    "matchLabels",
    "matchExpressions",
    "matchLabelKeys",
    "podSelector",
    "policyTypes",
    "ingress",
    "egress",
    "affinity",
    "topologySpreadConstraints",
    "initContainers",
    "containers",
    "image",
    "imagePullPolicy",
    "command",
    "args",
    "stdin",
    "stdinOnce",
    "tty",
    "ports",
    "containerPort",
    "protocol",
    "envFrom",
    "env",
    "value",
    "valueFrom",
    "startupProbe",
    "readinessProbe",
    "livenessProbe",
    "httpGet",
    "tcpSocket",
    "exec",
    "port",
    "targetPort",
    "httpHeaders",
    "periodSeconds",
    "timeoutSeconds",
    "failureThreshold",
    "lifecycle",
    "accessModes",
    "resources",
    "requests",
    "limits",
    "volumeMounts",
    "mountPath",
    "volumes",
    "data",
];

/// Maps whose keys people chose: alphabetical, whatever they are called.
const FREE: &[&str] = &["labels", "annotations", "matchLabels", "data", "requests", "limits"];

/// The entries of the map that stands under `parent`, in reading order.
pub(super) fn sorted<'a>(parent: &str, map: &'a [(Key, Value)]) -> Vec<&'a (Key, Value)> {
    let mut ranked: Vec<(usize, &(Key, Value))> = Vec::with_capacity(map.len());
    let free = FREE.contains(&parent);
    for entry in map {
        let rank = if free { 0 } else { rank(parent, &entry.0) };
        // Maps are short: to insert is as good as to sort. Equal ranks stay in alphabetical order.
        let before = |other: &(usize, &(Key, Value))| (other.0, &other.1.0) <= (rank, &entry.0);
        let at = ranked.iter().rposition(before).map_or(0, |at| at + 1);
        ranked.insert(at, (rank, entry));
    }
    ranked.into_iter().map(|(_, entry)| entry).collect()
}

/// A pod's rights stand before its containers, a container's after what it runs.
fn rank(parent: &str, key: &str) -> usize {
    let key = match (parent, key) {
        ("containers" | "initContainers", "securityContext") => "volumeMounts",
        // A listener is first a protocol and a port.
        ("listeners", "tls") => "data",
        (_, key) => key,
    };
    ORDER.iter().position(|each| *each == key).unwrap_or(ORDER.len())
}
