//! Workloads, and the rest.

use super::super::Scene;
use super::{ago, check, crashed, deployment, event, pod, replica_set, rolling, scene};
use serde_json::{Value, json};

#[test]
fn a_deployment_is_done_when_the_new_pods_serve_and_the_old_are_gone() {
    for (spec, status, expect) in [
        (
            json!({"replicas": 2}),
            json!({"observedGeneration": 3, "replicas": 2, "updatedReplicas": 2,
                "availableReplicas": 2, "readyReplicas": 2}),
            "done: 2 pods ready",
        ),
        // What the status says is about an earlier template.
        (
            json!({"replicas": 2}),
            json!({"observedGeneration": 2, "replicas": 2, "updatedReplicas": 2,
                "availableReplicas": 2, "readyReplicas": 2}),
            "progressing: waits for Kubernetes to take it up",
        ),
        (json!({"replicas": 2}), json!({}), "progressing: waits for Kubernetes to take it up"),
        (json!({"replicas": 0}), json!({"observedGeneration": 3}), "done: 0 pods ready"),
        (
            json!({"replicas": 2}),
            json!({"observedGeneration": 3, "replicas": 3, "updatedReplicas": 1,
                "availableReplicas": 2}),
            "progressing: 0 of 2 new pods ready",
        ),
        (
            json!({"replicas": 1, "paused": true}),
            json!({"observedGeneration": 3}),
            "progressing: is paused: `kubectl rollout resume` lets it go on",
        ),
    ] {
        check(&deployment(spec, status), &scene(vec![], vec![]), expect);
    }
    let settling = |replicas: i64, available: i64| {
        deployment(
            json!({"replicas": 2}),
            json!({"observedGeneration": 3, "replicas": replicas, "updatedReplicas": 2,
                "availableReplicas": available, "readyReplicas": 2}),
        )
    };
    let ready = Scene {
        replica_sets: vec![replica_set("2", json!({"readyReplicas": 2}))],
        ..Scene::default()
    };
    check(&settling(3, 3), &ready, "progressing: waits for 1 old pod to stop");
    check(&settling(2, 1), &ready, "progressing: 1 of 2 new pods ready for long enough");
}

#[test]
fn a_deadline_counts_for_its_own_rollout_only() {
    let late = |time: String| {
        deployment(
            json!({"replicas": 2, "progressDeadlineSeconds": 300}),
            json!({"observedGeneration": 3, "replicas": 3, "updatedReplicas": 1,
                "availableReplicas": 2, "conditions": [{"type": "Progressing", "status": "False",
                "reason": "ProgressDeadlineExceeded", "lastUpdateTime": time}]}),
        )
    };
    check(&late(ago(10)), &scene(vec![], vec![]), "failed: 0 of 2 new pods ready [deadline!]");
    check(&late(ago(1000)), &scene(vec![], vec![]), "progressing: 0 of 2 new pods ready");
}

#[test]
fn pods_of_earlier_releases_do_not_decide() {
    let mut old = pod(crashed("Error", 1, 9));
    old["metadata"]["ownerReferences"][0]["uid"] = "set-1".into();
    check(&rolling(), &scene(vec![old], vec![]), "progressing: 0 of 2 new pods ready");
    let mut leaving = pod(crashed("Error", 1, 9));
    leaving["metadata"]["deletionTimestamp"] = ago(1).into();
    check(&rolling(), &scene(vec![leaving], vec![]), "progressing: 0 of 2 new pods ready");
}

