//! What `status` says of an app that does not run as it should.

use crate::app::App;
use crate::controllers;
use crate::server::Server;

#[test]
fn what_is_stopped_scaled_to_nothing_or_missing_is_not_fine() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    app.generate("workers: [{name: sidekiq, kind: sidekiq}]\n");
    let within = format!("--namespace={}", app.name);
    controllers::with(&app, || {
        app.apply("r1").check(0, &[]);
        app.run(&["status"]).check(0, &["revision r1"]);

        let web = format!("deployment/{}-web", app.name);
        server.good(&["scale", &web, &within, "--replicas=0"], "");
        app.run(&["status"]).check(1, &["is scaled to no pods"]);
        app.run(&["apply", "--yes", "--config-only"]).check(0, &[]);
        app.run(&["status"]).check(0, &["2 of 2 ready"]);

        let worker = format!("{}-sidekiq", app.name);
        server.good(&["delete", "deployment", &worker, &within], "");
        // As Kubernetes does when the owner is gone.
        server.good(&["delete", "replicaset", &format!("{worker}-1"), &within], "");
        app.run(&["status"]).check(1, &["sidekiq", "is missing: the bundle has it"]);
        let json = app.run(&["status", "--output", "json"]).json();
        assert_eq!(json["missing"][0]["name"], worker);
        app.run(&["apply", "--yes", "--config-only"]).check(0, &[]);

        // A migration that failed long ago is no error of an app that runs.
        app.apply("bad2").check(3, &[]);
        let status = app.run(&["status"]);
        status.check(0, &["last migration", "failed", "what runs is not affected"]);
        assert!(!status.out.contains("error:"), "{}", status.out);
    });
}
