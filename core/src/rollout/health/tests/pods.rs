//! Pods that do not run, and why.

use super::super::{Scene, judge, stuck};
use super::{
    ago, check, clock, container, crashed, event, pod, replica_set, rolling, scene, waiting,
};
use serde_json::{Value, json};

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

#[test]
fn causes_say_it_in_words() {
    let said = |pod: Value, events: Vec<Value>| {
        let health = judge(&rolling(), &scene(vec![pod], events), clock());
        let cause = health.causes.first().unwrap().clone();
        (cause.object.clone(), cause.message.clone(), cause.advice("DEPLOY-staging.md"))
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
            "set that key of the Secret: DEPLOY-staging.md, section Secrets, has the commands",
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
