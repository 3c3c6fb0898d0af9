//! Every golden bundle is taken as it stands.

use crate::server::{Server, documents};
use linkspan_tests::{apps, files_below, here};
use serde_yaml::Value;
use std::fs;
use std::path::Path;

/// The versions of a folder's objects, to see whether something changed them. A generation above one is a change of
/// what was asked for.
fn versions(server: &Server, namespace: &str, folder: &Path) -> String {
    let columns = "custom-columns=KIND:.kind,NAME:.metadata.name,VERSION:.metadata.resourceVersion,GENERATION:.metadata.generation";
    let path = folder.to_str().unwrap();
    let within = format!("--namespace={namespace}");
    server.good(&["get", &within, "--recursive", "-f", path, "-o", columns])
}

#[test]
fn every_golden_bundle_is_taken() {
    let Some(server) = Server::find() else { return };
    for (app, _) in apps().unwrap() {
        let folder = here().join("golden").join(&app).join("bundle/config/kube");
        let namespace_file = folder.join("namespace.yml");
        let namespace = documents(&fs::read_to_string(&namespace_file).unwrap());
        let namespace = namespace[0]["metadata"]["name"].as_str().unwrap().to_owned();
        server.empty(&namespace);
        server.apply(&namespace_file, &["--dry-run=server"]);
        server.apply(&namespace_file, &[]);
        let all = ["--recursive", "--dry-run=server"];
        server.apply(&folder, &all);
        for each in ["", "jobs", "release"] {
            server.apply(&folder.join(each), &[]);
        }
        // The server completes a volume claim when it is applied again, once.
        server.apply(&folder, &["--recursive"]);
        let before = versions(&server, &namespace, &folder);
        assert!(
            before.lines().skip(1).all(|line| line.ends_with(" 1") || line.ends_with(" <none>")),
            "{app}:\n{before}"
        );
        server.apply(&folder, &["--recursive"]);
        assert_eq!(before, versions(&server, &namespace, &folder), "{app}: applied twice");
        for path in files_below(&folder).unwrap() {
            for object in documents(&fs::read_to_string(folder.join(&path)).unwrap()) {
                pod_is_let_in(&server, &namespace, &object);
            }
        }
        server.empty(&namespace);
    }
}

/// A workload is taken whatever its pods are; whether the namespace lets them in shows when one is made.
fn pod_is_let_in(server: &Server, namespace: &str, object: &Value) {
    let template = &object["spec"]["template"];
    if template.is_null() {
        return;
    }
    let mut pod = template.clone();
    pod["apiVersion"] = "v1".into();
    pod["kind"] = "Pod".into();
    pod["metadata"]["name"] = "judged".into();
    pod["metadata"]["namespace"] = namespace.into();
    if pod["spec"]["restartPolicy"].is_null() {
        pod["spec"]["restartPolicy"] = "Always".into();
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pod.yml");
    fs::write(&file, serde_yaml::to_string(&pod).unwrap()).unwrap();
    server.apply(&file, &["--dry-run=server"]);
}
