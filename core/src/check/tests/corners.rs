//! Corners to which mutants of manifests led, each as a live API server judges it.

use super::findings;
use crate::facts::Kubernetes;

fn paths(text: &str) -> Vec<String> {
    // Each object stands alone, and one kind is dated.
    const OTHERS: [&str; 3] = ["deprecated-api", "missing-reference", "missing-target"];
    let rules = findings(text, Kubernetes::V1_36).into_iter();
    rules.filter(|(rule, _, _)| !OTHERS.contains(rule)).map(|(_, path, _)| path).collect()
}

fn of(api: &str, kind: &str, rest: &str) -> String {
    format!("apiVersion: {api}\nkind: {kind}\nmetadata: {{name: a}}\n{rest}\n")
}

fn pod(spec: &str) -> String {
    of("v1", "Pod", &format!("spec: {{containers: [{{name: a, image: b, {spec}}}]}}"))
}

fn set(claim: &str, volumes: &str) -> String {
    let container = "{name: a, image: b}";
    of(
        "apps/v1",
        "StatefulSet",
        &format!(
            "spec: {{selector: {{matchLabels: {{a: b}}}}, template: {{metadata: {{labels: {{a: b}}}}, spec: {{containers: [{container}], volumes: [{volumes}]}}}}, volumeClaimTemplates: [{{metadata: {{{claim}}}, spec: {{accessModes: [ReadWriteOnce], resources: {{requests: {{storage: 1Gi}}}}}}}}]}}"
        ),
    )
}

#[test]
fn nothing_as_an_item_is_an_empty_part() {
    for (text, expect) in [
        (pod("env: [~]"), "spec.containers[0].env[0].name"),
        (pod("ports: [~]"), "spec.containers[0].ports[0].containerPort"),
        (
            of(
                "networking.k8s.io/v1",
                "NetworkPolicy",
                "spec: {podSelector: {}, ingress: [{from: [~]}]}",
            ),
            "spec.ingress[0].from[0]",
        ),
        (of("gateway.networking.k8s.io/v1", "HTTPRoute", "spec: {rules: [~]}"), "spec.rules[0]"),
        (
            of(
                "v1",
                "PersistentVolume",
                "spec: {accessModes: [ReadWriteOnce], capacity: {storage: ~}, nfs: {server: a, path: /b}}",
            ),
            "spec.capacity[storage]",
        ),
        (
            pod("resources: {requests: {cpu: 1}, limits: {cpu: ~}}"),
            "spec.containers[0].resources.requests",
        ),
    ] {
        assert_eq!(paths(&text), [expect], "{text}");
    }
}

#[test]
fn claims_are_the_first_volumes() {
    let empty = "{name: c, emptyDir: {}}";
    assert_eq!(paths(&set("name: d", empty)), [""; 0]);
    let volumes = "spec.template.spec.volumes";
    assert_eq!(paths(&set("name: -d", empty)), [format!("{volumes}[0].name")]);
    let none = ["name", "persistentVolumeClaim.claimName"].map(|key| format!("{volumes}[0].{key}"));
    assert_eq!(paths(&set("", empty)), none);
    // What cannot be read is told where it stands.
    let odd = set("name: d", "{name: c, emptyDir: {size: 1}}");
    assert_eq!(paths(&odd), [format!("{volumes}[0].emptyDir.size")]);
}

#[test]
fn what_a_server_takes_is_taken() {
    for text in [
        of("v1", "Secret", "data: {KEY: [], LIST: [1, 255]}"),
        pod("resources: {requests: {cpu: \" 1 \", memory: \"1Gi \"}}"),
        pod("resources: {requests: {memory: Mi}}, envFrom: [{configMapRef: {name: a-}}]"),
        of("scheduling.k8s.io/v1", "PriorityClass", "value: 1")
            .replace("name: a", "name: a, generation: -1"),
        of(
            "v1",
            "ReplicationController",
            "spec: {selector: {a: b}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: b}]}}}",
        )
        .replace("name: a}\nspec", "name: a, generateName: A}\nspec"),
    ] {
        assert_eq!(paths(&text), [""; 0], "{text}");
    }
}

#[test]
fn the_rest_of_the_corners() {
    for (text, expect) in [
        (of("v1", "Secret", "data: {KEY: [256]}"), "data[KEY]"),
        (
            of(
                "autoscaling/v2",
                "HorizontalPodAutoscaler",
                "spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}, minReplicas: 2, maxReplicas: 1.0}",
            ),
            "spec.maxReplicas",
        ),
        (
            of(
                "batch/v1",
                "Job",
                "spec: {podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: A, status: True}]}]}, template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}",
            ),
            "spec.podFailurePolicy.rules[0].onPodConditions[0].status",
        ),
        (
            of("v1", "Endpoints", "subsets: [{addresses: [{ip: 10.0.0.1, nodeName: \"\"}]}]"),
            "subsets[0].addresses[0].nodeName",
        ),
        (
            of("v1", "ConfigMap", "data: {}").replace(
                "name: a",
                "name: a, ownerReferences: [{apiVersion: a/, kind: B, name: c, uid: d}]",
            ),
            "metadata.ownerReferences.apiVersion",
        ),
        (
            of(
                "v1",
                "PersistentVolume",
                "spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, azureDisk: {diskName: a, diskURI: b}}",
            ),
            "spec.azureDisk.diskURI",
        ),
        (
            of(
                "gateway.networking.k8s.io/v1",
                "Gateway",
                "spec: {gatewayClassName: a, listeners: [{name: a, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {b.c: 1}}}}}]}",
            ),
            "spec.listeners[0].allowedRoutes.namespaces.selector.matchLabels.b.c",
        ),
    ] {
        assert_eq!(paths(&text), [expect], "{text}");
    }
}
