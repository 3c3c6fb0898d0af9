//! deploy.sh and an autoscaler: each says what is its own.

use crate::checkout::Checkout;
use crate::controllers::Controllers;
use crate::failures::{both, deploy, prepare};
use crate::server::Server;
use linkspan_core::generate;
use linkspan_tests::checkout::write;
use serde_json::Value;

const BASE: &str = "app: shop\nimage: registry.example.com/acme/shop\n";

/// The bundle of a spec, in place of the one that is there; returns the revision.
fn change(checkout: &Checkout, more: &str) -> String {
    std::fs::remove_dir_all(checkout.path("config/kube")).unwrap();
    write(&generate(&format!("{BASE}{more}")).bundle, &checkout.path("")).unwrap();
    checkout.commit()
}

/// How many pods are wanted, and who says so.
fn pods(server: &Server) -> (i64, Vec<String>) {
    let args = ["get", "deployment", "shop-web", "--namespace=shop", "-o", "json"];
    let args = [&args[..], &["--show-managed-fields"]].concat();
    let live: Value = serde_json::from_str(&server.good(&args)).unwrap();
    let all = live["metadata"]["managedFields"].as_array().unwrap();
    let says = |entry: &&Value| entry.pointer("/fieldsV1/f:spec/f:replicas").is_some();
    let names = all.iter().filter(says).map(|entry| entry["manager"].as_str().unwrap().to_owned());
    (live["spec"]["replicas"].as_i64().unwrap(), names.collect())
}

#[test]
fn an_autoscaler_keeps_what_it_decided() {
    let Some(server) = Server::find() else { return };
    let checkout = prepare(&server);
    let controllers = Controllers::of(&server, "shop");
    let works = |args: &str| {
        let output = deploy(&checkout, &server, args);
        assert!(output.status.success(), "{}", both(&output));
    };
    let by = |name: &str| vec![name.to_owned()];
    controllers.beside(|| {
        change(&checkout, "web: {replicas: 3}\n");
        works("");
        assert_eq!(pods(&server), (3, by("linkspan")));

        // From a number of its own to an autoscaler: without a moment of one pod.
        change(&checkout, "web: {replicas: 2, autoscale: {max: 8}}\n");
        works("");
        assert_eq!(pods(&server), (3, by("autoscaler")));

        // The autoscaler speaks, by the same call as the controller's.
        server.good(&["scale", "deployment/shop-web", "--namespace=shop", "--replicas=6"]);
        std::fs::write(checkout.path("new"), "").unwrap();
        checkout.commit();
        for args in ["", "--config", "--rollback"] {
            works(args);
            assert_eq!(pods(&server).0, 6, "{args}");
        }

        // Back to a number of its own.
        change(&checkout, "web: {replicas: 2}\n");
        works("");
        assert_eq!(pods(&server), (2, by("linkspan")));
        let left = server.good(&["get", "hpa", "--namespace=shop", "-o", "name"]);
        assert_eq!(left, "", "the autoscaler goes with its choice");
    });
    server.empty("shop");
}

/// An autoscaler that a controller made for another object, with that one's labels.
const OWNED: &str = "apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: made-for-another
  namespace: shop
  labels: {app.kubernetes.io/instance: shop, app.kubernetes.io/managed-by: linkspan}
  ownerReferences: [{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, name: a, uid: '1'}]
spec:
  maxReplicas: 3
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: elsewhere}
---
apiVersion: v1
kind: Service
metadata: {name: of-somebody-else, namespace: shop}
spec: {ports: [{port: 80}]}
";

#[test]
fn what_an_earlier_bundle_left_is_deleted_but_for_data() {
    let Some(server) = Server::find() else { return };
    let checkout = prepare(&server);
    let names = || {
        let kinds = "deployments,statefulsets,cronjobs,services,ingresses,hpa,pdb";
        let said = server.good(&["get", kinds, "--namespace=shop", "-o", "name"]);
        said.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    Controllers::of(&server, "shop").beside(|| {
        let more = "hosts: [shop.example.com]\nworkers: [{name: jobs, kind: command, command: bin/jobs}]\n\
            cron: [{name: digest, schedule: \"0 6 * * *\", command: bin/rails digest}]\n\
            web: {replicas: 2, autoscale: {max: 3}}\nredis: {kind: cluster}\n";
        change(&checkout, more);
        server.good(&["--namespace=shop", "patch", "secret", "shop-secrets", "--type=merge", "-p",
            r#"{"data":{"REDIS_PASSWORD":"YQ=="}}"#]);
        let output = deploy(&checkout, &server, "");
        assert!(output.status.success(), "{}", both(&output));
        let path = checkout.path("other.yml");
        std::fs::write(&path, OWNED).unwrap();
        server.good(&["apply", "-f", path.to_str().unwrap()]);
        std::fs::remove_file(path).unwrap();

        change(&checkout, "expose: {via: none}\nweb: {replicas: 1}\n");
        let output = deploy(&checkout, &server, "");
        assert!(output.status.success(), "{}", both(&output));
        for gone in ["Deployment/shop-jobs is no longer", "StatefulSet/shop-redis is no longer"] {
            assert!(both(&output).contains(gone), "{}", both(&output));
        }
        let expect = [
            "deployment.apps/shop-web",
            "statefulset.apps/shop-redis",
            "service/of-somebody-else",
            "service/shop-redis",
            "service/shop-web",
            "horizontalpodautoscaler.autoscaling/made-for-another",
        ];
        assert_eq!(names(), expect);
    });
    server.empty("shop");
}
