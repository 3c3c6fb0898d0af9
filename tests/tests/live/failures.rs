//! What fails is told and undone, and what served before serves again exactly as it was.

use crate::checkout::Checkout;
use crate::controllers::{Controllers, Fate};
use crate::server::Server;
use serde_json::Value;
use std::process::Output;

const SPEC: &str = "app: shop\nimage: registry.example.com/acme/shop\nworkers: [{name: sidekiq}]\n";
const KEYS: [&str; 3] = ["RAILS_MASTER_KEY", "DATABASE_URL", "REDIS_URL"];

/// An empty namespace with the Secret that the app needs.
pub fn prepare(server: &Server) -> Checkout {
    server.empty("shop");
    server.good(&["create", "namespace", "shop"]);
    let keys = KEYS.map(|key| format!("--from-literal={key}=a"));
    let mut args = vec!["create", "secret", "generic", "shop-secrets", "--namespace=shop"];
    args.extend(keys.iter().map(String::as_str));
    server.good(&args);
    Checkout::of(SPEC, server)
}

pub fn deploy(checkout: &Checkout, server: &Server, args: &str) -> Output {
    checkout.bash(server, &format!("timeout 200 ./deploy.sh {args}"), "")
}

pub fn both(output: &Output) -> String {
    linkspan_tests::judge::said(output)
}

/// What was asked for of each Deployment.
fn specs(controllers: &Controllers<'_>) -> Vec<Value> {
    controllers.list("deployments.apps").iter().map(|each| each["spec"].clone()).collect()
}

#[test]
fn a_release_that_fails_is_undone() {
    let Some(server) = Server::find() else { return };
    let causes = [
        (Fate::Crashes, "keeps crashing: back-off"),
        (Fate::LacksImage, "does not get its image: no such image"),
        (
            Fate::LacksKey,
            "cannot be started: couldn't find key NEW_API_KEY in Secret shop/shop-secrets",
        ),
    ];
    let checkout = prepare(&server);
    let controllers = Controllers::of(&server, "shop");
    let first = checkout.commit();
    controllers.beside(|| {
        let output = deploy(&checkout, &server, "");
        assert!(output.status.success(), "{}", both(&output));
        let before = specs(&controllers);
        for (fate, cause) in causes {
            let next = checkout.commit();
            // The migration succeeds.
            migrated(&server, &next);
            controllers.doom(&next, fate);
            let output = deploy(&checkout, &server, "");
            let said = both(&output);
            assert_eq!(output.status.code(), Some(4), "{said}");
            assert!(said.contains(cause), "{said}");
            assert!(said.contains("what ran before runs again"), "{said}");
            assert_eq!(specs(&controllers), before, "{said}");
            only_ours(&server);
            let left = controllers.list("replicasets.apps");
            let image =
                |set: &Value| set["spec"]["template"]["spec"]["containers"][0]["image"].clone();
            assert!(
                left.iter().all(|set| image(set).as_str().unwrap().ends_with(&first)),
                "a rollback would find the release that failed: {left:#?}"
            );
        }
    });
    server.empty("shop");
}

/// A Job that has run already, for images whose pods fail only later.
fn migrated(server: &Server, revision: &str) {
    let job = serde_json::json!({"apiVersion": "batch/v1", "kind": "Job",
        "metadata": {"name": format!("shop-migrate-{revision}")},
        "spec": {"template": {"spec": {"restartPolicy": "Never", "securityContext": {"runAsNonRoot": true,
            "runAsUser": 1000, "seccompProfile": {"type": "RuntimeDefault"}}, "containers": [{"name": "a", "image": "a",
            "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}]}}}});
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("job.json");
    std::fs::write(&file, job.to_string()).unwrap();
    server.good(&["create", "--namespace=shop", "-f", file.to_str().unwrap()]);
}

/// Nobody else owns what a release says, or a later one could not take it away.
fn only_ours(server: &Server) {
    let args = ["get", "deployments", "--namespace=shop", "-o", "json", "--show-managed-fields"];
    let list: Value = serde_json::from_str(&server.good(&args)).unwrap();
    for deployment in list["items"].as_array().unwrap() {
        for manager in deployment["metadata"]["managedFields"].as_array().unwrap() {
            let spec = &manager["fieldsV1"]["f:spec"];
            assert!(spec.is_null() || manager["manager"] == "linkspan", "{manager}");
        }
    }
}

#[test]
fn a_migration_that_fails_changes_no_pod() {
    let Some(server) = Server::find() else { return };
    let checkout = prepare(&server);
    let controllers = Controllers::of(&server, "shop");
    checkout.commit();
    controllers.beside(|| {
        assert!(deploy(&checkout, &server, "").status.success());
        let before = specs(&controllers);
        let second = checkout.commit();
        for (fate, cause, jobs) in [
            (Fate::Crashes, "the migration failed", 2),
            (Fate::LacksKey, "couldn't find key NEW_API_KEY", 1),
            (Fate::LacksImage, "no such image", 1),
        ] {
            controllers.doom(&second, fate);
            let output = deploy(&checkout, &server, "");
            let said = both(&output);
            assert_eq!(output.status.code(), Some(3), "{said}");
            assert!(said.contains(cause), "{said}");
            assert_eq!(specs(&controllers), before, "{said}");
            assert_eq!(controllers.list("jobs.batch").len(), jobs, "{said}");
        }
        // Nothing is in the way of the next try.
        controllers.doom(&second, Fate::Serves);
        let output = deploy(&checkout, &server, "");
        assert!(output.status.success(), "{}", both(&output));
    });
    server.empty("shop");
}
