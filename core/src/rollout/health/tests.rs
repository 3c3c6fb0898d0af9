//! What live objects say, and what it means.

use super::super::moment::{Clock, Moment};
use super::{Scene, State, has_failed, has_run, job_log, judge, stuck};
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
fn a_pod_that_cannot_run_ends_the_wait_early() {
    let key = "couldn't find key RAILS_MASTER_KEY in Secret shop/shop-secrets";
    let sync = "failed to sync secret cache: timed out waiting for the condition";
    let gone =
        "failed to resolve reference \"example.com/shop:r2\": example.com/shop:r2: not found";
    let login = "failed to authorize: 401 Unauthorized";
    let slow = "dial tcp 192.0.2.1:443: i/o timeout";
    for (status, expect) in [
        (waiting("ContainerCreating", ""), "progressing: 0 of 2 new pods ready"),
        (waiting("ErrImagePull", gone), "failed: 0 of 2 new pods ready [image-pull!]"),
        (waiting("ErrImagePull", login), "failed: 0 of 2 new pods ready [image-pull!]"),
        (waiting("ErrImagePull", slow), "progressing: 0 of 2 new pods ready [image-pull]"),
        (waiting("InvalidImageName", ""), "failed: 0 of 2 new pods ready [image-pull!]"),
        (
            waiting("CreateContainerConfigError", key),
            "failed: 0 of 2 new pods ready [container-config!]",
        ),
        (
            waiting("CreateContainerError", "exec: \"bin/jobs\": executable file not found"),
            "failed: 0 of 2 new pods ready [container-start!]",
        ),
        (crashed("Error", 1, 1), "failed: 0 of 2 new pods ready [crash!]"),
        (crashed("OOMKilled", 137, 2), "failed: 0 of 2 new pods ready [out-of-memory!]"),
        (crashed("Completed", 0, 2), "failed: 0 of 2 new pods ready [crash!]"),
        // Once is no loop yet.
        (
            container(json!({"terminated": {"reason": "Error", "exitCode": 1}}), 0),
            "progressing: 0 of 2 new pods ready [crash]",
        ),
        (
            container(json!({"terminated": {"reason": "Error", "exitCode": 1}}), 3),
            "failed: 0 of 2 new pods ready [crash!]",
        ),
    ] {
        check(&rolling(), &scene(vec![pod(status)], vec![]), expect);
    }
    // Older nodes say what the registry said in an event only.
    let failed = event("shop-web-2-a", "Failed", "Failed to pull image \"x\": manifest unknown");
    let back_off = pod(waiting("ImagePullBackOff", "Back-off pulling image \"x\""));
    check(
        &rolling(),
        &scene(vec![back_off.clone()], vec![]),
        "progressing: 0 of 2 new pods ready [image-pull]",
    );
    check(
        &rolling(),
        &scene(vec![back_off], vec![failed]),
        "failed: 0 of 2 new pods ready [image-pull!]",
    );
    let mut young = pod(waiting("CreateContainerConfigError", key));
    young["status"]["startTime"] = ago(3).into();
    check(
        &rolling(),
        &scene(vec![young], vec![]),
        "progressing: 0 of 2 new pods ready [container-config]",
    );
    let mut late = pod(waiting("CreateContainerConfigError", sync));
    late["status"]["startTime"] = ago(30).into();
    check(
        &rolling(),
        &scene(vec![late], vec![]),
        "progressing: 0 of 2 new pods ready [container-config]",
    );
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
fn only_pods_that_will_not_run_are_stuck() {
    let mut ready = pod(json!({"conditions": [{"type": "Ready", "status": "True"}]}));
    ready["status"]["containerStatuses"] = crashed("Error", 1, 9)["containerStatuses"].clone();
    let starting = pod(waiting("ContainerCreating", ""));
    let mut foreign = pod(crashed("Error", 1, 9));
    foreign["metadata"]["ownerReferences"][0]["uid"] = "other".into();
    for (pod, expect) in [(pod(crashed("Error", 1, 2)), 1), (ready, 0), (starting, 0), (foreign, 0)]
    {
        let scene = scene(vec![pod], vec![]);
        assert_eq!(stuck(&rolling(), &scene, clock()).len(), expect, "{scene:?}");
    }
}

#[test]
fn no_room_is_waited_for_and_longer_while_the_cluster_grows() {
    let pending = |seconds: i64| {
        pod(json!({"conditions": [{"type": "PodScheduled", "status": "False",
            "reason": "Unschedulable", "lastTransitionTime": ago(seconds),
            "message": "0/2 nodes are available: 2 Insufficient memory. preemption: 0/2 nodes."}]}))
    };
    let growing = vec![event("shop-web-2-a", "TriggeredScaleUp", "pod triggered scale-up")];
    for (pod, events, expect) in [
        (pending(30), vec![], "progressing: 0 of 2 new pods ready [unschedulable]"),
        (pending(90), vec![], "failed: 0 of 2 new pods ready [unschedulable!]"),
        (pending(90), growing, "progressing: 0 of 2 new pods ready [unschedulable]"),
    ] {
        check(&rolling(), &scene(vec![pod], events), expect);
    }
}

#[test]
fn probes_have_their_time() {
    let running = |seconds: i64, started: bool, restarts: i64| {
        let mut pod = pod(container(json!({"running": {"startedAt": ago(seconds)}}), restarts));
        pod["status"]["phase"] = "Running".into();
        pod["status"]["containerStatuses"][0]["started"] = started.into();
        pod["spec"]["containers"][0]["startupProbe"] =
            json!({"periodSeconds": 2, "failureThreshold": 10});
        pod
    };
    let said = |kind: &str| {
        let message = format!("{kind} probe failed: HTTP probe failed with statuscode: 403");
        event("shop-web-2-a", "Unhealthy", &message)
    };
    let killed =
        event("shop-web-2-a", "Killing", "Container web failed startup probe, will be restarted");
    let after = |mut pod: Value| {
        pod["status"]["containerStatuses"][0]["lastState"] =
            json!({"terminated": {"reason": "Error", "exitCode": 137}});
        pod
    };
    for (pod, events, expect) in [
        (running(60, true, 0), vec![], "progressing: 0 of 2 new pods ready"),
        (
            running(60, true, 0),
            vec![said("Readiness")],
            "progressing: 0 of 2 new pods ready [probe]",
        ),
        (running(141, true, 0), vec![said("Readiness")], "failed: 0 of 2 new pods ready [probe!]"),
        (
            running(141, false, 0),
            vec![said("Startup")],
            "progressing: 0 of 2 new pods ready [probe]",
        ),
        (
            after(running(5, false, 1)),
            vec![killed, said("Startup")],
            "failed: 0 of 2 new pods ready [probe!]",
        ),
    ] {
        check(&rolling(), &scene(vec![pod], events), expect);
    }
}

#[test]
fn refused_pods_are_seen_on_their_maker() {
    let refused = |message: &str, seconds: i64| {
        let status = json!({"conditions": [{"type": "ReplicaFailure", "status": "True",
            "reason": "FailedCreate", "message": message, "lastTransitionTime": ago(seconds)}]});
        Scene { replica_sets: vec![replica_set("2", status)], ..Scene::default() }
    };
    let quota = "pods \"shop-web-2-b\" is forbidden: exceeded quota: small, requested: pods=1";
    let security =
        "pods \"shop-web-2-b\" is forbidden: violates PodSecurity \"restricted:latest\": x";
    for (scene, expect) in [
        (refused(quota, 5), "progressing: 0 of 2 new pods ready [quota]"),
        (refused(quota, 25), "failed: 0 of 2 new pods ready [quota!]"),
        (refused(security, 0), "failed: 0 of 2 new pods ready [pod-security!]"),
    ] {
        check(&rolling(), &scene, expect);
    }
}

#[test]
fn a_volume_that_does_not_come_is_named() {
    let message = "MountVolume.SetUp failed for volume \"tls\" : secret \"tls\" not found";
    let events = vec![event("shop-web-2-a", "FailedMount", message)];
    let mut pod = pod(waiting("ContainerCreating", ""));
    check(
        &rolling(),
        &scene(vec![pod.clone()], events.clone()),
        "progressing: 0 of 2 new pods ready [volume]",
    );
    pod["status"]["startTime"] = ago(130).into();
    check(&rolling(), &scene(vec![pod], events), "failed: 0 of 2 new pods ready [volume!]");
}

fn job(conditions: Value, status: Value) -> Value {
    let mut job = json!({"kind": "Job",
        "metadata": {"name": "shop-migrate-r2", "uid": "set-2"},
        "spec": {"backoffLimit": 0, "activeDeadlineSeconds": 900}, "status": status});
    job["status"]["conditions"] = conditions;
    job
}

#[test]
fn a_job_is_complete_failed_or_on_its_way() {
    let holds =
        |kind: &str, reason: &str| json!([{"type": kind, "status": "True", "reason": reason}]);
    let mut runs = pod(json!({"phase": "Running"}));
    runs["spec"]["restartPolicy"] = "Never".into();
    for (job, pods, expect) in [
        (job(json!([]), json!({})), vec![], "progressing: starts"),
        (job(json!([]), json!({"active": 1})), vec![runs], "progressing: runs"),
        (job(holds("Complete", ""), json!({})), vec![], "done: complete"),
        (job(holds("SuccessCriteriaMet", ""), json!({})), vec![], "progressing: starts"),
        (
            job(holds("Failed", "BackoffLimitExceeded"), json!({})),
            vec![],
            "failed: failed [crash!]",
        ),
        (
            job(holds("FailureTarget", "DeadlineExceeded"), json!({})),
            vec![],
            "failed: failed [deadline!]",
        ),
    ] {
        check(&job, &scene(pods, vec![]), expect);
    }
    let key = waiting("CreateContainerConfigError", "secret \"shop-secrets\" not found");
    check(
        &job(json!([]), json!({"active": 1})),
        &scene(vec![pod(key)], vec![]),
        "failed: cannot start [container-config!]",
    );
    let mut ended = pod(container(json!({"terminated": {"reason": "Error", "exitCode": 1}}), 0));
    ended["spec"]["restartPolicy"] = "Never".into();
    ended["status"]["phase"] = "Failed".into();
    check(
        &job(holds("Failed", "BackoffLimitExceeded"), json!({"failed": 1})),
        &scene(vec![ended], vec![]),
        "failed: failed [crash!]",
    );
    let quota = event(
        "shop-migrate-r2",
        "FailedCreate",
        "Error creating: pods \"x\" is forbidden: exceeded quota: small",
    );
    check(&job(json!([]), json!({})), &scene(vec![], vec![quota]), "failed: cannot start [quota!]");
    let mut old = event(
        "shop-migrate-r2",
        "FailedCreate",
        "Error creating: pods \"x\" is forbidden: exceeded quota: small",
    );
    old["lastTimestamp"] = ago(5000).into();
    check(&job(json!([]), json!({})), &scene(vec![], vec![old]), "progressing: starts");
}

#[test]
fn a_job_goes_on_while_it_may_try_again() {
    let ended = |reason: &str| {
        let mut pod = pod(container(json!({"terminated": {"reason": reason, "exitCode": 1}}), 0));
        pod["spec"]["restartPolicy"] = "Never".into();
        pod["status"]["phase"] = "Failed".into();
        pod
    };
    let mut runs = pod(json!({"phase": "Running"}));
    runs["spec"]["restartPolicy"] = "Never".into();
    for (retries, failed, pods, expect) in [
        (0, 0, vec![ended("Error")], "failed: cannot start [crash!]"),
        (2, 1, vec![ended("Error")], "progressing: starts [crash]"),
        (2, 1, vec![ended("OOMKilled")], "progressing: starts [out-of-memory]"),
        // The last try.
        (2, 2, vec![ended("Error"), ended("Error"), runs], "progressing: runs [crash]"),
        // Its end was not counted yet.
        (1, 1, vec![ended("Error"), ended("Error")], "failed: cannot start [crash!]"),
    ] {
        let mut job = job(json!([]), json!({"failed": failed}));
        job["spec"]["backoffLimit"] = retries.into();
        check(&job, &scene(pods, vec![]), expect);
    }
}

#[test]
fn a_job_is_heard_once_its_newest_pod_runs() {
    let created = |name: &str, time: &str, status: Value| {
        let mut pod = pod(status);
        pod["metadata"]["name"] = name.into();
        pod["metadata"]["creationTimestamp"] = time.into();
        pod
    };
    let ended = || container(json!({"terminated": {"exitCode": 143}}), 0);
    let old = || created("old", "2026-11-23T18:00:00Z", ended());
    let new = |status: Value| created("new", "2026-11-23T18:01:00Z", status);
    let mut foreign = created("foreign", "2026-11-23T18:02:00Z", ended());
    foreign["metadata"]["ownerReferences"][0]["uid"] = "other".into();
    let waits = || waiting("ContainerCreating", "");
    let job = job(json!([]), json!({}));
    for (pods, log, ran) in [
        (vec![], None, false),
        (vec![new(waits())], None, false),
        (vec![foreign], None, false),
        (vec![new(container(json!({"running": {}}), 0)), old()], Some("new"), true),
        (vec![new(waits()), old()], None, true),
        (vec![new(crashed("Error", 1, 1))], None, true),
        (vec![old()], Some("old"), true),
    ] {
        let scene = scene(pods, vec![]);
        let heard = job_log(&job, &scene).map(|log| (log.pod, log.container));
        assert_eq!(heard, log.map(|pod| (pod.to_owned(), "web".to_owned())), "{scene:?}");
        assert_eq!(has_run(&job, &scene), ran, "{scene:?}");
    }
    assert!(!has_failed(&job));
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

#[test]
fn causes_say_it_in_words() {
    let said = |pod: Value, events: Vec<Value>| {
        let health = judge(&rolling(), &scene(vec![pod], events), clock());
        let cause = health.causes.first().unwrap().clone();
        (cause.object.clone(), cause.message.clone(), cause.help.clone())
    };
    let key = "couldn't find key RAILS_MASTER_KEY in Secret shop/shop-secrets";
    let startup = event(
        "shop-web-2-a",
        "Unhealthy",
        "Startup probe failed: Get \"http://198.51.100.1:3000/up\": dial tcp: connection refused",
    );
    let mut starting = pod(container(json!({"running": {"startedAt": ago(30)}}), 0));
    starting["status"]["containerStatuses"][0]["started"] = false.into();
    for (pod, events, message, help) in [
        (
            pod(crashed("OOMKilled", 137, 2)),
            vec![],
            "the container `web` ran out of memory (limit 512Mi)",
            "raise `resources.memory`",
        ),
        (
            pod(crashed("Error", 127, 2)),
            vec![],
            "the container `web` ended with exit code 127: the image lacks its command",
            "",
        ),
        (
            pod(waiting("CreateContainerConfigError", key)),
            vec![],
            "the container `web` cannot be configured: couldn't find key RAILS_MASTER_KEY in Secret shop/shop-secrets",
            "DEPLOY.md, section Secrets",
        ),
        (
            pod(waiting("ErrImagePull", "manifest unknown")),
            vec![],
            "the registry has no image `example.com/shop:r2`",
            "push it first",
        ),
        (
            starting,
            vec![startup],
            "the container `web` runs, and its start-up probe fails: Get \"http://198.51.100.1:3000/up\": dial tcp: connection refused",
            "nothing listens",
        ),
    ] {
        let (object, found, helped) = said(pod, events);
        assert_eq!((object.as_str(), found.as_str()), ("Pod shop-web-2-a", message));
        assert!(helped.contains(help), "{helped}");
    }
}
