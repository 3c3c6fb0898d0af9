//! Network policies change, and what serves is never cut off.

use crate::app::{App, ended, until};
use crate::controllers;
use crate::locks::signal;
use crate::server::Server;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn spec(port: u16) -> String {
    format!("security: {{network_policy: true}}\nweb: {{port: {port}}}\n")
}

fn policies(app: &App) -> Vec<Value> {
    app.server.list(&app.name, "networkpolicies")
}

fn names(app: &App) -> Vec<String> {
    let name = |policy: &Value| policy["metadata"]["name"].as_str().unwrap().to_owned();
    policies(app).iter().map(name).collect()
}

/// Ports at which the web pods are reached, by all policies together.
fn open(app: &App) -> BTreeSet<String> {
    let rules = |policy: &Value| policy["spec"]["ingress"].as_array().cloned().unwrap_or_default();
    let all: Vec<Value> = policies(app).iter().flat_map(rules).collect();
    let ports = |rule: &Value| match rule["ports"].as_array() {
        Some(ports) => ports.iter().map(|port| port["port"].to_string()).collect(),
        None => vec!["any".to_owned()],
    };
    all.iter().flat_map(ports).collect()
}

fn set(ports: &[&str]) -> BTreeSet<String> {
    ports.iter().map(|port| (*port).to_owned()).collect()
}

/// Stops a release in its migration, as a machine that goes away does.
fn kill_in_migration(app: &App, revision: &str) {
    let child = app.start(&["apply", "--yes", "--revision", revision]);
    let job = format!("migrate-{revision}");
    let is_begun = |job: Value| job["status"]["active"] == 1;
    until("the migration", || app.get("job", &job).is_some_and(is_begun));
    signal(&child, "-KILL");
    ended(child);
    let (within, job) = (format!("--namespace={}", app.name), format!("{}-{job}", app.name));
    app.server.good(&["delete", "job", &job, &within], "");
    let lock = format!("{}-deploy", app.name);
    app.server.good(&["delete", "lease", &lock, &within], "");
}

/// A pod that serves behind a policy, as a kubelet would have it.
fn serving(app: &App) {
    let pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "serving", "namespace": app.name,
            "labels": app.get("deployment", "web").unwrap()["spec"]["template"]["metadata"]["labels"]},
        "spec": app.get("deployment", "web").unwrap()["spec"]["template"]["spec"]});
    app.server.create(&pod);
    app.server.patch_status(&app.name, "pod", "serving", &json!({"phase": "Running"}));
}

#[test]
fn what_serves_is_reached_until_it_is_gone() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    app.generate(&spec(3000));
    controllers::with(&app, || {
        app.apply("r1").check(0, &[]);
        serving(&app);
        let before: Vec<Value> = policies(&app).iter().map(|each| each["spec"].clone()).collect();
        assert_eq!(open(&app), set(&["3000"]));
        let own = names(&app);
        app.generate(&spec(8080));
        app.apply("bad2").check(3, &["no pod was changed", "put back", "network policies"]);
        let after: Vec<Value> = policies(&app).iter().map(|each| each["spec"].clone()).collect();
        assert_eq!(after, before);
        app.apply("crash3").check(4, &["serve again"]);
        assert_eq!((open(&app), names(&app)), (set(&["3000"]), own.clone()));
        // Cut off, it leaves more than is needed, and never less.
        kill_in_migration(&app, "slow4");
        assert_eq!(open(&app), set(&["3000", "8080"]));
        app.generate(&spec(9000));
        kill_in_migration(&app, "slow5");
        assert_eq!(open(&app), set(&["3000", "8080", "9000"]));
        app.apply("r6").check(0, &["runs revision r6"]);
        assert_eq!((open(&app), names(&app)), (set(&["9000"]), own));
    });
}

#[test]
fn the_first_policies_of_an_app_that_runs_shut_nothing_before_the_end() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    controllers::with(&app, || {
        app.apply("r1").check(0, &[]);
        serving(&app);
        app.generate(&spec(8080));
        kill_in_migration(&app, "slow2");
        assert!(open(&app).contains("any"), "{:#?}", policies(&app));
        app.apply("bad3").check(3, &[]);
        app.apply("r4").check(0, &["runs revision r4"]);
        assert_eq!(open(&app), set(&["8080"]));
        app.generate("");
        app.apply("r5").check(0, &["runs revision r5"]);
        assert_eq!(names(&app), Vec::<String>::new());
    });
}
