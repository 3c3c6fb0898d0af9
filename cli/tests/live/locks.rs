//! One release at a time.

use crate::app::{App, ended, until};
use crate::controllers;
use crate::server::Server;
use serde_json::{Value, json};
use std::process::{Child, Command};

fn lease(app: &App, renewed: &str) -> Value {
    json!({"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
        "metadata": {"name": format!("{}-deploy", app.name), "namespace": app.name},
        "spec": {"holderIdentity": "anna@laptop-4711", "leaseDurationSeconds": 60,
            "acquireTime": renewed, "renewTime": renewed}})
}

fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

fn holder(app: &App) -> String {
    let lease = app.get("lease", "deploy").unwrap_or_default();
    lease["spec"]["holderIdentity"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_lock_of_somebody_else_is_respected_until_it_has_run_out() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    // Far ahead: whatever this machine's clock says, it is not over.
    server.create(&lease(&app, "2199-01-01T00:00:00.000000Z"));
    app.apply("r1").check(5, &["somebody deploys", "anna@laptop-4711", "60 seconds"]);
    assert_eq!(server.list(&app.name, "services"), Vec::<Value>::new());
    assert_eq!(holder(&app), "anna@laptop-4711");
    server.good(&["replace", "-f", "-"], &lease(&app, "2026-01-01T00:00:00.000000Z").to_string());
    controllers::with(&app, || app.apply("r1").check(0, &["runs revision r1"]));
    assert_eq!(app.get("lease", "deploy"), None);
}

#[test]
fn of_two_at_once_one_goes_on_and_a_signal_ends_it_cleanly() {
    let Some(server) = Server::find() else { return };
    for (name, code) in [("-INT", 130), ("-TERM", 143)] {
        let app = App::ready(&server);
        controllers::with(&app, || {
            let first = app.start(&["apply", "--yes", "--revision", "slow1"]);
            until("the migration", || !server.list(&app.name, "jobs").is_empty());
            assert!(holder(&app).starts_with("tester@here-"), "{}", holder(&app));
            app.apply("r2").check(5, &["somebody deploys", "tester@here-"]);
            app.run(&["status"]).check(1, &["deploys now: tester@here-"]);
            signal(&first, name);
            let ran = ended(first);
            ran.check(code, &["the migration goes on in the cluster; no pod was changed"]);
            assert_eq!(app.get("lease", "deploy"), None);
        });
        assert_eq!(server.list(&app.name, "deployments"), Vec::<Value>::new());
    }
}

#[test]
fn a_lock_that_is_taken_over_stops_the_release() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    controllers::with(&app, || {
        let first = app.start(&["apply", "--yes", "--revision", "slow1"]);
        until("the migration", || !server.list(&app.name, "jobs").is_empty());
        let theirs = lease(&app, "2199-01-01T00:00:00.000000Z");
        server.good(&["replace", "-f", "-"], &theirs.to_string());
        ended(first).check(5, &["the deploy lock was taken over by anna@laptop-4711"]);
        assert_eq!(holder(&app), "anna@laptop-4711");
    });
}
