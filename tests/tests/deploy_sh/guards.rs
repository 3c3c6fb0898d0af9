//! At most one migration of an app at a time, no code that starts under it, and none twice.

use crate::lock::{signal, wait_for};
use crate::stage::{SPEC, Stage, error, pod, said};
use std::io::Read;
use std::process::Stdio;
use std::thread;

const STRATEGIES: [&str; 3] = ["migrate_then_deploy", "deploy_then_migrate", "downtime"];
const WEB: &str = "apps/v1|Deployment|shop-web|2||registry.example.com/acme/shop:0123456789ab\n";

fn stage(strategy: &str) -> Stage {
    let stage = Stage::of(&format!("{SPEC}migrate: {{strategy: {strategy}}}\n"));
    stage.earlier_release();
    stage.answer("found", "deployment.apps/shop-web");
    stage.answer("parts", WEB);
    stage
}

/// Where something is waited for in vain.
fn hurried(strategy: &str) -> Stage {
    let stage = stage(strategy);
    stage.hurry();
    stage
}

#[test]
fn that_of_another_revision_is_waited_for() {
    for strategy in STRATEGIES {
        let stage = stage(strategy);
        stage.answer("migrations", "shop-migrate-other\n");
        stage.answer("migrations-after", "");
        let output = stage.deploy(&[]);
        assert!(output.status.success(), "{}", error(&output));
        let said = said(&output);
        assert!(said.contains("Waiting for the end of the migration shop-migrate-other"), "{said}");
        stage.in_order(&["component=migrate", "component=migrate", "-f config/kube/env.yml"]);
    }
}

#[test]
fn nothing_is_changed_while_one_does_not_end() {
    for strategy in STRATEGIES {
        for mode in [&[][..], &["--config"], &["--rollback"]] {
            let stage = hurried(strategy);
            stage.answer("migrations", "shop-migrate-other over\nshop-migrate-another\n");
            let output = stage.deploy(mode);
            let told = error(&output);
            assert_eq!(output.status.code(), Some(5), "{strategy} {mode:?} {told}");
            assert!(told.contains("the migration shop-migrate-another runs"), "{told}");
            let look = "kubectl --context test --namespace shop get job shop-migrate-another";
            assert!(told.contains(look), "{told}");
            for call in
                ["jobs/migrate.yml", "/release", "linkspan-downtime -f", "-f config/kube/env.yml"]
            {
                stage.never(call);
            }
        }
    }
}

#[test]
fn that_of_the_same_revision_is_gone_on_with() {
    for strategy in STRATEGIES {
        let stage = stage(strategy);
        let revision = stage.checkout.commit().unwrap();
        stage.answer("migrations", &format!("shop-migrate-{revision}\n"));
        stage.answer("job", "is  ");
        stage.answer("pods", &pod("shop-migrate-x", "", "Running||True||0"));
        stage.answer("job-next", "is Complete ");
        let output = stage.deploy(&[]);
        assert!(output.status.success(), "{strategy}: {}", error(&output));
        stage.never("jobs/migrate.yml\n");
    }
}

/// A signal in the migration: it goes on, which is said; and nothing keeps the output open.
#[test]
fn a_signal_says_that_it_goes_on() {
    for (strategy, name, code) in [
        ("migrate_then_deploy", "-TERM", 143),
        ("downtime", "-INT", 130),
        ("downtime", "-QUIT", 131),
    ] {
        let stage = stage(strategy);
        stage.answer("stands", "0|0|registry.example.com/acme/shop:0123456789ab");
        stage.answer("endless", "");
        stage.answer("job-after", "is  ");
        stage.answer("pods", &pod("shop-migrate-x", "", "Running||True||0"));
        let revision = stage.checkout.commit().unwrap();
        let mut child = stage
            .heeding(&["-c", "exec bash app/deploy.sh 2>&1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        wait_for(|| stage.read("calls").contains("logs --follow"));
        signal(&child, name);
        // Its output ends when kubectl has ended too.
        let mut output = child.stdout.take().unwrap();
        let told = thread::spawn(move || {
            let mut told = String::new();
            output.read_to_string(&mut told).unwrap();
            told
        });
        wait_for(|| told.is_finished());
        let told = told.join().unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code), "{told}");
        let job = format!("shop-migrate-{revision}");
        assert!(told.contains(&format!("the migration {job} goes on")), "{told}");
        assert!(told.contains(&format!("get job {job}")), "{told}");
        assert_eq!(told.contains("and the app is stopped"), strategy == "downtime", "{told}");
        assert!(!told.contains("--config"), "{told}");
        assert!(told.trim_end().ends_with("revision 0123456789ab, 0 of 0 pods ready"), "{told}");
        assert_eq!(stage.read("answers/lease"), "");
    }
}

