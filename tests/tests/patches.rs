//! Patches of a spec change objects as kubectl does.

use linkspan_core::generate;
use linkspan_tests::judge::{find, run};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// An app whose web pod has a good deal to change.
const SPEC: &str = "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
env: {A: a, B: b, C: c}
active_storage: {service: local}
database: {kind: cluster}
";

/// Kind, name and file of the objects that are changed.
const OBJECTS: [(&str, &str, &str); 4] = [
    ("Deployment", "shop-web", "config/kube/release/web.yml"),
    ("Service", "shop-web", "config/kube/web-service.yml"),
    ("StatefulSet", "shop-postgres", "config/kube/postgres.yml"),
    ("ServiceAccount", "shop", "config/kube/service-account.yml"),
];

/// Patches by the index of their object.
fn patches() -> Vec<(usize, Value)> {
    let pod = |spec: Value| json!({ "spec": { "template": { "spec": spec } } });
    let web = |container: Value| pod(json!({ "containers": [container] }));
    let mut all = vec![
        (0, json!({ "spec": { "replicas": 7, "minReadySeconds": 3 } })),
        (0, json!({ "spec": { "strategy": null } })),
        (0, json!({ "spec": { "strategy": { "$retainKeys": ["type"], "type": "Recreate" } } })),
        (0, json!({ "spec": { "strategy": { "$patch": "replace", "type": "Recreate" } } })),
        (
            0,
            json!({ "metadata": { "annotations": { "example.com/a": "b" }, "finalizers": ["a.example/b"] } }),
        ),
        (0, json!({ "metadata": { "labels": { "app.kubernetes.io/part-of": null, "x": "y" } } })),
        (
            0,
            pod(
                json!({ "nodeSelector": { "pool": "web" }, "tolerations": [{ "key": "a", "operator": "Exists" }] }),
            ),
        ),
        (0, pod(json!({ "hostAliases": [{ "ip": "10.0.0.1", "hostnames": ["a.example"] }] }))),
        (0, pod(json!({ "imagePullSecrets": [{ "name": "other" }] }))),
        (0, pod(json!({ "volumes": [{ "name": "more", "emptyDir": {} }] }))),
        (
            0,
            pod(
                json!({ "containers": [{ "name": "side", "image": "a/b:1" }, { "name": "web", "stdin": true }] }),
            ),
        ),
        (
            0,
            pod(
                json!({ "containers": [{ "$patch": "replace" }, { "name": "only", "image": "a/b:1" }] }),
            ),
        ),
        (
            0,
            pod(
                json!({ "initContainers": [{ "name": "first", "image": "a/b:1", "args": ["x"] }] }),
            ),
        ),
        (0, web(json!({ "name": "web", "args": ["bundle", "exec", "falcon"] }))),
        (0, web(json!({ "name": "web", "livenessProbe": null }))),
        (
            0,
            web(
                json!({ "name": "web", "livenessProbe": { "httpGet": null, "tcpSocket": { "port": 3000 } } }),
            ),
        ),
        (0, web(json!({ "name": "web", "resources": { "limits": { "cpu": "2" } } }))),
        (
            0,
            web(
                json!({ "name": "web", "volumeMounts": [{ "name": "more", "mountPath": "/more" }] }),
            ),
        ),
        (0, web(json!({ "name": "web", "ports": [{ "containerPort": 9394, "name": "metrics" }] }))),
        (0, web(json!({ "name": "web", "securityContext": { "$patch": "delete" } }))),
        (
            0,
            json!([{ "op": "replace", "path": "/spec/template/spec/containers/0/args/0", "value": "x" }]),
        ),
        (
            0,
            json!([
                { "op": "add", "path": "/spec/template/spec/containers/0/env/0", "value": { "name": "N", "value": "n" } },
                { "op": "copy", "from": "/metadata/name", "path": "/metadata/labels/own" },
                { "op": "remove", "path": "/spec/template/spec/containers/0/livenessProbe" },
                { "op": "add", "path": "/metadata/annotations", "value": { "a/b": "c" } },
                { "op": "move", "from": "/metadata/annotations/a~1b", "path": "/metadata/annotations/d" },
            ]),
        ),
        (
            1,
            json!({ "spec": { "type": "NodePort", "ports": [{ "port": 9, "name": "x", "targetPort": 9 }] } }),
        ),
        (1, json!({ "spec": { "ports": [{ "port": 80, "appProtocol": "http" }] } })),
        (2, json!({ "spec": { "volumeClaimTemplates": [] } })),
        (2, json!({ "spec": { "podManagementPolicy": "Parallel" } })),
        (3, json!({ "secrets": [{ "name": "a" }], "imagePullSecrets": [{ "name": "b" }] })),
    ];
    // The order of what is merged: every choice of three variables out of new and known ones, in every order.
    let names = ["A", "N", "RAILS_ENV", "M", "PORT"];
    for first in names {
        for second in names.into_iter().filter(|name| *name != first) {
            let third = names.into_iter().find(|name| ![first, second].contains(name)).unwrap();
            let env: Vec<Value> = [first, second]
                .map(|name| json!({ "name": name, "value": "new" }))
                .into_iter()
                .chain([json!({ "name": third, "$patch": "delete" })])
                .collect();
            all.push((0, web(json!({ "name": "web", "env": env }))));
        }
    }
    all
}

/// A file of a bundle as an object.
fn object(spec: &str, file: &str) -> Value {
    let generated = generate(spec);
    assert_eq!(generated.report.diagnostics, [], "{spec}");
    serde_yaml::from_str(&generated.bundle.files[file].text()).unwrap()
}

fn by_kubectl(kubectl: &PathBuf, folder: &Path, object: &Value, patch: &Value) -> Value {
    let file = folder.join("object.json");
    std::fs::write(&file, object.to_string()).unwrap();
    let kind = if patch.is_array() { "json" } else { "strategic" };
    let args = ["patch", "--local", "--output=json", "--type", kind, "--patch"];
    let said = args
        .map(str::to_owned)
        .into_iter()
        .chain([patch.to_string(), format!("--filename={}", file.display())]);
    let output = run(kubectl, said).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{patch}: {errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What an object is without what is empty, which kubectl's types leave out or add.
fn plain(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.into_iter()
                .filter(|(key, _)| key != "creationTimestamp" && key != "status")
                .map(|(key, value)| (key, plain(value)))
                .filter(|(_, value)| !value.is_null() && *value != json!({}) && *value != json!([]))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(plain).collect()),
        other => other,
    }
}

#[test]
fn patches_change_objects_as_kubectl_does() {
    let Some(kubectl) = find("kubectl") else { return };
    let folder = tempfile::tempdir().unwrap();
    let before = OBJECTS.map(|(.., file)| object(SPEC, file));
    for (index, patch) in patches() {
        let (kind, name, file) = OBJECTS[index];
        let item = json!([{ "kind": kind, "name": name, "patch": patch.to_string() }]);
        let ours = object(&format!("{SPEC}patches: {item}\n"), file);
        let theirs = by_kubectl(&kubectl, folder.path(), &before[index], &patch);
        assert_eq!(plain(ours), plain(theirs), "{patch}");
    }
}
