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

const PINNED: &str = "security: {pin_image: true}\n";

/// A workflow with each thing that it can have.
fn made(ci: &str, path: &str) -> Vec<String> {
    let mut all = Vec::new();
    for gitops in ["", ", gitops: flux, repository: 'https://git.example.com/a.git'"] {
        for tests in ["", ", tests: ci.yml"] {
            for environments in ["", "environments: {staging: {}, production: {}, 'true': {}}\n"] {
                for pin in ["", PINNED] {
                    let spec = format!(
                        "app: a\nimage: registry.example.com/a\ndelivery: {{ci: {ci}{gitops}{tests}}}\n{environments}{pin}"
                    );
                    all.push(generate(&spec).bundle.files[path].text());
                }
            }
        }
    }
    all
}

#[test]
fn actionlint_finds_nothing() {
    for workflow in made("github", WORKFLOW) {
        let Some(output) = actionlint(&workflow) else { return };
        assert!(output.status.success(), "{workflow}\n{}", said(&output));
    }
}

/// The others get the image that the first runs, by its digest.
#[test]
fn a_pinned_image_is_handed_on() {
    let spec = |ci: &str| {
        format!(
            "app: a\nimage: registry.example.com/a\ndelivery: {{ci: {ci}}}\nenvironments: {{staging: {{}}, production: {{}}}}\n{PINNED}"
        )
    };
    let workflow = yaml(&generate(&spec("github")).bundle.files[WORKFLOW].text());
    let jobs = &workflow["jobs"];
    let last = |job: &Value| job["steps"].as_array().unwrap().last().unwrap().clone();
    let first = &jobs["deploy-staging"];
    assert_eq!(first["outputs"]["DIGEST"], "${{ steps.deploy.outputs.DIGEST }}");
    assert_eq!(last(first)["id"], "deploy");
    let run = last(first)["run"].to_string();
    assert!(run.contains(r#"DIGEST_FILE=\"$GITHUB_OUTPUT\" ./deploy.sh staging"#), "{run}");
    let handed = "${{ needs.deploy-staging.outputs.DIGEST }}";
    assert_eq!(last(&jobs["deploy-production"])["env"]["DIGEST"], handed);

    let workflow = yaml(&generate(&spec("gitlab")).bundle.files[".gitlab-ci.yml"].text());
    assert_eq!(workflow[".deploy"]["artifacts"]["reports"]["dotenv"], "digest.env");
    let script = workflow[".deploy"]["script"].to_string();
    assert!(script.contains("DIGEST_FILE=digest.env ./deploy.sh"), "{script}");
}

/// Of several environments the first gets each commit, and the others what a person says.
#[test]
fn nothing_but_the_first_environment_is_deployed_without_a_person() {
    for workflow in made("github", WORKFLOW) {
        let workflow = yaml(&workflow);
        let jobs = workflow["jobs"].as_object().unwrap();
        let mut seen = 0;
        for (name, job) in jobs.iter().filter(|(name, _)| name.starts_with("deploy-")) {
            let environment = name.strip_prefix("deploy-").unwrap();
            assert_eq!(job["environment"], environment);
            assert_eq!(job["concurrency"]["group"], name.as_str());
            let when = job["if"].as_str().unwrap();
            let asked = format!(" && inputs.environment == '{environment}'");
            assert_eq!(when.ends_with(&asked), environment != "staging", "{when}");
            assert!(when.starts_with("github.ref_name == 'main'"), "{when}");
            let steps = job["steps"].to_string();
            assert!(steps.contains(&format!(".sh {environment}")), "{steps}");
            seen += 1;
        }
        assert!(seen == 0 || seen == 3 && workflow.get("concurrency").is_none());
    }
    for workflow in made("gitlab", ".gitlab-ci.yml") {
        let workflow = yaml(&workflow);
        for environment in ["staging", "production", "true"] {
            let Some(job) = workflow.get(format!("deploy-{environment}")) else { continue };
            assert_eq!(job["extends"], ".deploy");
            assert_eq!(job["environment"], environment);
            let rules = job["rules"].as_array().unwrap();
            let released = rules.last().unwrap();
            assert_eq!(released["if"], "$CI_COMMIT_BRANCH == $RELEASED_BRANCH");
            let later = environment != "staging";
            assert_eq!(released.get("when").is_some_and(|when| when == "manual"), later);
            assert_eq!(job.get("needs").is_some(), later);
        }
    }
}

/// A commit of release.sh starts no pipeline; a commit of a person does.
#[test]
fn a_release_does_not_start_another() {
    let workflow = made("gitlab", ".gitlab-ci.yml").pop().unwrap();
    let rule = "$CI_COMMIT_TITLE =~ /";
    let start = workflow.find(rule).unwrap() + rule.len();
    let pattern = workflow[start..].split("/\n").next().unwrap();
    let matches = |title: &str| {
        let script = "[[ \"$1\" =~ $2 ]]";
        let args = ["-c", script, "-", title, pattern];
        let status = std::process::Command::new("bash").args(args).status();
        status.unwrap().success()
    };
    for title in ["Release 0123456789ab", "Release 0123456-2648 to production"] {
        assert!(matches(title), "{title}");
    }
    for title in ["Release a new cart", "Release 2.0 to all", "Fix", "Release decades of work"] {
        assert!(!matches(title), "{title}");
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

/// The commands of GitLab's job, or of what its jobs have in common, as one script.
fn gitlab_script(text: &str) -> String {
    let workflow = yaml(text);
    let job = workflow.get("deploy").or(workflow.get(".deploy")).unwrap();
    let lines = ["before_script", "script"].iter().filter_map(|part| job.get(part)?.as_array());
    lines.flatten().map(|line| format!("{}\n", line.as_str().unwrap())).collect()
}

#[test]
fn shellcheck_finds_nothing_in_the_commands_of_gitlab() {
    let Some(judge) = find("shellcheck") else { return };
    let folder = tempfile::tempdir().unwrap();
    for text in made("gitlab", ".gitlab-ci.yml") {
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
