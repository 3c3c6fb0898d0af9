//! Workflows, judged by programs of others, and with odd strings in them.

use linkspan_core::generate;
use linkspan_core::spec::Draft;
use linkspan_tests::hostile;
use linkspan_tests::judge::{find, run, said};
use linkspan_tests::{checkout, here};
use serde_json::Value;
use std::path::{Path, PathBuf};

const WORKFLOW: &str = ".github/workflows/deploy.yml";

/// What `delivery.tests` names.
const TESTS: &str = "name: CI\non: [workflow_call]\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: bin/rails test\n";

fn golden(path: &str) -> String {
    std::fs::read_to_string(here().join("golden").join(path)).unwrap()
}

/// A repository with a workflow and the tests that it calls.
fn repository(folder: &Path, workflow: &str) -> PathBuf {
    std::fs::create_dir_all(folder.join(".git")).unwrap();
    checkout::put(&folder.join(".github/workflows/ci.yml"), TESTS, 0o644).unwrap();
    checkout::put(&folder.join(WORKFLOW), workflow, 0o644).unwrap();
    folder.join(WORKFLOW)
}

fn actionlint(workflow: &str) -> Option<std::process::Output> {
    let judge = find("actionlint")?;
    let shellcheck = find("shellcheck")?;
    let folder = tempfile::tempdir().unwrap();
    let file = repository(folder.path(), workflow);
    let args = [PathBuf::from("-no-color"), "-shellcheck".into(), shellcheck, file];
    Some(run(&judge, args).unwrap())
}

#[test]
fn actionlint_finds_nothing() {
    let gitops = generate(
        "app: a\nimage: registry.example.com/a\ndelivery: {ci: github, gitops: argocd, repository: 'https://git.example.com/a.git'}\n",
    );
    for workflow in
        [golden(&format!("github/bundle/{WORKFLOW}")), gitops.bundle.files[WORKFLOW].text()]
    {
        let Some(output) = actionlint(&workflow) else { return };
        assert!(output.status.success(), "{}", said(&output));
    }
}

#[test]
fn actionlint_can_refuse() {
    let workflow = golden(&format!("github/bundle/{WORKFLOW}"));
    for (from, to) in [
        ("./.github/workflows/ci.yml", "./.github/workflows/none.yml"),
        ("cancel-in-progress: false", "cancel: false"),
        ("\"$REGISTRY\" --username", "$REGISTRY --username"),
        ("${{ secrets.REGISTRY_USER }}", "${{ secret.REGISTRY_USER }}"),
    ] {
        assert!(workflow.contains(from), "{from}");
        let Some(output) = actionlint(&workflow.replace(from, to)) else { return };
        assert!(!output.status.success(), "{to} is not found");
    }
}

fn yaml(text: &str) -> Value {
    serde_json::to_value(serde_yaml::from_str::<serde_yaml::Value>(text).unwrap()).unwrap()
}

/// The commands of GitLab's job, as one script.
fn gitlab_script(text: &str) -> String {
    let workflow = yaml(text);
    let parts = ["/deploy/before_script", "/deploy/script"];
    let lines = parts.iter().filter_map(|part| workflow.pointer(part)?.as_array());
    lines.flatten().map(|line| format!("{}\n", line.as_str().unwrap())).collect()
}

#[test]
fn shellcheck_finds_nothing_in_the_commands_of_gitlab() {
    let Some(judge) = find("shellcheck") else { return };
    let folder = tempfile::tempdir().unwrap();
    let gitops = generate(
        "app: a\nimage: registry.example.com/a\ndelivery: {ci: gitlab, gitops: flux, repository: 'https://git.example.com/a.git'}\n",
    );
    for text in
        [golden("gitlab/bundle/.gitlab-ci.yml"), gitops.bundle.files[".gitlab-ci.yml"].text()]
    {
        let script = gitlab_script(&text);
        assert!(script.contains("docker login") && script.contains("REBUILD"), "{script}");
        let file = folder.path().join("script.sh");
        std::fs::write(&file, format!("#!/bin/sh\n{script}")).unwrap();
        let output = run(&judge, [file]).unwrap();
        assert!(output.status.success(), "{script}\n{}", said(&output));
    }
}

/// Odd branches are refused, yet the preview shows them: they have to stay texts.
#[test]
fn odd_strings_stay_what_they_are() {
    let mut strings = hostile::strings();
    strings.extend(["${{ secrets.KEY }}".to_owned(), "$KEY".to_owned(), "a${{b".to_owned()]);
    for text in strings {
        for (ci, path) in [("github", WORKFLOW), ("gitlab", ".gitlab-ci.yml")] {
            let mut draft = Draft::from_text("app: a\nimage: registry.example.com/a\n");
            draft.set_text("delivery.ci", ci);
            draft.set_text("delivery.branch", &text);
            let generated = generate(&draft.to_text());
            let workflow = yaml(&generated.bundle.files[path].text());
            let read = match ci {
                "github" => workflow
                    .pointer("/on/push/branches/0")
                    .or(workflow.pointer("/true/push/branches/0")),
                _ => workflow.pointer("/variables/RELEASED_BRANCH"),
            };
            let back = match ci {
                "github" => read.unwrap().as_str().unwrap().replace("${{ '${{' }}", "${{"),
                _ => read.unwrap().as_str().unwrap().replace("$$", "$"),
            };
            let branch = &generated.plan.delivery.branch.value;
            let wanted = if ci == "github" { branch.clone() } else { branch.replace("$$", "$") };
            assert_eq!(back, wanted, "{ci}");
        }
    }
}
