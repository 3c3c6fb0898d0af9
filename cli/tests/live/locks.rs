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

pub(crate) fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

fn holder(app: &App) -> String {
    let lease = app.get("lease", "deploy").unwrap_or_default();
    lease["spec"]["holderIdentity"].as_str().unwrap_or_default().to_owned()
}

/// Renews a lock while something is done, by a clock that stands anywhere.
fn renewing<T>(app: &App, holder: &str, work: impl FnOnce() -> T) -> T {
    let name = format!("{}-deploy", app.name);
    let mut second = 0;
    let renew = || {
        second += 1;
        let time = format!("2020-01-01T00:{:02}:{:02}.000000Z", second / 60 % 60, second % 60);
        let patch = json!({"spec": {"renewTime": time, "holderIdentity": holder}});
        app.server.patch(&app.name, "lease", &name, &patch);
    };
    controllers::beside(renew, work)
}

#[test]
fn a_holder_is_judged_by_silence_and_by_no_clock() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    let stale = "2020-01-01T00:00:00.000000Z";
    server.create(&lease(&app, stale));
    // Far behind by this machine's clock, and alive.
    let said = ["somebody deploys", "anna@laptop-4711", "not renewed for 60 seconds"];
    renewing(&app, "anna@laptop-4711", || app.apply("r1").check(5, &said));
    assert_eq!(server.list(&app.name, "services"), Vec::<Value>::new());
    assert_eq!(holder(&app), "anna@laptop-4711");
    // Far ahead, and silent for as long as its lock lasts.
    let mut dead = lease(&app, "2199-01-01T00:00:00.000000Z");
    dead["spec"]["leaseDurationSeconds"] = 2.into();
    server.good(&["replace", "-f", "-"], &dead.to_string());
    controllers::with(&app, || app.apply("r1").check(0, &["holds it", "runs revision r1"]));
    assert_eq!(app.get("lease", "deploy"), None);
}

/// Two containers of one name have processes of the same number.
#[test]
fn a_process_of_the_same_name_and_number_is_somebody_else() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    let mut child = app.start_later(&["apply", "--yes", "--revision", "r1"]);
    let name = format!("tester@here-{}", child.id());
    server.create(&lease(&app, "2026-01-01T00:00:00.000000Z"));
    renewing(&app, &name, || {
        until("the holder", || holder(&app) == name);
        drop(child.stdin.take());
        ended(child).check(5, &["somebody deploys", &name]);
    });
}

#[test]
fn of_two_at_once_one_goes_on_and_a_signal_ends_it_cleanly() {
    let Some(server) = Server::find() else { return };
    for (name, code) in [("-INT", 130), ("-TERM", 143), ("-HUP", 129), ("-QUIT", 131)] {
        let app = App::ready(&server);
        controllers::with(&app, || {
            let first = app.start(&["apply", "--yes", "--revision", "slow1"]);
            until("the migration", || app.get("job", "migrate-slow1").is_some());
            until("the lock", || holder(&app).starts_with("tester@here-"));
            // A renewal comes every 15 seconds.
            if name == "-INT" {
                app.apply("r2").check(5, &["somebody deploys", "tester@here-"]);
                app.run(&["status"]).check(1, &["deploys now: tester@here-"]);
            }
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
