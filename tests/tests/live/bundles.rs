//! Every golden bundle is taken as it stands.

use crate::server::{Server, documents, for_each_namespace, pod};
use linkspan_tests::{apps, files_below, here, kube_folders};
use serde_yaml::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What has a name and can be applied: all but the console and the task.
fn applied(folder: &Path) -> Vec<PathBuf> {
    let migrate = Some(folder.join("jobs/migrate.yml")).filter(|path| path.exists());
    [folder.to_owned(), folder.join("release")].into_iter().chain(migrate).collect()
}

/// Says of each object that is applied its version, to see whether something changed it. A generation above one is a change of
/// what was asked for.
const VERSIONS: &str = r#"--output=jsonpath={range .items[*]}{.kind} {.metadata.name} {.metadata.resourceVersion} {.metadata.generation}{"\n"}{end}"#;

#[test]
fn every_golden_bundle_is_taken() {
    let Some(server) = Server::find() else { return };
    let mut bundles = Vec::new();
    for (app, _) in apps().unwrap() {
        for folder in kube_folders(&here().join("golden").join(&app).join("bundle")).unwrap() {
            bundles.push((namespace_of(&folder), (app.clone(), folder)));
        }
    }
    for_each_namespace(bundles, |namespace, (app, folder)| {
        is_taken(&server, namespace, &app, &folder);
    });
}

/// The name that the folder's `namespace.yml` has.
pub fn namespace_of(folder: &Path) -> String {
    let text = fs::read_to_string(folder.join("namespace.yml")).unwrap();
    documents(&text)[0]["metadata"]["name"].as_str().unwrap().to_owned()
}

fn is_taken(server: &Server, namespace: &str, app: &str, folder: &Path) {
    server.empty(namespace);
    server.apply(&folder.join("namespace.yml"), &[]);
    let paths = applied(folder);
    let own: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    // What is set up once a cluster.
    let logging = folder.join("logging");
    let agent = logging.exists().then(|| {
        server.apply(&logging.join("namespace.yml"), &[]);
        server.apply(&logging, &[]);
        namespace_of(&logging)
    });
    let first = server.apply_all(&own, &[VERSIONS]);
    let made = ["console", "task"].map(|name| folder.join(format!("jobs/{name}.yml")));
    server.create_all(&made.each_ref().map(PathBuf::as_path), &[]);
    let second = server.apply_all(&own, &[VERSIONS]);
    assert!(second.lines().count() > 3, "{app}:\n{second}");
    let is_as_made = |line: &str| line.ends_with(" 1") || line.ends_with(' ');
    assert!(second.lines().all(is_as_made), "{app}:\n{second}");
    // The server completes a volume claim or a Gateway when it is applied again, once.
    if second != first {
        assert_eq!(second, server.apply_all(&own, &[VERSIONS]), "{app}: applied again");
    }
    pods_are_let_in(server, namespace, folder);
    server.empty(namespace);
    if let Some(agent) = agent {
        server.empty(&agent);
    }
}

/// A workload is taken whatever its pods are; whether the namespace lets them in shows when one is made.
fn pods_are_let_in(server: &Server, namespace: &str, folder: &Path) {
    let files = files_below(folder).unwrap();
    let texts = files.iter().map(|path| fs::read_to_string(folder.join(path)).unwrap());
    let objects: Vec<Value> = texts.flat_map(|text| documents(&text)).collect();
    let pods = objects.iter().filter_map(|object| {
        pod(object["metadata"]["namespace"].as_str().unwrap_or(namespace), object)
    });
    let items: Vec<Value> = pods.collect();
    let list = serde_json::json!({"apiVersion": "v1", "kind": "List", "items": items});
    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join("pods.json");
    fs::write(&file, list.to_string()).unwrap();
    server.apply(&file, &["--dry-run=server"]);
}

/// What follows git lives in namespaces of its own, with kinds of its own.
#[test]
fn every_gitops_object_is_taken() {
    let Some(server) = Server::find() else { return };
    let mut kinds = BTreeSet::new();
    for (app, _) in apps().unwrap() {
        let folder = here().join("golden").join(&app).join("bundle/config/gitops");
        let files = if folder.exists() { files_below(&folder).unwrap() } else { Vec::new() };
        for path in files {
            let text = fs::read_to_string(folder.join(&path)).unwrap();
            for object in documents(&text) {
                let namespace = object["metadata"]["namespace"].as_str().unwrap();
                if server.good(&["get", "namespace", namespace, "--ignore-not-found"]).is_empty() {
                    server.good(&["create", "namespace", namespace]);
                }
                kinds.insert(object["kind"].as_str().unwrap().to_owned());
            }
            server.apply(&folder.join(&path), &["--dry-run=server"]);
        }
    }
    let all = ["Application", "ApplicationSet", "GitRepository", "Kustomization"];
    assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), all);
}
