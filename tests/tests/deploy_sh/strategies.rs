//! What comes first in a release: the new pods, or the end of all pods.

use crate::stage::{SPEC, Stage, error, pod, rolled_out, said};

const CRON: &str = "cron: [{name: digest, schedule: \"@daily\", command: bin/rails about}]\n";
const WEB: &str = "apps/v1|Deployment|shop-web|2||registry.example.com/acme/shop:0123456789ab\n";
const OTHER: &str = "apps/v1|Deployment|shop-pooler|2||registry.example.com/pooler:1\n";
const DIGEST: &str = "batch/v1|CronJob|shop-digest|||registry.example.com/acme/shop:0123456789ab\n";

fn stage(strategy: &str) -> Stage {
    let stage = Stage::of(&format!("{SPEC}{CRON}migrate: {{strategy: {strategy}}}\n"));
    stage.earlier_release();
    stage.answer("found", "deployment.apps/shop-web");
    stage.answer("parts", &format!("{WEB}{OTHER}{DIGEST}"));
    stage
}

#[test]
fn new_pods_come_first_and_once_more() {
    let stage = stage("deploy_then_migrate");
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    let mark = format!("linkspan/migrated\":\"{}\"", stage.revision);
    stage.in_order(&[
        "/release\n",
        "jobs/migrate.yml",
        "patch deployment shop-web",
        &mark,
        "patch deployment shop-sidekiq",
        "get deployments,replicasets,pods",
    ]);
}

#[test]
fn what_has_the_apps_image_behind_another_is_stopped_too() {
    let stage = stage("downtime");
    let beside = WEB.replace("registry.", "docker.io%2Fa%2Fb%3A1+registry.");
    stage.answer("parts", &format!("{beside}{OTHER}"));
    let output = stage.deploy(&[]);
    let paused = stage.read("answers/paused-1");
    assert!(
        paused.contains("shop-web") && !paused.contains("shop-pooler"),
        "{paused}{}",
        error(&output)
    );
}

#[test]
fn a_first_install_migrates_first_with_every_strategy() {
    for strategy in ["deploy_then_migrate", "downtime"] {
        let stage = stage(strategy);
        for each in ["found", "names", "parts"] {
            stage.answer(each, "");
        }
        let output = stage.deploy(&[]);
        assert!(output.status.success(), "{}", error(&output));
        stage.in_order(&["jobs/migrate.yml", "/release\n"]);
        stage.never("linkspan-downtime -f");
        stage.never("patch deployment");
    }
}

#[test]
fn pods_that_fail_come_before_their_migration() {
    let stage = stage("deploy_then_migrate");
    stage.answer(
        "refused-it",
        "apply --server-side --force-conflicts --field-manager=linkspan -f /",
    );
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(4), "{}", error(&output));
    stage.never("jobs/migrate.yml");
}

#[test]
fn a_migration_behind_its_pods_leaves_them() {
    let stage = stage("deploy_then_migrate");
    stage.answer("job-after", "is FailureTarget Failed ");
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(3));
    assert!(error(&output).contains("the new pods keep running"), "{}", error(&output));
    stage.never("/before");
    stage.never("patch deployment");
}

#[test]
fn the_app_is_stopped_for_its_migration() {
    let stage = stage("downtime");
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    stage.in_order(&[
        "/release --dry-run=server",
        "linkspan-downtime -f",
        "get jobs,pods",
        "jobs/migrate.yml",
        "/release\n",
        "get deployments,cronjobs",
    ]);
    let paused = stage.read("answers/paused-1");
    assert!(paused.contains(r#""name":"shop-web"},"spec":{"replicas":0}}"#), "{paused}");
    assert!(paused.contains(r#""name":"shop-digest"},"spec":{"suspend":true}}"#), "{paused}");
    assert!(!paused.contains("pooler"), "{paused}");
    assert!(!error(&output).contains("stopped"), "{}", error(&output));
}

#[test]
fn what_the_app_was_stopped_for_and_never_started_is_taken_back() {
    let stage = stage("downtime");
    stage.answer("job-after", "is  ");
    stage.answer("pods", &pod("shop-migrate-x", "", "Pending||False|ImagePullBackOff|0"));
    // As the cluster shows it when it is stopped, one of them with another number of pods than before.
    let stopped = [WEB, DIGEST].concat().replace("|2||", "|0|Apply|").replace("|||", "||Apply|");
    stage.answer("parts-after", &stopped);
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(3));
    assert!(error(&output).contains("what ran before runs again"), "{}", error(&output));
    assert!(!error(&output).contains("the app is stopped"), "{}", error(&output));
    let started = stage.read("answers/paused-2");
    assert!(started.contains(r#""name":"shop-web"},"spec":{"replicas":2}}"#), "{started}");
    assert!(started.contains(r#""name":"shop-digest"}}"#), "{started}");
    stage.never("/release\n");
}

#[test]
fn a_migration_that_failed_on_the_way_keeps_the_app_stopped() {
    let stage = stage("downtime");
    stage.answer("job-after", "is FailureTarget Failed ");
    stage.answer("pods", &pod("shop-migrate-x", "", "Failed||False||0"));
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(3));
    let told = error(&output);
    assert!(told.contains("the schema may have changed"), "{told}");
    assert!(told.contains("./deploy.sh --config starts what ran before"), "{told}");
    stage.never("/release\n");
    stage.never("/before");
    assert_eq!(stage.read("answers/paused-2"), "");
}

#[test]
fn pods_that_fail_after_the_migration_are_not_undone() {
    let stage = stage("downtime");
    stage.answer("refused-it", "--field-manager=linkspan-downtime -f /nowhere");
    stage.answer("glance-after", &rolled_out(1).replace("|2|2|2|", "|2|0|0|"));
    stage.set("rollout_timeout", 0);
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(4), "{} {}", said(&output), error(&output));
    stage.never("/before");
}

#[test]
fn a_pod_that_does_not_end_keeps_the_database_as_it_is() {
    let stage = stage("downtime");
    stage.set("rollout_timeout", 1);
    let image = "registry.example.com/acme/shop:0123456789ab";
    stage.answer(
        "left",
        &format!("Pod|shop-web-x|RunningReady|{image}\nPod|shop-web-y|Succeeded|{image}\nJob|shop-digest-1|Complete|{image}\nPod|shop-redis-0|Running|valkey:8\n"),
    );
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(4), "{}", error(&output));
    assert!(error(&output).contains("these do not end: shop-web-x;"), "{}", error(&output));
    stage.never("jobs/migrate.yml -o");
    assert_eq!(stage.read("answers/applied-job"), "");
}

#[test]
fn a_deploy_that_was_cut_off_behind_its_migration_stops_nothing_again() {
    let stage = stage("downtime");
    stage.answer("job", "is Complete ");
    stage.answer("parts", &DIGEST.replace("|||", "||Apply|"));
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    stage.in_order(&["/release\n", "linkspan-downtime -f"]);
    assert_eq!(stage.read("answers/paused-1").matches(r#""name":"shop-digest"}}"#).count(), 1);
}
