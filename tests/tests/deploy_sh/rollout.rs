//! A rollout that fails is seen soon, and undone.

use crate::stage::{Stage, deployment, error, pod, rolled_out, said};

/// What the cluster shows when the second release's first web pod is in this state.
fn web_in(state: &str) -> String {
    deployment("shop-web", 2, 1, 2)
        + &deployment("shop-sidekiq", 2, 2, 2)
        + &pod("shop-web-old", "hash1", "Running||True||7")
        + &pod("shop-web-new", "hash2", state)
}

#[test]
fn each_cause_is_told_and_the_release_undone() {
    let cases = [
        ("Running||False|CrashLoopBackOff|1", "keeps crashing"),
        ("Running||False||3", "keeps crashing"),
        ("Pending||False|ErrImagePull|0", "does not get its image"),
        ("Pending||False|ImagePullBackOff|0", "does not get its image"),
        ("Pending||False|InvalidImageName|0", "has an image name that cannot be read"),
        ("Pending||False|CreateContainerConfigError|0", "cannot be started"),
        ("Pending|Unschedulable|False||", "finds no node"),
    ];
    for (state, cause) in cases {
        let stage = Stage::with_an_earlier_release();
        stage.answer("glance-after", &web_in(state));
        stage.answer("glance-undone", &rolled_out(3));
        let output = stage.deploy(&[]);
        let told = error(&output);
        assert_eq!(output.status.code(), Some(4), "{state}: {told}");
        assert!(told.contains(&format!("shop-web: the pod shop-web-new {cause}")), "{told}");
        assert!(told.contains("what ran before runs again"), "{told}");
        stage.in_order(&[
            "/release\n",
            "get events --field-selector involvedObject.name=shop-web-new",
            "logs shop-web-new",
            "--previous",
            "/before\n",
            "get deployments,replicasets,pods",
            "delete --raw",
        ]);
        let said = said(&output);
        assert!(said.contains("shop-web: 0 of 2 new pods ready; 1 old left\n"), "{said}");
        assert!(said.contains("the log of the container before (RuntimeError)"), "{said}");
        assert!(said.contains("tsort.rb:2:") && !said.contains("tsort.rb:3:"), "{said}");
    }
}

#[test]
fn trouble_that_passes_is_no_failure() {
    let stage = Stage::with_an_earlier_release();
    // An old pod's restarts are not the new release's, and one restart is none at all.
    let state = web_in("Running||False||1");
    stage.answer("glance-after", &state);
    stage.set("rollout_timeout", 1);
    let output = stage.deploy(&[]);
    assert!(error(&output).contains("not ready within 1 seconds"), "{}", error(&output));
}

#[test]
fn a_replica_set_that_is_refused_its_pods_is_told() {
    let stage = Stage::with_an_earlier_release();
    let web = deployment("shop-web", 2, 0, 2)
        .replace("hash2|shop-web|2||||||||", "hash2|shop-web|2||||||||exceeded quota: small");
    assert!(web.contains("quota"));
    stage.answer("glance-after", &(web + &deployment("shop-sidekiq", 2, 2, 2)));
    stage.answer("glance-undone", &rolled_out(3));
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(4));
    assert!(
        error(&output).contains("shop-web: no pod can be made: exceeded quota: small"),
        "{}",
        error(&output)
    );
}

#[test]
fn pods_that_are_never_ready_have_their_time() {
    let stage = Stage::with_an_earlier_release();
    stage.set("rollout_timeout", 1);
    stage.answer("glance-after", &web_in("Running||False||0"));
    stage.answer("glance-undone", &rolled_out(3));
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(4));
    let told = error(&output);
    assert!(
        told.contains("shop-web: not ready within 1 seconds; the release was undone"),
        "{told}"
    );
    stage.in_order(&["logs shop-web-new", "/before\n"]);
}

#[test]
fn what_is_undone_is_all_that_was() {
    let stage = Stage::with_an_earlier_release();
    stage.answer("glance-after", &web_in("Running||False|CrashLoopBackOff|1"));
    stage.answer("glance-undone", &rolled_out(3));
    stage.deploy(&[]);
    let before = stage.read("answers/applied-before");
    let value: serde_json::Value = serde_json::from_str(before.lines().next().unwrap()).unwrap();
    assert_eq!(value["metadata"]["name"], "shop-web");
    assert_eq!(value["metadata"]["labels"]["a"], "b");
    assert_eq!(value["spec"]["replicas"], 2);
}