#[test]
fn one_that_is_not_done_in_time_keeps_the_app_stopped() {
    let stage = hurried("downtime");
    stage.answer("job-after", "is  ");
    stage.answer("pods", &pod("shop-migrate-x", "", "Running||True||0"));
    let output = stage.deploy(&[]);
    let told = error(&output);
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(told.contains("did not end within") && told.contains("goes on"), "{told}");
    assert!(told.contains("the app is stopped"), "{told}");
    assert!(!told.contains("was not migrated") && !told.contains("--config"), "{told}");
    assert_eq!(stage.read("answers/paused-2"), "", "it was started");
}

#[test]
fn one_that_never_started_is_removed_before_old_code_starts_again() {
    let stage = hurried("downtime");
    stage.answer("job-after", "is  ");
    stage.answer("pods", &pod("shop-migrate-x", "", "Pending||False||0"));
    stage.answer("parts-after", &WEB.replace("|2||", "|0|Apply|"));
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(3), "{}", error(&output));
    stage.in_order(&["jobs/migrate.yml", "delete job shop-migrate-", "linkspan-downtime -f"]);
    assert!(error(&output).contains("what ran before runs again"), "{}", error(&output));
}

/// Somebody's, by hand, that began when the app was stopped already.
#[test]
fn old_code_does_not_start_under_one_of_somebody_else() {
    let stage = stage("downtime");
    stage.set("rollout_timeout", 0);
    let image = "registry.example.com/acme/shop:0123456789ab";
    stage.answer("left", &format!("Job|shop-migrate-other||{image}\n"));
    stage.answer("migrations", "");
    stage.answer("migrations-after", "shop-migrate-other\n");
    let output = stage.deploy(&[]);
    let told = error(&output);
    assert_eq!(output.status.code(), Some(4), "{told}");
    assert!(told.contains("a migration may run: shop-migrate-other"), "{told}");
    assert!(!told.contains("runs again") && !told.contains("was not migrated"), "{told}");
    assert_eq!(stage.read("answers/paused-2"), "", "it was started");
}

#[test]
fn a_revision_is_not_migrated_twice() {
    for strategy in STRATEGIES {
        let stage = stage(strategy);
        let revision = stage.checkout.commit().unwrap();
        stage.answer("migrated", &format!("a {revision} b"));
        let output = stage.deploy(&[]);
        assert!(output.status.success(), "{}", error(&output));
        assert!(
            said(&output).contains(&format!("{revision} was migrated already")),
            "{}",
            said(&output)
        );
        stage.never("jobs/migrate.yml\n");
        assert_eq!(stage.read("answers/paused-1"), "", "it was stopped for nothing");
    }
}

#[test]
fn what_was_migrated_is_noted() {
    for (before, job, after) in [
        ("", "", "REVISION"),
        ("a b", "", "REVISION a b"),
        ("a b", "is Complete ", "REVISION a b"),
        ("a;b $(x) *\nc `y` \u{1b}[2J d", "", "REVISION c d"),
        ("1 2 3 4 5 6 7 8 9 10 11", "", "REVISION 1 2 3 4 5 6 7 8 9"),
    ] {
        let stage = stage("migrate_then_deploy");
        let revision = stage.checkout.commit().unwrap();
        stage.answer("migrated", before);
        stage.answer("job", job);
        let output = stage.deploy(&[]);
        assert!(output.status.success(), "{}", error(&output));
        let written: serde_json::Value =
            serde_json::from_str(&stage.read("answers/written-migrated")).unwrap();
        assert_eq!(written["metadata"]["name"], "shop-migrated");
        let labels = serde_json::json!({"app.kubernetes.io/instance": "shop", "app.kubernetes.io/component": "migrate"});
        assert_eq!(written["metadata"]["labels"], labels);
        assert_eq!(written["data"]["revisions"], after.replace("REVISION", &revision));
    }
}

#[test]
fn a_note_that_is_refused_is_no_failure() {
    let stage = stage("migrate_then_deploy");
    stage.answer("refused-it", "migrated.json");
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    assert!(said(&output).contains("The cluster did not record that"), "{}", said(&output));
}
