//! What live objects say, and what it means.

mod jobs;
mod pods;
mod workloads;

use super::super::moment::{Clock, Moment};
use super::{Scene, State, judge};
use serde_json::{Value, json};

/// The present of every test, and the start of what is judged, four minutes earlier.
fn clock() -> Clock {
    Clock {
        started: Moment::parse("2026-11-23T18:00:00Z").unwrap(),
        now: Moment::parse("2026-11-23T18:04:00Z").unwrap(),
    }
}

/// A time some seconds before the present.
fn ago(seconds: i64) -> String {
    clock().now.plus(-seconds).micro()
}

/// `done: 2 pods ready`, with the rules of the causes behind it, `!` for those that are final.
fn check(object: &Value, scene: &Scene, expect: &str) {
    let health = judge(object, scene, clock());
    let state = match health.state {
        State::Done => "done",
        State::Progressing => "progressing",
        State::Failed => "failed",
    };
    let mut found = format!("{state}: {}", health.words);
    for cause in &health.causes {
        found += &format!(" [{}{}]", cause.rule, if cause.is_final { "!" } else { "" });
    }
    assert_eq!(found, expect, "{object}\n{:#?}", health.causes);
}

fn deployment(spec: Value, status: Value) -> Value {
    json!({"kind": "Deployment",
        "metadata": {"name": "shop-web", "uid": "d", "generation": 3,
            "annotations": {"deployment.kubernetes.io/revision": "2"}},
        "spec": spec, "status": status})
}

/// Two new pods are wanted and not there yet.
fn rolling() -> Value {
    deployment(
        json!({"replicas": 2}),
        json!({"observedGeneration": 3, "replicas": 3, "updatedReplicas": 1,
            "availableReplicas": 2, "readyReplicas": 2}),
    )
}

fn replica_set(number: &str, status: Value) -> Value {
    json!({"kind": "ReplicaSet",
        "metadata": {"name": format!("shop-web-{number}"), "uid": format!("set-{number}"),
            "ownerReferences": [{"uid": "d"}],
            "annotations": {"deployment.kubernetes.io/revision": number}},
        "status": status})
}

fn sets() -> Vec<Value> {
    vec![
        replica_set("1", json!({"readyReplicas": 2})),
        replica_set("2", json!({"readyReplicas": 0})),
    ]
}

/// A pod of the new ReplicaSet, a minute old.
fn pod(status: Value) -> Value {
    let mut pod = json!({"kind": "Pod",
        "metadata": {"name": "shop-web-2-a", "uid": "p", "ownerReferences": [{"uid": "set-2"}]},
        "spec": {"containers": [{"name": "web", "image": "example.com/shop:r2",
            "resources": {"limits": {"memory": "512Mi"}}}]},
        "status": {"phase": "Pending", "startTime": ago(60)}});
    for (key, value) in status.as_object().unwrap() {
        pod["status"][key] = value.clone();
    }
    pod
}

fn container(state: Value, restarts: i64) -> Value {
    json!({"containerStatuses": [{"name": "web", "image": "example.com/shop:r2", "ready": false,
        "restartCount": restarts, "state": state}]})
}

fn waiting(reason: &str, message: &str) -> Value {
    container(json!({"waiting": {"reason": reason, "message": message}}), 0)
}

fn crashed(reason: &str, code: i64, restarts: i64) -> Value {
    let mut status = container(json!({"waiting": {"reason": "CrashLoopBackOff"}}), restarts);
    status["containerStatuses"][0]["lastState"] =
        json!({"terminated": {"reason": reason, "exitCode": code}});
    status
}

fn event(object: &str, reason: &str, message: &str) -> Value {
    json!({"type": "Warning", "reason": reason, "message": message,
        "involvedObject": {"name": object}, "lastTimestamp": ago(5), "firstTimestamp": ago(90)})
}

fn scene(pods: Vec<Value>, events: Vec<Value>) -> Scene {
    Scene { replica_sets: sets(), pods, events }
}