#[test]
fn pods_that_serve_come_back_not_those_of_a_release_that_was_cut_off() {
    let stage = with_a_past();
    stage.answer(
        "replicasets",
        &PAST.replace("shop-web-3|2|2", "shop-web-3|2|").replace("shop-web-2|0|", "shop-web-2|2|2"),
    );
    stage.answer("glance-after", &web_in("Running||False|CrashLoopBackOff|1"));
    stage.answer("glance-undone", &rolled_out(3));
    assert_eq!(stage.deploy(&[]).status.code(), Some(4));
    stage.in_order(&["get replicaset shop-web-2 ", "/release\n", "/before\n"]);
    let before = stage.read("answers/applied-before");
    assert!(
        before.contains(r#""template":{"metadata":{"labels":{"a":"b"}},"spec":7}}"#),
        "{before}"
    );
}

#[test]
fn a_release_that_is_refused_in_part_is_undone() {
    let stage = Stage::with_an_earlier_release();
    stage.answer(
        "refused-release",
        "apply --server-side --force-conflicts --field-manager=linkspan -f /tmp",
    );
    stage.answer("job", "is Complete ");
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(4));
    assert!(
        error(&output).contains("did not take every file of the release"),
        "{}",
        error(&output)
    );
    stage.in_order(&["/release\n", "/before\n"]);
}

#[test]
fn a_first_release_that_fails_has_nothing_to_go_back_to() {
    let stage = Stage::new();
    stage.answer("glance-after", &web_in("Running||False|CrashLoopBackOff|1"));
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(4));
    assert!(error(&output).contains("there is no earlier release"), "{}", error(&output));
    stage.never("/before");
}

#[test]
fn what_a_failed_release_brought_is_removed() {
    let stage = Stage::with_an_earlier_release();
    stage.answer("names", "deployment.apps/shop-web");
    stage.answer("glance-after", &web_in("Running||False|CrashLoopBackOff|1"));
    stage.answer("glance-undone", &deployment("shop-web", 3, 2, 2));
    // The second time that it asks, the worker is there.
    stage.answer("names-after", "deployment.apps/shop-sidekiq\ndeployment.apps/shop-web");
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(4), "{}", error(&output));
    stage.in_order(&["delete deployment.apps/shop-sidekiq", "/before\n"]);
    stage.never("delete deployment.apps/shop-web");
}

#[test]
fn an_earlier_rollout_is_not_taken_for_this_one() {
    let stage = Stage::with_an_earlier_release();
    stage.set("rollout_timeout", 1);
    // The cluster has not yet seen the change: it still shows the release before as rolled out.
    let stale = rolled_out(1).replace("|3|3|", "|4|3|");
    assert_ne!(stale, rolled_out(1));
    stage.answer("glance-after", &stale);
    stage.answer("glance-undone", &rolled_out(1));
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(4), "{}", error(&output));
}

#[test]
fn a_lock_that_is_lost_meanwhile_leaves_the_rollout_to_its_new_holder() {
    let stage = Stage::with_an_earlier_release();
    stage.answer("glance-after", &web_in("Running||False|CrashLoopBackOff|1"));
    stage.answer("lease-after", "a|b|9|bob@ci-1");
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(5), "{}", error(&output));
    stage.never("/before");
}

const PAST: &str = "\
shop-web|3|registry.example.com/acme/shop:0123456789ab|2026-01-03T00:00:00Z|shop-web-3|2|2
shop-sidekiq|3|registry.example.com/acme/shop:0123456789ab|2026-01-03T00:00:00Z|shop-sidekiq-3|2|2
shop-web|2|registry.example.com/acme/shop:bbb|2026-01-02T00:00:00Z|shop-web-2|0|
shop-web|10|registry.example.com/acme/shop:ccc|2026-01-02T12:00:00Z|shop-web-10|0|
shop-sidekiq|2|registry.example.com/acme/shop:ccc|2026-01-02T00:00:00Z|shop-sidekiq-2|0|
";

fn with_a_past() -> Stage {
    let stage = Stage::with_an_earlier_release();
    stage.answer("replicasets", PAST);
    stage.answer(
        "template",
        r#"{"metadata":{"labels":{"a":"b","pod-template-hash":"x"}},"spec":7}"#,
    );
    stage.answer(
        "jobs",
        "2026-01-01T00:00:00Z shop-migrate-bbb\n2026-01-03T00:00:00Z shop-migrate-0123456789ab\n",
    );
    stage
}

