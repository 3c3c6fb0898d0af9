//! Steps of a migration before and behind the roll-out.

use crate::stage::{SPEC, Stage, error, pod, said};

const STEPS: &str = "migrate:\n  before: [\"env SKIP=true bin/rails db:migrate\", bin/rails 'data:check now']\n  after: [bin/rails db:migrate]\n";

fn stage(more: &str) -> Stage {
    let stage = Stage::of(&format!("{SPEC}{STEPS}{more}"));
    stage.earlier_release();
    stage.answer("found", "deployment.apps/shop-web");
    stage
}

#[test]
fn they_run_on_both_sides_of_the_new_pods() {
    let stage = stage("");
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    stage.in_order(&["jobs/migrate.yml", "/release\n", "jobs/after.yml"]);
    let first = stage.read("answers/applied-job");
    assert!(
        first.contains("env 'SKIP=true' bin/rails db:migrate\\nexec bin/rails 'data:check now'"),
        "{first}"
    );
    let last = stage.read("answers/applied-last");
    assert!(last.contains(&format!("name: shop-after-{}", stage.revision)), "{last}");
    assert!(last.contains("- db:migrate\n"), "{last}");
    let written = stage.read("answers/written-migrated");
    assert!(written.contains(&format!("{}.after", stage.revision)), "{written}");
}

#[test]
fn a_step_behind_the_pods_that_fails_leaves_them() {
    let stage = stage("");
    stage.answer("last-after", "is FailureTarget Failed ");
    stage.answer("pods", &pod("shop-after-x", "", "Failed||False||0"));
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(3), "{}", error(&output));
    let told = error(&output);
    assert!(told.contains("the new pods keep running and nothing was undone"), "{told}");
    stage.never("/before");
}

#[test]
fn what_ran_is_not_run_again() {
    let stage = stage("");
    stage.answer("migrated", &format!("{0}.after {0} r1", stage.revision));
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    assert_eq!(said(&output).matches("was migrated already").count(), 2, "{}", said(&output));
    stage.never("jobs/migrate.yml");
    stage.never("jobs/after.yml");
}

#[test]
fn the_last_steps_of_a_run_that_was_cut_off_run_alone() {
    let stage = stage("");
    stage.answer("migrated", &stage.revision);
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    stage.never("jobs/migrate.yml");
    stage.in_order(&["/release\n", "jobs/after.yml"]);
}

#[test]
fn pods_that_fail_come_before_the_last_steps() {
    let stage = stage("");
    stage.answer("refused-it", "field-manager=linkspan -f /tmp");
    stage.answer("job", "is Complete ");
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(4), "{}", error(&output));
    stage.never("jobs/after.yml");
}

#[test]
fn settings_alone_run_no_step() {
    let stage = stage("");
    let output = stage.deploy(&["--config"]);
    assert!(output.status.success(), "{}", error(&output));
    stage.never("jobs/");
}

#[test]
fn an_app_without_active_record_has_steps_too() {
    let spec = format!(
        "{SPEC}database: {{adapter: none}}\nmigrate: {{after: [bin/rails search:index]}}\n"
    );
    let stage = Stage::of(&spec);
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    stage.never("jobs/migrate.yml");
    stage.in_order(&["/release\n", "jobs/after.yml"]);
}
