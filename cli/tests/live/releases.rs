//! Releases that go out.

use crate::app::App;
use crate::controllers;
use crate::server::Server;
use serde_json::{Value, json};

#[test]
fn a_first_release_a_second_one_and_the_same_again() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    app.run(&["status"]).check(1, &["is not deployed"]);
    let plan = app.run(&["plan", "--revision", "r1", "--exit-code"]);
    plan.check(6, &["+ Deployment", "> Job", "1 to run"]);
    assert_eq!(server.list(&app.name, "deployments"), Vec::<Value>::new(), "plan wrote something");
    controllers::with(&app, || {
        app.apply("r1").check(
            0,
            &["the API server takes all", "complete after", "2 pods ready", "runs revision r1"],
        );
        assert_eq!(app.image("web"), "r1");
        assert_eq!(app.get("lease", "deploy"), None);
        app.run(&["plan"]).check(0, &["nothing to do"]);
        app.run(&["plan", "--exit-code", "--revision", "r1"]).check(0, &["nothing to do"]);

        let plan = app.run(&["plan", "--revision", "r2"]);
        plan.check(0, &["spec.template.spec.containers[web].image", ":r1 -> ", ":r2"]);
        app.apply("r2").check(0, &["runs revision r2"]);
        let again = app.apply("r2");
        again.check(0, &["is complete already", "runs revision r2"]);
        let status = app.run(&["status", "--output", "json"]);
        status.check(0, &[]);
        let status = status.json();
        assert_eq!(status["version"], 1);
        assert_eq!(status["revision"], "r2");
        assert_eq!(status["workloads"][0]["state"], "done");
        assert_eq!(status["migration"]["revision"], "r2");
        assert_eq!(status["lock"], Value::Null);
    });
    app.run(&["status"]).check(0, &["revision r2", "2 of 2 ready", "last migration"]);
}

#[test]
fn settings_change_without_a_migration() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    app.run(&["apply", "--yes", "--config-only"]).check(2, &["nothing runs yet"]);
    controllers::with(&app, || {
        app.apply("r1").check(0, &[]);
        let before = server.list(&app.name, "configmaps").len();
        // What is new, and what runs another revision than the web pods.
        app.generate("env: {FEATURE: 'on'}\nworkers: [{name: sidekiq, kind: sidekiq}]\n");
        app.run(&["apply", "--yes", "--config-only"])
            .check(0, &["settings of r1", "runs revision r1"]);
        assert_eq!((app.image("web").as_str(), app.image("sidekiq").as_str()), ("r1", "r1"));
        assert_eq!(server.list(&app.name, "jobs").len(), 1);
        // The ReplicaSet from before, which a rollback needs, still names its settings.
        assert_eq!(server.list(&app.name, "configmaps").len(), before + 1);
    });
}

#[test]
fn what_is_no_longer_in_the_bundle_goes() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    app.generate("workers: [{name: sidekiq, kind: sidekiq}]\n");
    controllers::with(&app, || {
        app.apply("r1").check(0, &[]);
        assert!(app.get("deployment", "sidekiq").is_some());
        let other = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "mine",
            "namespace": app.name, "labels": {"app.kubernetes.io/instance": app.name}}});
        server.create(&other);
        app.generate("");
        let gone = format!("Deployment {}-sidekiq", app.name);
        app.run(&["plan"]).check(0, &[&format!("- {gone}")]);
        let ran = app.run(&["apply", "--yes", "--revision", "r2", "--output", "json"]);
        ran.check(0, &[]);
        let json = ran.json();
        assert_eq!((&json["outcome"], &json["version"]), (&json!("done"), &json!(1)));
        assert_eq!(json["pruned"][0]["name"], format!("{}-sidekiq", app.name));
        assert_eq!(json["migration"]["state"], "done");
    });
    assert_eq!(app.get("deployment", "sidekiq"), None);
    assert!(server.get(&app.name, "configmap", "mine").is_some());
    assert!(app.get("secret", "secrets").is_some());
}

#[test]
fn an_archive_is_applied_as_its_folder_is() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    app.run(&["generate", "--archive", "app.zip"]).check(0, &[]);
    controllers::with(&app, || {
        app.run(&["apply", "app.zip", "--yes", "--revision", "r1"]).check(0, &["runs revision r1"]);
        app.run(&["plan"]).check(0, &["nothing to do"]);
    });
}

#[test]
fn a_field_that_somebody_else_set_is_taken_over_and_told() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    controllers::with(&app, || {
        app.apply("r1").check(0, &[]);
        let web = format!("deployment/{}-web", app.name);
        let within = format!("--namespace={}", app.name);
        server.good(&["scale", &web, &within, "--replicas=5"], "");
        let told = "`spec.replicas` of Deployment";
        app.run(&["plan"]).check(0, &[told, "spec.replicas: 5 -> 2"]);
        app.apply("r2").check(0, &[told]);
    });
    assert_eq!(app.get("deployment", "web").unwrap()["spec"]["replicas"], 2);
}

