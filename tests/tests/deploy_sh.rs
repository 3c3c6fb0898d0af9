//! `deploy.sh` step by step, with programs in place of docker and kubectl that write down how they
//! were called and answer as told. What a real cluster answers is tested there; this shows the
//! script's own decisions: order, gates, exit codes, and that no value of a secret is asked for.

use linkspan_core::generate;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

const SPEC: &str = "app: shop\nimage: registry.example.com/acme/shop\nworkers: [{name: sidekiq}]\n";

const DOCKER: &str = r#"#!/usr/bin/env bash
echo "docker $*" >>"$CALLS"
"#;

/// Answers from files in `$ANSWERS`; a file named `fail-WORD` makes calls with that word fail.
const KUBECTL: &str = r#"#!/usr/bin/env bash
echo "kubectl $*" >>"$CALLS"
for file in "$ANSWERS"/fail-*; do
  [[ -e "$file" ]] || continue
  [[ "$*" == *"$(cat "$file")"* ]] && exit 1
done
case "$*" in
  "config current-context") echo test ;;
  *"get secret"*) cat "$ANSWERS/secret" ;;
  *"get job"*"-o name"*) cat "$ANSWERS/job-name" ;;
  *"get job"*) cat "$ANSWERS/job" ;;
  *"delete job"*) : >"$ANSWERS/job"; : >"$ANSWERS/job-name" ;;
  *"apply"*"jobs/migrate.yml"*) cp "$ANSWERS/job-after" "$ANSWERS/job"; cat "${@: -1}" >"$ANSWERS/applied-job" ;;
  *"apply"*"/release"*) cat "${@: -1}"/*.yml >"$ANSWERS/applied-release"; echo 2 >"$ANSWERS/revision" ;;
  *"get deployment"*"containers[0].image"*) cat "$ANSWERS/image" ;;
  *"get deployment"*) cat "$ANSWERS/revision" ;;
  *"logs"*) echo "the log of the job" ;;
esac
exit 0
"#;

struct Stage {
    folder: tempfile::TempDir,
    revision: String,
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = folder.path().join("app");
        for (path, file) in &generate(SPEC).bundle.files {
            write(&app.join(path), &file.text(), file.mode.bits());
        }
        write(&folder.path().join("bin/docker"), DOCKER, 0o755);
        write(&folder.path().join("bin/kubectl"), KUBECTL, 0o755);
        let git = "git init -q . && git add -A && git -c user.name=a -c user.email=a@example.com commit -qm x && git rev-parse --short=12 HEAD";
        let output = Command::new("bash").arg("-c").arg(git).current_dir(&app).output().unwrap();
        let revision = String::from_utf8(output.stdout).unwrap().trim().to_owned();
        let stage = Self { folder, revision };
        stage.answer("secret", " DATABASE_URL RAILS_MASTER_KEY REDIS_URL ");
        for name in ["job", "job-name", "revision"] {
            stage.answer(name, "");
        }
        stage.answer("job-after", "SuccessCriteriaMet Complete");
        stage
    }

    fn answer(&self, name: &str, text: &str) {
        write(&self.folder.path().join("answers").join(name), text, 0o644);
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }

    fn deploy(&self, args: &[&str]) -> Output {
        let bin = self.folder.path().join("bin");
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
        Command::new("bash")
            .arg(self.folder.path().join("app/deploy.sh"))
            .args(args)
            .env("PATH", path)
            .env("CALLS", self.folder.path().join("calls"))
            .env("ANSWERS", self.folder.path().join("answers"))
            .output()
            .unwrap()
    }

    /// Where each of these calls stands among all calls; they have to be there in this order.
    fn in_order(&self, wanted: &[&str]) {
        let calls = self.read("calls");
        let mut rest = calls.as_str();
        for each in wanted {
            let at = rest
                .find(each)
                .unwrap_or_else(|| panic!("no `{each}` (in this order) in:\n{calls}"));
            rest = &rest[at + each.len()..];
        }
    }

    fn never(&self, unwanted: &str) {
        let calls = self.read("calls");
        assert!(!calls.contains(unwanted), "`{unwanted}` in:\n{calls}");
    }
}

fn write(path: &Path, text: &str, mode: u32) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_release_goes_step_by_step() {
    let stage = Stage::new();
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    let image = format!("registry.example.com/acme/shop:{}", stage.revision);
    stage.in_order(&[
        "get secret shop-secrets",
        &format!("docker build --tag {image} ."),
        &format!("docker push {image}"),
        "-f config/kube/namespace.yml",
        "-f config/kube\n",
        "jobs/migrate.yml",
        "/release\n",
        "rollout status deployment/shop-web",
        "rollout status deployment/shop-sidekiq",
    ]);
    let job = stage.read("answers/applied-job");
    assert!(job.contains(&format!("name: shop-migrate-{}\n", stage.revision)), "{job}");
    let release = stage.read("answers/applied-release");
    assert_eq!(release.matches(&format!("image: {image}\n")).count(), 2);
    let lines: Vec<&str> = release
        .lines()
        .filter(|line| line.contains("unreleased") && !line.trim_start().starts_with('#'))
        .collect();
    assert!(lines.is_empty(), "{lines:?}");
}

#[test]
fn a_failed_migration_stops_everything() {
    let stage = Stage::new();
    stage.answer("job-after", "FailureTarget Failed");
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(error(&output).contains("the migration failed"), "{}", error(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("the log of the job"));
    stage.never("/release");
}

#[test]
fn a_failed_job_of_the_same_revision_is_made_again() {
    let stage = Stage::new();
    stage.answer("job", "Failed");
    stage.answer("job-name", "job.batch/x");
    assert!(stage.deploy(&[]).status.success());
    stage.in_order(&["delete job shop-migrate-", "jobs/migrate.yml"]);
}

#[test]
fn a_complete_job_of_the_same_revision_is_not_run_again() {
    let stage = Stage::new();
    stage.answer("job", "Complete");
    stage.answer("job-name", "job.batch/x");
    assert!(stage.deploy(&[]).status.success());
    stage.never("jobs/migrate.yml");
}

#[test]
fn a_failed_rollout_is_undone() {
    let stage = Stage::new();
    stage.answer("revision", "1");
    stage.answer("fail-rollout", "rollout status deployment/shop-sidekiq");
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(1));
    stage.in_order(&[
        "rollout undo deployment/shop-web --to-revision=1",
        "rollout undo deployment/shop-sidekiq --to-revision=1",
    ]);
}

#[test]
fn a_first_release_that_fails_has_nothing_to_go_back_to() {
    let stage = Stage::new();
    stage.answer("fail-rollout", "rollout status deployment/shop-web");
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(1));
    stage.never("rollout undo");
}

#[test]
fn a_missing_key_is_told_before_anything_is_built() {
    let stage = Stage::new();
    stage.answer("secret", " RAILS_MASTER_KEY DATABASE_URL_OLD ");
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(error(&output).contains("lacks DATABASE_URL REDIS_URL"), "{}", error(&output));
    stage.never("docker");
    stage.never("apply");
}

#[test]
fn uncommitted_changes_are_refused() {
    let stage = Stage::new();
    write(&stage.folder.path().join("app/new.rb"), "", 0o644);
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(1));
    stage.never("docker");
}

#[test]
fn settings_alone_keep_the_image_that_runs() {
    let stage = Stage::new();
    stage.answer("image", "registry.example.com/acme/shop:0123456789ab");
    let output = stage.deploy(&["--config"]);
    assert!(output.status.success(), "{}", error(&output));
    stage.never("docker");
    stage.never("jobs/migrate.yml");
    assert!(
        stage
            .read("answers/applied-release")
            .contains("image: registry.example.com/acme/shop:0123456789ab\n")
    );
}

#[test]
fn unknown_arguments_are_refused() {
    let stage = Stage::new();
    assert_eq!(stage.deploy(&["--force"]).status.code(), Some(2));
    assert!(stage.deploy(&["--help"]).status.success());
    stage.never("apply");
}
