//! Jobs.

use super::super::{has_failed, has_run, job_log};
use super::{ago, check, container, crashed, event, pod, scene, waiting};
use serde_json::{Value, json};

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
