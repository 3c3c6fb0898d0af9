//! A release and an autoscaler: each says what is its own.

use crate::app::App;
use crate::controllers;
use crate::server::Server;
use serde_json::Value;

/// Who says how many pods there are.
fn managers(deployment: &Value) -> Vec<String> {
    let all = deployment["metadata"]["managedFields"].as_array().unwrap();
    let says = |entry: &&Value| entry.pointer("/fieldsV1/f:spec/f:replicas").is_some();
    let mut names: Vec<String> = all
        .iter()
        .filter(says)
        .map(|entry| entry["manager"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn an_autoscaler_keeps_what_it_decided() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    app.generate("web: {replicas: 3}\n");
    let pods = || {
        let web = app.get("deployment", "web").unwrap();
        (web["spec"]["replicas"].as_i64().unwrap(), managers(&web))
    };
    let by = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    controllers::with(&app, || {
        app.apply("r1").check(0, &[]);
        assert_eq!(pods(), (3, by(&["linkspan"])));

        // From a number of its own to an autoscaler: without a moment of one pod.
        app.generate("web: {replicas: 2, autoscale: {max: 8}}\n");
        app.apply("r2").check(0, &["keeps its pods"]);
        assert_eq!(pods(), (3, by(&["autoscaler"])));

        // The autoscaler speaks, by the same call as the controller's.
        let within = format!("--namespace={}", app.name);
        let web = format!("deployment/{}-web", app.name);
        server.good(&["scale", &web, &within, "--replicas=6"], "");
        for args in
            [&["apply", "--yes", "--revision", "r3"][..], &["apply", "--yes", "--config-only"]]
        {
            app.run(args).check(0, &["runs revision r3"]);
            assert_eq!(pods(), (6, by(&["kubectl"])));
        }
        app.apply("crash4").check(4, &["those from before serve again"]);
        assert_eq!(pods(), (6, by(&["kubectl"])));

        // Written by hand beside the autoscaler, it is still the autoscaler's.
        app.edit("config/kube/release/web.yml", "\nspec:\n", "\nspec:\n  replicas: 2\n");
        app.apply("r5").check(0, &["runs revision r5"]);
        assert_eq!(pods(), (6, by(&["kubectl"])));

        // Back to a number of its own.
        app.generate("web: {replicas: 2}\n");
        app.apply("r6").check(0, &["runs revision r6"]);
        assert_eq!(pods(), (2, by(&["linkspan"])));
        assert_eq!(app.get("horizontalpodautoscaler", "web"), None);
    });
}
