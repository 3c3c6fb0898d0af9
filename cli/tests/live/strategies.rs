//! What comes first in a release, and what is left when its migration fails.

use crate::app::{App, ended, until};
use crate::controllers;
use crate::server::Server;
use serde_json::Value;

const CRON: &str = "cron: [{name: digest, schedule: '@daily', command: bin/rails about}]\n";

/// Pods, and whether the scheduled job is suspended.
pub(crate) fn runs(app: &App) -> (i64, bool) {
    let web = app.get("deployment", "web").unwrap();
    let cron = app.get("cronjob", "digest").unwrap();
    (web["spec"]["replicas"].as_i64().unwrap(), cron["spec"]["suspend"] == true)
}

fn mark(app: &App) -> Value {
    app.get("deployment", "web").unwrap()["spec"]["template"]["metadata"]["annotations"]
        ["linkspan/migrated"]
        .clone()
}

fn gone(app: &App, pod: &str) {
    let (name, within) = (format!("{}{pod}", app.name), format!("--namespace={}", app.name));
    app.server.good(&["delete", "pod", &name, &within, "--force", "--grace-period=0"], "");
}

#[test]
fn new_pods_first_then_the_migration_then_the_pods_once_more() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    app.generate("migrate: {strategy: deploy_then_migrate}\n");
    controllers::with(&app, || {
        // Nothing can run before the first migration.
        app.apply("bad1").check(3, &["the migration failed; no pod was changed"]);
        assert_eq!(app.get("deployment", "web"), None);
        app.apply("r1").check(0, &["runs revision r1"]);
        assert_eq!(mark(&app), Value::Null);
        app.apply("r2").check(0, &["restart", "runs revision r2"]);
        assert_eq!((app.image("web").as_str(), mark(&app)), ("r2", "r2".into()));
        let before = app.get("deployment", "web").unwrap()["metadata"]["generation"].clone();
        app.apply("r2").check(0, &["is complete already", "runs revision r2"]);
        assert_eq!(app.get("deployment", "web").unwrap()["metadata"]["generation"], before);
        app.apply("bad2").check(3, &["the new pods keep running"]);
        assert_eq!(app.image("web"), "bad2");
        app.apply("crash3").check(4, &["those from before serve again"]);
        assert_eq!(app.get("job", "migrate-crash3"), None, "nothing was migrated");
    });
}

#[test]
fn nothing_runs_while_the_database_is_migrated() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    app.generate(&format!("{CRON}migrate: {{strategy: downtime}}\n"));
    controllers::with(&app, || {
        app.apply("r1").check(0, &["runs revision r1"]);
        let ran = app.apply("r2");
        ran.check(0, &["stop", "2 workloads", "runs revision r2"]);
        assert_eq!((runs(&app), app.image("web").as_str()), ((2, false), "r2"));

        // It never starts: nothing was changed, so what ran before runs again.
        app.apply("nokey3").check(3, &["it changed nothing, and what ran before runs again"]);
        assert_eq!((runs(&app), app.image("web").as_str()), ((2, false), "r2"));

        // As Kubernetes does when the owner of a pod is gone.
        gone(&app, "-migrate-nokey3-pod");

        // It fails on the way: nobody knows what it did.
        app.apply("bad4").check(3, &["the app stays stopped", "apply --config-only"]);
        assert_eq!((runs(&app), app.image("web").as_str()), ((0, true), "r2"));
        app.run(&["apply", "--yes", "--config-only"]).check(0, &["runs revision r2"]);
        assert_eq!((runs(&app), app.image("web").as_str()), ((2, false), "r2"));

        // Pods that fail afterwards stay, and a mended release goes out.
        app.apply("crash5").check(4, &["nothing was undone"]);
        assert_eq!(app.image("web"), "crash5");
        for pod in server.list(&app.name, "pods") {
            let name = pod["metadata"]["name"].as_str().unwrap();
            gone(&app, name.strip_prefix(&app.name).unwrap());
        }
        app.apply("r6").check(0, &["runs revision r6"]);
        assert_eq!((runs(&app), app.image("web").as_str()), ((2, false), "r6"));
    });
}

#[test]
fn a_release_that_was_cut_off_while_the_app_was_stopped_goes_on() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    app.generate(&format!("{CRON}migrate: {{strategy: downtime}}\n"));
    controllers::with(&app, || {
        app.apply("r1").check(0, &["runs revision r1"]);
        let within = format!("--namespace={}", app.name);
        let cut = app.start(&["apply", "--yes", "--revision", "slow2"]);
        let is_begun = |job: Value| job["status"]["active"] == 1;
        until("the migration", || app.get("job", "migrate-slow2").is_some_and(is_begun));
        let pid = cut.id().to_string();
        assert!(
            std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success()
        );
        ended(cut).check(143, &["the app is stopped", "apply the same revision again"]);
        assert_eq!(runs(&app), (0, true));
        // As when the migration ends meanwhile.
        let job = format!("{}-migrate-slow2", app.name);
        server.patch_status(
            &app.name,
            "job",
            &job,
            &serde_json::json!({"active": 0, "succeeded": 1, "completionTime": "2026-01-01T00:00:01Z",
                "conditions": [controllers::condition("SuccessCriteriaMet", ""), controllers::condition("Complete", "")]}),
        );
        app.apply("slow2").check(0, &["is complete already", "runs revision slow2"]);
        assert_eq!((runs(&app), app.image("web").as_str()), ((2, false), "slow2"));

        // What a person had suspended stays so.
        let patch = ["patch", "cronjob", &format!("{}-digest", app.name), &within, "--type=merge"];
        let patch = [&patch[..], &["--patch={\"spec\":{\"suspend\":true}}"]].concat();
        server.good(&patch, "");
        app.apply("r3").check(0, &["runs revision r3"]);
        assert_eq!(runs(&app), (2, true));
    });
}