#[test]
fn a_rollback_goes_to_the_release_before() {
    let stage = with_a_past();
    let output = stage.deploy(&["--rollback"]);
    assert!(output.status.success(), "{}", error(&output));
    let said = said(&output);
    assert!(said.contains("Going back from 0123456789ab to ccc"), "{said}");
    assert!(said.contains("Migrations are not undone"), "{said}");
    assert!(said.contains("Run since then: shop-migrate-0123456789ab."), "{said}");
    assert!(!said.contains("shop-migrate-bbb"), "{said}");
    let applied = stage.read("answers/applied-release");
    assert!(
        applied.contains(r#""template":{"metadata":{"labels":{"a":"b"}},"spec":7}}"#),
        "{applied}"
    );
    stage.in_order(&["create -f", "get replicaset shop-web-10", "/release\n", "delete --raw"]);
    stage.never("docker");
    stage.never("jobs/migrate.yml");
}

#[test]
fn containers_of_other_images_stand_before_the_apps_own() {
    let stage = with_a_past();
    let ours = "registry.example.com/acme/shop:";
    let beside = |text: &str| text.replace(ours, &format!("docker.io%2Fa%2Fb%3A1+{ours}"));
    stage.answer("replicasets", &beside(PAST));
    stage.answer("image", &format!("docker.io/a/b:1 {ours}0123456789ab"));
    stage.answer("stands", &format!("2|2|docker.io/a/b:1 {ours}0123456789ab"));
    let output = stage.deploy(&["--rollback"]);
    assert!(output.status.success(), "{}", error(&output));
    assert!(said(&output).contains("Going back from 0123456789ab to ccc"), "{}", said(&output));
    stage.in_order(&["get replicaset shop-web-10"]);
    stage.answer("refused-it", "field-manager=linkspan -f /tmp");
    let told = error(&stage.deploy(&[]));
    let last = "deploy.sh: shop-web stands at revision 0123456789ab, 2 of 2 pods ready";
    assert_eq!(told.lines().last(), Some(last), "{told}");
}

#[test]
fn a_second_rollback_goes_further_back_and_never_forward() {
    let stage = with_a_past();
    stage.answer("image", "registry.example.com/acme/shop:ccc");
    let output = stage.deploy(&["--rollback"]);
    assert!(output.status.success(), "{}", error(&output));
    assert!(said(&output).contains("Going back from ccc to bbb"), "{}", said(&output));
    stage.answer("image", "registry.example.com/acme/shop:bbb");
    let output = stage.deploy(&["--rollback"]);
    assert_eq!(output.status.code(), Some(1));
    let told = error(&output);
    assert!(told.contains("there is no earlier release to go back to; running: bbb"), "{told}");
    assert!(told.contains("kept: ccc 0123456789ab"), "{told}");
    // Whoever names it means it.
    let output = stage.deploy(&["--rollback", "0123"]);
    assert!(output.status.success(), "{}", error(&output));
}

#[test]
fn what_a_rollback_cannot_put_back_is_said_before_it_begins() {
    let stage = with_a_past();
    stage.answer("names", "cronjob.batch/shop-digest");
    stage.answer(
        "object",
        "batch/v1\nCronJob\nshop-digest\n{\"a\":\"b\"}\n{\"schedule\":\"@daily\"}",
    );
    let played = include_str!("kubectl.sh").replace("deployment.apps/", "cronjob.batch/");
    stage.checkout.program("kubectl", &played).unwrap();
    let output = stage.deploy(&["--rollback"]);
    assert!(output.status.success(), "{}", error(&output));
    let said = said(&output);
    let (before, _) = said.split_once("Rolling out").unwrap();
    for words in [
        "shop-digest gets the older image, and keeps its present command, schedule and settings",
        "what was removed since stays removed",
        "network policies",
    ] {
        assert!(before.contains(words), "{before}");
    }
}

#[test]
fn the_last_line_says_what_runs() {
    let stage = with_a_past();
    stage.answer("stands", "2|2|registry.example.com/acme/shop:0123456789ab");
    let release = "field-manager=linkspan -f /tmp";
    for (refused, job, code) in
        [("jobs/migrate.yml", "", 1), ("get secret", "", 1), (release, "is Complete ", 4)]
    {
        stage.answer("refused-it", refused);
        stage.answer("job", job);
        let output = stage.deploy(&[]);
        assert_eq!(output.status.code(), Some(code), "{}", error(&output));
        let told = error(&output);
        let last = "deploy.sh: shop-web stands at revision 0123456789ab, 2 of 2 pods ready";
        // Before the lock nothing was begun.
        assert_eq!(told.lines().last() == Some(last), refused != "get secret", "{told}");
    }
}

#[test]
fn a_rollback_to_a_revision_takes_that() {
    let stage = with_a_past();
    let output = stage.deploy(&["--rollback", "bb"]);
    assert!(output.status.success(), "{}", error(&output));
    stage.in_order(&["get replicaset shop-web-2"]);
    let output = stage.deploy(&["--rollback", "zzz"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(error(&output).contains("there is no zzz to go back to"), "{}", error(&output));
    assert!(error(&output).contains("kept: ccc bbb"), "{}", error(&output));
}

/// A container that waits for its next attempt has one log, whichever is asked for.
#[test]
fn a_log_is_shown_once() {
    let stage = Stage::with_an_earlier_release();
    stage.answer("glance-after", &web_in("Running||False|CrashLoopBackOff|4"));
    stage.answer("glance-undone", &rolled_out(3));
    let frame = |at: usize| {
        format!("[pod/shop-web-new/web] \tfrom /usr/lib/ruby/tsort.rb:{at}:in `each'\n")
    };
    let error = "[pod/shop-web-new/web] the log of the container before (RuntimeError)\n";
    let log: String = (1..=100).map(frame).collect();
    stage.answer("log", &format!("{error}{log}"));
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(4));
    let said = said(&output);
    assert_eq!(said.matches("the log of the container before").count(), 1, "{said}");
}
