//! The order in which people expect to read a manifest's keys.

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
    "immutable",
    "type",
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
    "maxUnavailable",
    "template",
    "ingressClassName",
    "tls",
    "rules",
    "host",
    "http",
    "paths",
    "path",
    "pathType",
    "backend",
    "spec",
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
    "seccompProfile",
    "maxSkew",
    "topologyKey",
    "whenUnsatisfiable",
    "labelSelector",
    "matchLabelKeys",
    "topologySpreadConstraints",
    "initContainers",
    "containers",
    "image",
    "imagePullPolicy",
    "command",
    "args",
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
    "port",
    "targetPort",
    "httpHeaders",
    "periodSeconds",
    "timeoutSeconds",
    "failureThreshold",
    "lifecycle",
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

/// Sorts the keys of the map that stands under `parent`.
pub(super) fn sort(parent: &str, keys: &mut [&String]) {
    if FREE.contains(&parent) {
        keys.sort();
    } else {
        // The keys come in alphabetical order, and the sort is stable.
        keys.sort_by_cached_key(|key| rank(parent, key));
    }
}

/// A pod's rights stand before its containers, a container's after what it runs.
fn rank(parent: &str, key: &str) -> usize {
    let key = match (parent, key) {
        ("containers" | "initContainers", "securityContext") => "volumeMounts",
        (_, key) => key,
    };
    ORDER.iter().position(|each| *each == key).unwrap_or(ORDER.len())
}
