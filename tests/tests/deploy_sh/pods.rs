//! A console and tasks, in pods of their own.

use crate::stage::{Stage, error, pod, said};
use linkspan_tests::checkout::put;

const CONSOLE: &str = "apiVersion: v1\nkind: Pod\nmetadata:\n  generateName: shop-console-\nspec:\n  containers:\n    - name: console\n      image: registry.example.com/acme/shop:unreleased\n";
const TASK: &str = "apiVersion: batch/v1\nkind: Job\nmetadata:\n  generateName: shop-task-\n";

fn stage() -> Stage {
    let stage = Stage::new();
    let jobs = stage.checkout.app().join("config/kube/jobs");
    put(&jobs.join("console.yml"), CONSOLE, 0o644).unwrap();
    put(&jobs.join("task.yml"), TASK, 0o644).unwrap();
    stage.answer("job", "is Complete ");
    stage
}

#[test]
fn a_console_is_attached_to_and_removed() {
    let stage = stage();
    stage.answer("pods", &pod("shop-console-abcde", "", "Running||True||0"));
    let output = stage.deploy(&["--console"]);
    assert!(output.status.success(), "{}", error(&output));
    stage.in_order(&[
        "create -f",
        "attach --stdin pod/shop-console-abcde --container console",
        "delete pod/shop-console-abcde",
    ]);
    stage.never("lease");
}

#[test]
fn a_console_that_does_not_start_is_told_and_removed() {
    let stage = stage();
    stage.answer("pods", &pod("shop-console-abcde", "", "Pending||False|ErrImagePull|0"));
    let output = stage.deploy(&["--console"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(error(&output).contains("does not get its image"), "{}", error(&output));
    stage.in_order(&["get events", "delete pod/shop-console-abcde"]);
    stage.never("attach");
}

#[test]
fn arguments_of_a_task_arrive_whole() {
    let stage = stage();
    let args =
        ["bin/rails", "runner", "p \"a  b\", 'c' \\ $HOME `id` {\"x\": [1]}", "", "é\n\t\u{1}"];
    let output = stage.deploy(&[&["--task"], &args[..]].concat());
    assert!(output.status.success(), "{}", error(&output));
    let patched = stage.read("answers/patched");
    let patch = patched.split(" -p ").nth(1).unwrap();
    let patch: serde_json::Value = serde_json::from_str(patch.trim()).unwrap();
    let container = &patch["spec"]["template"]["spec"]["containers"][0];
    assert_eq!(container["name"], "task");
    assert_eq!(container["args"], serde_json::json!(args));
}

#[test]
fn a_task_ends_as_its_job_does() {
    let stage = stage();
    stage.answer("job", "is Failed ");
    let output = stage.deploy(&["--task", "false"]);
    assert_eq!(output.status.code(), Some(6));
    assert!(error(&output).contains("the task"), "{}", error(&output));
}

#[test]
fn columns_that_a_task_writes_arrive_as_they_are() {
    let stage = stage();
    stage.answer("pods", &pod("shop-task-abcde", "", "Running||True||0"));
    stage.answer("log", "id\tname\n7\tann\u{1b}[2J\u{9b}é\r\n");
    let output = stage.deploy(&["--task", "bin/report"]);
    assert!(said(&output).contains("id\tname\n7\tann[2Jé\n"), "{}", said(&output));
}

#[test]
fn a_bundle_without_their_files_says_so() {
    for (args, file) in [(&["--console"][..], "console.yml"), (&["--task", "a"], "task.yml")] {
        let stage = Stage::new();
        let _ = std::fs::remove_file(stage.checkout.app().join("config/kube/jobs").join(file));
        let output = stage.deploy(args);
        assert_eq!(output.status.code(), Some(1));
        let told = error(&output);
        assert!(told.contains(&format!("no config/kube/jobs/{file}")), "{told}");
    }
}
