//! Migrations beside each other, and those that ran long ago.

use crate::app::{App, ended, until};
use crate::controllers;
use crate::locks::signal;
use crate::server::Server;
use crate::strategies::runs;
use serde_json::{Value, json};

const DOWNTIME: &str = "cron: [{name: digest, schedule: '@daily', command: bin/rails about}]\nmigrate: {strategy: downtime}\n";

/// A release that was stopped by Ctrl-C while its migration runs on.
fn cut_off(app: &App, revision: &str) -> crate::app::Ran {
    let child = app.start(&["apply", "--yes", "--revision", revision]);
    let job = format!("migrate-{revision}");
    let is_begun = |job: Value| job["status"]["active"] == 1;
    until("the migration", || app.get("job", &job).is_some_and(is_begun));
    signal(&child, "-INT");
    ended(child)
}

/// The migration comes to its end.
fn complete(app: &App, revision: &str) {
    let status = json!({"active": 0, "succeeded": 1, "completionTime": "2026-01-01T00:00:01Z",
        "conditions": [controllers::condition("SuccessCriteriaMet", ""), controllers::condition("Complete", "")]});
    let job = format!("{}-migrate-{revision}", app.name);
    app.server.patch_status(&app.name, "job", &job, &status);
}

fn apply(app: &App, revision: &str, more: &[&str]) -> crate::app::Ran {
    app.run(&[&["apply", "--yes", "--revision", revision], more].concat())
}

#[test]
fn one_migration_runs_at_a_time_whichever_the_revision() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    controllers::with(&app, || {
        cut_off(&app, "slow1").check(130, &["the migration goes on in the cluster"]);
        let job = format!("{}-migrate-slow1", app.name);
        let how = format!("kubectl --namespace {} get job {job}", app.name);
        apply(&app, "r2", &["--timeout", "2s"])
            .check(5, &["waits for the end of", "runs already", "nothing was changed", &how]);
        assert_eq!(app.get("job", "migrate-r2"), None);
        assert_eq!(server.list(&app.name, "deployments"), Vec::<Value>::new());
        // It goes on when the other one has ended.
        let second = app.start(&["apply", "--yes", "--revision", "r2"]);
        until("the lock", || app.get("lease", "deploy").is_some());
        complete(&app, "slow1");
        ended(second).check(0, &["runs revision r2"]);
        assert!(app.get("job", "migrate-r2").is_some());
    });
}

#[test]
fn nothing_old_starts_while_a_migration_runs() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    app.generate(DOWNTIME);
    controllers::with(&app, || {
        app.apply("r1").check(0, &["runs revision r1"]);
        let ran = cut_off(&app, "slow2");
        ran.check(
            130,
            &["the app is stopped, and the migration goes on", "apply the same revision"],
        );
        assert!(!ran.err.contains("--config-only"), "{}", ran.err);
        assert_eq!(runs(&app), (0, true));
        let settings = app.run(&["apply", "--yes", "--config-only"]);
        settings.check(5, &["runs already", "migrate-slow2", "nothing was changed"]);
        assert_eq!(runs(&app), (0, true));
        let other = apply(&app, "r3", &["--timeout", "2s"]);
        other.check(5, &["runs already", "migrate-slow2"]);
        assert!(!other.err.contains("not migrated"), "{}", other.err);
        assert_eq!(runs(&app), (0, true));
        app.run(&["status"]).check(1, &["is stopped for a migration"]);
        complete(&app, "slow2");
        app.apply("r3").check(0, &["runs revision r3"]);
        assert_eq!(runs(&app), (2, false));
    });
}

#[test]
fn a_revision_is_migrated_once_though_its_job_is_gone() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    app.generate(DOWNTIME);
    let record = || app.get("configmap", "migrated").unwrap()["data"]["revisions"].clone();
    controllers::with(&app, || {
        app.apply("r1").check(0, &[]);
        app.apply("r2").check(0, &[]);
        assert_eq!(record(), "r2 r1");
        let before = app.get("deployment", "web").unwrap()["metadata"]["generation"].clone();
        let within = format!("--namespace={}", app.name);
        // As after a day.
        server.good(&["delete", "jobs", "--all", &within], "");
        app.run(&["plan", "--revision", "r2"]).check(0, &["nothing to do"]);
        let again = app.apply("r2");
        again.check(0, &["r2 was migrated already", "delete the ConfigMap", "runs revision r2"]);
        assert_eq!(server.list(&app.name, "jobs"), Vec::<Value>::new());
        let after = app.get("deployment", "web").unwrap()["metadata"]["generation"].clone();
        assert_eq!(before, after, "the app was stopped");
        assert_eq!(record(), "r2 r1");
        // Without it, it is migrated again.
        let name = format!("{}-migrated", app.name);
        server.good(&["delete", "configmap", &name, &within], "");
        app.apply("r2").check(0, &["stop", "complete after", "runs revision r2"]);
        assert_eq!(record(), "r2");
    });
}
