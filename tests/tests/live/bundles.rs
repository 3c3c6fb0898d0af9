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

/// The versions of these files' objects, to see whether something changed them. A generation above one is a change of
/// what was asked for.
fn versions(server: &Server, namespace: &str, files: &[&Path]) -> String {
    let columns = "custom-columns=KIND:.kind,NAME:.metadata.name,VERSION:.metadata.resourceVersion,GENERATION:.metadata.generation";
    let within = format!("--namespace={namespace}");
    let mut args = vec!["get", &within, "-o", columns];
    args.extend(files.iter().flat_map(|path| ["-f", path.to_str().unwrap()]));
    server.good(&args)
}

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
    let namespace_file = folder.join("namespace.yml");
    server.empty(namespace);
    server.apply(&namespace_file, &["--dry-run=server"]);
    server.apply(&namespace_file, &[]);
    let paths = applied(folder);
    let own: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    // What is set up once a cluster.
    let logging = folder.join("logging");
    let agent = logging.exists().then(|| {
        server.apply(&logging.join("namespace.yml"), &[]);
        for more in [&["--dry-run=server"][..], &[]] {
            server.apply(&logging, more);
        }
        namespace_of(&logging)
    });
    let made = ["console", "task"].map(|name| folder.join(format!("jobs/{name}.yml")));
    let made = made.each_ref().map(PathBuf::as_path);
    for more in [&["--dry-run=server"][..], &[]] {
        server.apply_all(&own, more);
        server.create_all(&made, more);
    }
    // The server completes a volume claim when it is applied again, once.
    server.apply_all(&own, &[]);
    let before = versions(server, namespace, &own);
    assert!(
        before.lines().skip(1).all(|line| line.ends_with(" 1") || line.ends_with(" <none>")),
        "{app}:\n{before}"
    );
    server.apply_all(&own, &[]);
    assert_eq!(before, versions(server, namespace, &own), "{app}: applied twice");
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
