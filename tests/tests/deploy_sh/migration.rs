//! The migration is a gate.

use crate::stage::{Stage, error, pod, said};

#[test]
fn its_log_is_shown_while_it_runs() {
    let stage = Stage::new();
    stage.answer("pods", &pod("shop-migrate-x", "", "Running||True||0"));
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    stage.in_order(&["jobs/migrate.yml", "logs --follow shop-migrate-x", "/release\n"]);
    assert_eq!(said(&output).matches("the log\n").count(), 1, "{}", said(&output));
}

#[test]
fn a_failed_one_stops_everything() {
    let stage = Stage::new();
    stage.answer("job-after", "is FailureTarget Failed ");
    stage.answer("pods", &pod("shop-migrate-x", "", "Failed||False||0"));
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(3));
    assert!(error(&output).contains("the migration failed"), "{}", error(&output));
    assert!(said(&output).contains("the log"));
    stage.never("/release");
}

#[test]
fn a_failed_one_of_the_same_revision_is_made_again() {
    let stage = Stage::new();
    stage.answer("job", "is Failed ");
    assert!(stage.deploy(&[]).status.success());
    stage.in_order(&["delete job shop-migrate-", "jobs/migrate.yml"]);
}

#[test]
fn a_complete_one_of_the_same_revision_is_not_run_again() {
    let stage = Stage::new();
    stage.answer("job", "is Complete ");
    assert!(stage.deploy(&[]).status.success());
    stage.never("jobs/migrate.yml");
}

#[test]
fn one_that_cannot_start_is_told_and_leaves_no_job() {
    for state in
        ["Pending||False|ImagePullBackOff|0", "Pending||False|CreateContainerConfigError|0"]
    {
        let stage = Stage::new();
        stage.answer("job-after", "is  ");
        stage.answer("pods", &pod("shop-migrate-x", "", state));
        let output = stage.deploy(&[]);
        assert_eq!(output.status.code(), Some(3));
        assert!(error(&output).contains("cannot start"), "{}", error(&output));
        assert!(error(&output).contains("the pod shop-migrate-x"), "{}", error(&output));
        stage.in_order(&["jobs/migrate.yml", "get events", "delete job shop-migrate-"]);
        stage.never("/release");
    }
}

#[test]
fn one_that_does_not_end_is_not_waited_for_without_a_limit() {
    let stage = Stage::new();
    // A minute beyond the Job's own limit.
    stage.set("migrate_timeout", 0);
    let script = stage.checkout.app().join("deploy.sh");
    let text = std::fs::read_to_string(&script)
        .unwrap()
        .replace("migrate_timeout + 60", "migrate_timeout");
    std::fs::write(&script, text).unwrap();
    stage.checkout.commit().unwrap();
    stage.answer("job-after", "is  ");
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(3));
    assert!(error(&output).contains("did not end within"), "{}", error(&output));
    stage.never("/release");
}
