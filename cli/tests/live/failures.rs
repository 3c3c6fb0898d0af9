//! Releases that do not go out, and what they leave.

use crate::app::App;
use crate::controllers;
use crate::server::Server;
use serde_json::Value;

#[test]
fn what_the_server_refuses_is_told_at_its_place_before_anything_is_written() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    let service = "config/kube/web-service.yml";
    app.edit(service, "  type: ClusterIP\n", "  type: ClusterIP\n  clusterIP: 192.0.2.1\n");
    let text = std::fs::read_to_string(app.path(service)).unwrap();
    let line = text.lines().position(|line| line.contains("192.0.2.1")).unwrap() + 1;
    let place = format!("{service}:{line}");
    for command in [&["plan", "--revision", "r1"][..], &["apply", "--yes", "--revision", "r1"][..]]
    {
        app.run(command).check(1, &["server-refuses", &place, "192.0.2.1"]);
    }
    for kind in ["deployments", "jobs", "services", "leases"] {
        assert_eq!(server.list(&app.name, kind), Vec::<Value>::new(), "{kind}");
    }
}

#[test]
fn errors_of_the_checker_end_it_before_the_cluster_is_asked() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    app.edit("config/kube/release/web.yml", "  replicas: 2", "  replica: 2");
    app.apply("r1")
        .check(1, &["unknown-field", "rename `replica` to `replicas`", "nothing was changed"]);
    let ran = app.run(&["apply", "--yes", "--revision", "r1", "--output", "json"]);
    assert_eq!(ran.json()["diagnostics"][0]["rule"], "unknown-field");
}

#[test]
fn a_missing_key_is_named_and_its_neighbours_value_is_not() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    app.generate("secrets: [STRIPE_KEY]\n");
    let ran = app.apply("r1");
    ran.check(2, &["lacks `STRIPE_KEY`", "DEPLOY.md, section Secrets"]);
    assert!(!format!("{}{}", ran.out, ran.err).contains("hush"), "{ran:?}");
    assert_eq!(server.list(&app.name, "services"), Vec::<Value>::new());
}

#[test]
fn a_migration_that_fails_changes_no_pod_and_runs_again() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    controllers::with(&app, || {
        app.apply("r1").check(0, &[]);
        let before = app.get("deployment", "web").unwrap()["metadata"]["generation"].clone();
        for text in ["complete after", "failed before and runs again"] {
            let ran = app.apply("bad2");
            let words = ["the migration failed; no pod was changed", "its pod ended with an error"];
            ran.check(3, &words);
            assert!(text == "complete after" || ran.err.contains(text), "{ran:?}");
        }
        assert_eq!(app.get("deployment", "web").unwrap()["metadata"]["generation"], before);
        assert_eq!(app.get("lease", "deploy"), None);
    });
}

#[test]
fn a_migration_that_cannot_start_is_noticed_and_leaves_no_job() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    let ran = controllers::with(&app, || {
        app.run(&["apply", "--yes", "--revision", "nokey1", "--output", "json"])
    });
    ran.check(3, &["couldn't find key STRIPE_KEY", "was removed"]);
    assert_eq!(ran.json()["outcome"], "migration-failed");
    assert_eq!(server.list(&app.name, "jobs"), Vec::<Value>::new());
}

#[test]
fn pods_that_crash_are_put_back_to_those_that_served() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    app.generate("workers: [{name: sidekiq, kind: sidekiq}]\n");
    controllers::with(&app, || {
        app.apply("r1").check(0, &[]);
        let before = app.get("deployment", "web").unwrap();
        let ran = app.run(&["apply", "--yes", "--revision", "crash2", "--output", "json"]);
        ran.check(4, &["ended with exit code 1", "put back", "serve again"]);
        let json = ran.json();
        assert_eq!(json["outcome"], "rollout-failed");
        assert_eq!(json["restored"].as_array().unwrap().len(), 2);
        assert_eq!(json["restored"][0]["state"], "done");
        let after = app.get("deployment", "web").unwrap();
        assert_eq!(after["spec"]["template"], before["spec"]["template"]);
        let sets = server.list(&app.name, "replicasets");
        assert_eq!(sets.len(), 4, "what served before was made anew");
        // A release that was cut off leaves a template that never worked; the next one knows better.
        app.apply("crash3").check(4, &["to r1"]);
        assert_eq!(app.image("web"), "r1");
        assert_eq!(app.image("sidekiq"), "r1");
        app.run(&["status"]).check(0, &["revision r1"]);

        // The put-back fields are the bundle's again, and go when the bundle drops them.
        app.apply("r4").check(0, &[]);
        app.run(&["plan"]).check(0, &["nothing to do"]);
        let owners = owners(&app.get("deployment", "web").unwrap());
        assert!(owners.iter().all(|owner| owner != "linkspan Update"), "{owners:?}");
    });
}

/// Who set fields of an object itself, and how.
fn owners(object: &Value) -> Vec<String> {
    let fields = object["metadata"]["managedFields"].as_array().unwrap();
    fields
        .iter()
        .map(|each| {
            format!("{} {}", each["manager"].as_str().unwrap(), each["operation"].as_str().unwrap())
        })
        .collect()
}

#[test]
fn a_first_release_that_crashes_has_nothing_to_go_back_to() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    controllers::with(&app, || {
        app.apply("crash1").check(4, &["there is no earlier release to go back to"]);
        app.run(&["status"]).check(1, &["ended with exit code 1"]);
        // The same again, after something around it was mended: its pods do not wait for their back-off.
        let again = app.run(&["apply", "--yes", "--revision", "crash1", "--timeout", "2s"]);
        again.check(4, &["was stuck before this release", "were not ready within 2 s"]);
        assert_eq!(server.list(&app.name, "pods"), Vec::<Value>::new());
        app.apply("r2").check(0, &["runs revision r2"]);
    });
}

#[test]
fn a_wait_has_a_limit() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    controllers::with(&app, || {
        app.run(&["plan", "--revision", "r1"]).check(0, &[]);
        app.apply("r1").check(0, &[]);
    });
    // Nobody takes the Deployment up any more; the migration of r1 is complete.
    app.generate("env: {A: b}\n");
    let ran = app.run(&["apply", "--yes", "--config-only", "--timeout", "3s"]);
    ran.check(4, &["were not ready within 3 s", "waits for Kubernetes to take it up"]);
}