#[test]
fn stateful_sets_and_daemon_sets_are_replaced_pod_by_pod() {
    let stateful = |spec: Value, status: Value| {
        json!({"kind": "StatefulSet", "metadata": {"name": "redis", "uid": "s", "generation": 1},
            "spec": spec, "status": status})
    };
    let daemon = |status: Value| {
        json!({"kind": "DaemonSet", "metadata": {"name": "logs", "uid": "s", "generation": 1},
            "spec": {}, "status": status})
    };
    for (object, expect) in [
        (
            stateful(
                json!({"replicas": 1}),
                json!({"observedGeneration": 1, "replicas": 1, "readyReplicas": 1,
                    "currentRevision": "a", "updateRevision": "a"}),
            ),
            "done: 1 pod ready",
        ),
        (
            stateful(
                json!({"replicas": 2}),
                json!({"observedGeneration": 1, "replicas": 2, "readyReplicas": 2,
                    "updatedReplicas": 1, "currentRevision": "a", "updateRevision": "b"}),
            ),
            "progressing: 1 of 2 pods replaced",
        ),
        (
            stateful(
                json!({"replicas": 2, "updateStrategy": {"rollingUpdate": {"partition": 1}}}),
                json!({"observedGeneration": 1, "replicas": 2, "readyReplicas": 2,
                    "updatedReplicas": 1, "currentRevision": "a", "updateRevision": "b"}),
            ),
            "done: 2 pods ready",
        ),
        (
            stateful(
                json!({"replicas": 1}),
                json!({"observedGeneration": 1, "replicas": 1,
                "currentRevision": "a", "updateRevision": "a"}),
            ),
            "progressing: 0 of 1 pod ready",
        ),
        (stateful(json!({}), json!({})), "progressing: waits for Kubernetes to take it up"),
        (
            daemon(json!({"observedGeneration": 1, "desiredNumberScheduled": 2,
                "numberAvailable": 2, "updatedNumberScheduled": 1})),
            "progressing: ready on 1 of 2 nodes",
        ),
        (
            daemon(json!({"observedGeneration": 1, "desiredNumberScheduled": 1,
                "numberAvailable": 1, "updatedNumberScheduled": 1})),
            "done: ready on 1 node",
        ),
    ] {
        check(&object, &Scene::default(), expect);
    }
    let mut mine = pod(crashed("Error", 1, 4));
    mine["metadata"]["ownerReferences"][0]["uid"] = "s".into();
    let scene = Scene { pods: vec![mine], ..Scene::default() };
    let status = json!({"observedGeneration": 1, "replicas": 1});
    check(&stateful(json!({}), status), &scene, "failed: 0 of 1 pod replaced [crash!]");
}

#[test]
fn the_rest_is_there_or_says_what_it_waits_for() {
    for (object, expect) in [
        (json!({"kind": "ConfigMap"}), "done: is there"),
        (json!({"kind": "Service", "spec": {"type": "ClusterIP"}}), "done: is there"),
        (
            json!({"kind": "Service", "spec": {"type": "LoadBalancer"}}),
            "progressing: waits for an address from the cloud",
        ),
        (
            json!({"kind": "Ingress",
                "status": {"loadBalancer": {"ingress": [{"ip": "192.0.2.7"}]}}}),
            "done: reached at 192.0.2.7",
        ),
        (json!({"kind": "PersistentVolumeClaim", "status": {"phase": "Bound"}}), "done: bound"),
        (
            json!({"kind": "PersistentVolumeClaim", "status": {"phase": "Lost"}}),
            "failed: has lost its volume",
        ),
        (
            json!({"apiVersion": "postgresql.cnpg.io/v1", "kind": "Cluster"}),
            "progressing: waits for its operator",
        ),
        (
            json!({"apiVersion": "postgresql.cnpg.io/v1", "kind": "Cluster", "status": {
                "phase": "Setting up primary", "conditions": [{"type": "Ready", "status": "False"}]}}),
            "progressing: Setting up primary",
        ),
        (
            json!({"apiVersion": "postgresql.cnpg.io/v1", "kind": "Cluster", "status": {
                "phase": "Cluster in healthy state",
                "conditions": [{"type": "Ready", "status": "True"}]}}),
            "done: ready",
        ),
        (
            json!({"kind": "CronJob", "spec": {"schedule": "0 3 * * *"}}),
            "done: runs at `0 3 * * *`",
        ),
        (json!({"kind": "CronJob", "spec": {"suspend": true}}), "done: is suspended"),
        (
            json!({"kind": "Namespace", "status": {"phase": "Terminating"}}),
            "progressing: is being deleted",
        ),
        (
            json!({"kind": "HorizontalPodAutoscaler", "status": {"conditions": [
                {"type": "ScalingActive", "status": "False", "message": "no metrics"}]}}),
            "progressing: has no figures [scaling]",
        ),
        (
            json!({"kind": "Pod", "status": {"phase": "Running",
                "conditions": [{"type": "Ready", "status": "True"}]}}),
            "done: ready",
        ),
        (json!({"kind": "Pod", "status": {"phase": "Failed"}}), "failed: failed"),
    ] {
        check(&object, &Scene::default(), expect);
    }
    let claim = json!({"kind": "PersistentVolumeClaim", "metadata": {"name": "files"},
        "status": {"phase": "Pending"}});
    let events = vec![event("files", "ProvisioningFailed", "storageclass \"fast\" not found")];
    let scene = Scene { events, ..Scene::default() };
    check(&claim, &scene, "progressing: waits for its first pod [volume]");
}