#[test]
fn a_namespace_is_made_when_nothing_in_it_is_needed_before() {
    let Some(server) = Server::find() else { return };
    let app = App::new(&server);
    app.apply("r1").check(2, &["there is no Secret"]);
    let there = ["get", "namespace", &app.name, "--ignore-not-found", "--output=name"];
    assert_eq!(server.good(&there, ""), "");
    app.generate("database: {adapter: sqlite}\nweb: {replicas: 1}\n");
    for file in ["config/kube/jobs/migrate.yml", "config/kube/release/web.yml"] {
        let key = "                  key: RAILS_MASTER_KEY\n";
        app.edit(file, key, &format!("{key}                  optional: true\n"));
    }
    app.run(&["plan", "--revision", "r1"]).check(0, &["the namespace", "could try nothing else"]);
    app.run(&["plan", "--revision", "r1"]).check(0, &["+ Namespace"]);
    controllers::with(&app, || app.apply("r1").check(0, &["was made", "runs revision r1"]));
}

/// The environments of an app that ran without them have namespaces of their own.
#[test]
fn a_namespace_that_the_app_would_leave_is_told() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    controllers::with(&app, || app.apply("r1").check(0, &[]));
    let name = &app.name;
    app.generate("environments: {production: {}}\n");
    let plan = ["plan", "--environment", "production"];
    let keeps = format!("`environments: {{production: {{namespace: {name}}}}}`");
    app.run(&plan).check(0, &[&format!("the namespace `{name}` is no longer"), &keeps]);
    app.generate(&format!("environments: {{production: {{namespace: {name}}}}}\n"));
    let ran = app.run(&plan);
    ran.check(0, &["nothing to do"]);
    assert!(!ran.out.contains("no longer"), "{ran:?}");
}

#[test]
fn a_login_program_of_the_kubeconfig_is_run() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    let config: Value =
        serde_json::from_str(&server.good(&["config", "view", "--raw", "-o", "json"], "")).unwrap();
    let token = config["users"][0]["user"]["token"].as_str().unwrap().to_owned();
    let mut config = config;
    config["users"][0]["user"] = json!({"exec": {"apiVersion": "client.authentication.k8s.io/v1",
        "command": "/bin/cat", "args": [app.path("credential")], "interactiveMode": "Never"}});
    std::fs::write(app.path("own"), config.to_string()).unwrap();
    let credential = json!({"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1",
        "status": {"token": token}});
    std::fs::write(app.path("credential"), credential.to_string()).unwrap();
    let plan = ["plan", "--kubeconfig", "own", "--revision", "r1"];
    app.run(&plan).check(0, &["+ Deployment"]);
    std::fs::write(app.path("credential"), "").unwrap();
    app.run(&plan).check(2, &["cannot log in to the cluster"]);
    let wrong = credential.to_string().replace(&token, "wrong");
    std::fs::write(app.path("credential"), wrong).unwrap();
    let ran = app.run(&plan);
    ran.check(2, &["log in again"]);
    assert!(!format!("{}{}", ran.out, ran.err).contains(&token), "{ran:?}");
}

/// util-linux' `script` gives a terminal.
#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_a_person_is_asked_and_lines_are_redrawn() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    app.generate("workers: [{name: sidekiq, kind: sidekiq}]\n");
    controllers::with(&app, || {
        let Some(screen) = app.on_terminal("apply --revision r1", "n\n") else { return };
        assert!(screen.contains("to the context `linkspan-judge` at https://"), "{screen}");
        assert!(screen.contains("stopped: nothing was changed"), "{screen}");
        assert_eq!(server.list(&app.name, "services"), Vec::<Value>::new());
        let screen = app.on_terminal("apply --revision r1", "y\n").unwrap();
        assert!(screen.contains("\u{1b}[2A\u{1b}[J"), "{screen:?}");
        assert!(screen.contains("runs revision r1"), "{screen}");
    });
}

#[test]
fn a_bundle_that_is_older_than_its_spec_is_told_by_plan_and_stops_apply() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    let cron = "cron: [{name: digest, schedule: '0 6 * * *', command: bin/rails digest}]\n";
    app.generate(cron);
    app.edit("linkspan.yml", cron, "web: {replicas: 4}\n");
    let told = "linkspan.yml was changed after its files were generated: `config/kube/release/";
    app.run(&["plan", "--revision", "r1"]).check(0, &[told, "run `linkspan generate`"]);
    let plan = app.run(&["plan", "--revision", "r1", "--output", "json"]).json();
    assert!(plan["warnings"][0].as_str().unwrap().starts_with(told), "{plan}");
    app.apply("r1").check(1, &[told, "nothing was released", "`--stale`"]);
    assert_eq!(server.list(&app.name, "deployments"), Vec::<Value>::new());
    // Generated again, only the file that nobody asks for is told.
    app.run(&["generate"]).check(0, &["left  config/kube/release/digest.yml"]);
    let plan = app.run(&["plan", "--revision", "r1", "--output", "json"]).json();
    let left = "linkspan.yml does not ask for `config/kube/release/digest.yml` any more";
    assert_eq!(plan["warnings"].as_array().unwrap().len(), 1, "{plan}");
    assert!(plan["warnings"][0].as_str().unwrap().starts_with(left), "{plan}");
    app.edit("linkspan.yml", "replicas: 4", "replicas: 3");
    controllers::with(&app, || {
        let ran = app.run(&["apply", "--revision", "r1", "--yes", "--stale"]);
        ran.check(0, &[told, left, "runs revision r1"]);
    });
}
