//! The user of the workflow may do what a release does, and nothing else.

use crate::checkout::Checkout;
use crate::controllers::Controllers;
use crate::release::{DEPLOY, first_commands};
use crate::server::{Server, documents};
use linkspan_tests::{apps, kube_folders};
use serde_yaml::Value;
use std::path::{Path, PathBuf};

#[test]
fn a_workflow_releases_with_its_own_rights() {
    let Some(server) = Server::find() else { return };
    let mut tried = 0;
    for (app, spec) in apps().unwrap() {
        let checkout = Checkout::of(&spec, &server);
        checkout.commit();
        for folder in kube_folders(&checkout.path("")).unwrap() {
            let access = folder.join("access");
            if access.exists() {
                // What comes after the first release is much the same for all.
                let more: &[&str] = match tried {
                    0 => &["", "", "--config", "--rollback", "--task true"],
                    _ => &[""],
                };
                releases(&server, &app, &checkout, &folder, more);
                tried += 1;
            }
        }
    }
    assert!(tried >= 3, "{tried} workflows");
}

fn releases(server: &Server, app: &str, checkout: &Checkout, folder: &Path, runs: &[&str]) {
    let name = folder.file_name().unwrap().to_str().unwrap();
    let environment = if name == "kube" { "" } else { name };
    let guide = if environment.is_empty() { String::new() } else { format!("-{environment}") };
    let document = checkout.read(&format!("DEPLOY{guide}.md"));
    let read = |file: &str| documents(&std::fs::read_to_string(folder.join(file)).unwrap());
    let namespace = read("namespace.yml")[0]["metadata"]["name"].as_str().unwrap().to_owned();
    let user =
        read("access/service-account.yml")[0]["metadata"]["name"].as_str().unwrap().to_owned();
    let user = format!("system:serviceaccount:{namespace}:{user}");
    server.empty(&namespace);
    Controllers::of(server, &namespace).beside(|| {
        for block in first_commands(&document) {
            checkout.works(server, &block, "a value\n");
        }
        checkout.commit();
        for more in [&["--dry-run=server"][..], &[]] {
            server.apply(&folder.join("access"), more);
        }
        let kubeconfig = kubeconfig_of(server, checkout, &user);
        let deploy = format!("KUBECONFIG='{}' {DEPLOY} {environment}", kubeconfig.display());
        let left = left_by_an_earlier_bundle(server, &namespace, &app_of(checkout));
        for more in runs {
            if more.is_empty() {
                let text = checkout.read("linkspan.yml");
                std::fs::write(checkout.path("linkspan.yml"), format!("{text}\n")).unwrap();
                checkout.commit();
            }
            checkout.works(server, &format!("{deploy} {more}"), "");
        }
        // Kinds that it may not list hide none that it may.
        assert_eq!(server.api.get(&left), None, "{app}");
        refused(server, app, &namespace, &user);
        guarded(server, app, &namespace, &user);
    });
    server.empty(&namespace);
}

/// The name of a checkout's app.
fn app_of(checkout: &Checkout) -> String {
    let spec: Value = serde_yaml::from_str(&checkout.read("linkspan.yml")).unwrap();
    spec["app"].as_str().unwrap().to_owned()
}

/// Makes a Service that no file of the bundle has any more; returns where it is.
fn left_by_an_earlier_bundle(server: &Server, namespace: &str, app: &str) -> String {
    let path = format!("/api/v1/namespaces/{namespace}/services");
    let labels = serde_json::json!({"app.kubernetes.io/instance": app, "app.kubernetes.io/managed-by": "linkspan"});
    server.api.create(
        &path,
        &serde_json::json!({"apiVersion": "v1", "kind": "Service",
        "metadata": {"name": "left", "labels": labels}, "spec": {"ports": [{"port": 80}]}}),
    );
    format!("{path}/left")
}

/// The way in of the server's own user, as somebody else.
fn kubeconfig_of(server: &Server, checkout: &Checkout, user: &str) -> PathBuf {
    let text = std::fs::read_to_string(&server.kubeconfig).unwrap();
    let mut config: Value = serde_yaml::from_str(&text).unwrap();
    config["users"][0]["user"]["as"] = Value::from(user);
    let path = checkout.path("../deployer.yml");
    std::fs::write(&path, serde_yaml::to_string(&config).unwrap()).unwrap();
    path
}

/// What the namespace asks of its pods is not theirs to say who make them.
fn guarded(server: &Server, app: &str, namespace: &str, user: &str) {
    let label = "pod-security.kubernetes.io/enforce";
    let level = || {
        let path = "jsonpath={.metadata.labels.pod-security\\.kubernetes\\.io/enforce}";
        server.good(&["get", "namespace", namespace, "-o", path])
    };
    let before = level();
    assert!(!before.is_empty(), "{app}: {namespace} asks nothing of its pods");
    for change in [format!("{label}-"), format!("{label}=privileged")] {
        let words = ["label", "namespace", namespace, &change, "--overwrite", "--as", user];
        let output = server.command(&words).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains("orbidden"), "{app}: {change}: {said}");
        assert_eq!(level(), before, "{app}: {change}");
    }
}

/// What no release does.
fn refused(server: &Server, app: &str, namespace: &str, user: &str) {
    let (here, elsewhere) = (namespace, "default");
    for (within, verb, what) in [
        (here, "list", "secrets"),
        (here, "get", "secrets/another"),
        (here, "update", "secrets/another"),
        (here, "create", "pods"),
        (here, "create", "pods/exec"),
        (here, "create", "roles"),
        (here, "update", "leases/another"),
        (here, "delete", "namespaces"),
        (here, "create", "namespaces"),
        (here, "list", "nodes"),
        (elsewhere, "list", "deployments"),
        (elsewhere, "get", "pods"),
    ] {
        assert!(!may(server, namespace, user, verb, what, within), "{app}: {verb} {what} {within}");
    }
    // Whoever asks hears yes where it is so.
    for (verb, what) in [("create", "jobs"), ("list", "deployments")] {
        assert!(may(server, namespace, user, verb, what, namespace), "{app}: {verb} {what}");
    }
}

/// Whether a service account of the namespace `home` may do something to a kind, to its `exec`, or to one object by its name.
fn may(server: &Server, home: &str, user: &str, verb: &str, what: &str, within: &str) -> bool {
    let (plural, rest) = what.split_once('/').unwrap_or((what, ""));
    let group = match plural {
        "roles" => "rbac.authorization.k8s.io",
        "leases" => "coordination.k8s.io",
        "deployments" => "apps",
        "jobs" => "batch",
        _ => "",
    };
    let (name, part) = if rest == "exec" { ("", rest) } else { (rest, "") };
    let own = format!("system:serviceaccounts:{home}");
    let groups = ["system:authenticated", "system:serviceaccounts", &own];
    let asked = serde_json::json!({"spec": {"user": user, "groups": groups,
        "resourceAttributes": {"namespace": within, "verb": verb, "group": group, "resource": plural,
            "subresource": part, "name": name}}});
    let path = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
    let (status, answer) = server.api.call("POST", path, Some(("application/json", &asked)));
    assert_eq!(status, 201, "{answer}");
    answer["status"]["allowed"].as_bool().unwrap()
}
