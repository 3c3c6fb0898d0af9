//! Every golden bundle is taken as it stands.

use crate::server::{Server, documents, pod};
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

/// The versions of a folder's objects, to see whether something changed them. A generation above one is a change of
/// what was asked for.
fn versions(server: &Server, namespace: &str, folder: &Path) -> String {
    let columns = "custom-columns=KIND:.kind,NAME:.metadata.name,VERSION:.metadata.resourceVersion,GENERATION:.metadata.generation";
    let within = format!("--namespace={namespace}");
    let paths = applied(folder);
    let mut args = vec!["get", &within, "-o", columns];
    args.extend(paths.iter().flat_map(|path| ["-f", path.to_str().unwrap()]));
    server.good(&args)
}

#[test]
fn every_golden_bundle_is_taken() {
    let Some(server) = Server::find() else { return };
    let folders = apps().unwrap().into_iter().flat_map(|(app, _)| {
        let bundle = here().join("golden").join(&app).join("bundle");
        kube_folders(&bundle).unwrap().into_iter().map(move |folder| (app.clone(), folder))
    });
    for (app, folder) in folders {
        let namespace_file = folder.join("namespace.yml");
        let namespace = documents(&fs::read_to_string(&namespace_file).unwrap());
        let namespace = namespace[0]["metadata"]["name"].as_str().unwrap().to_owned();
        server.empty(&namespace);
        server.apply(&namespace_file, &["--dry-run=server"]);
        server.apply(&namespace_file, &[]);
        let mut paths = applied(&folder);
        // What is set up once a cluster.
        let logging = folder.join("logging");
        let agent = logging.exists().then(|| {
            let file = logging.join("namespace.yml");
            let namespace = documents(&fs::read_to_string(&file).unwrap());
            server.apply(&file, &[]);
            paths.push(logging);
            namespace[0]["metadata"]["name"].as_str().unwrap().to_owned()
        });
        for more in [&["--dry-run=server"][..], &[]] {
            paths.iter().for_each(|path| drop(server.apply(path, more)));
            for each in ["jobs/console.yml", "jobs/task.yml"] {
                server.create(&folder.join(each), more);
            }
        }
        // The server completes a volume claim when it is applied again, once.
        paths.iter().for_each(|path| drop(server.apply(path, &[])));
        let before = versions(&server, &namespace, &folder);
        assert!(
            before.lines().skip(1).all(|line| line.ends_with(" 1") || line.ends_with(" <none>")),
            "{app}:\n{before}"
        );
        paths.iter().for_each(|path| drop(server.apply(path, &[])));
        assert_eq!(before, versions(&server, &namespace, &folder), "{app}: applied twice");
        for path in files_below(&folder).unwrap() {
            for object in documents(&fs::read_to_string(folder.join(&path)).unwrap()) {
                let within = object["metadata"]["namespace"].as_str().unwrap_or(&namespace);
                pod_is_let_in(&server, within, &object);
            }
        }
        server.empty(&namespace);
        if let Some(agent) = agent {
            server.empty(&agent);
        }
    }
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

/// A workload is taken whatever its pods are; whether the namespace lets them in shows when one is made.
fn pod_is_let_in(server: &Server, namespace: &str, object: &Value) {
    let Some(pod) = pod(namespace, object) else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pod.json");
    fs::write(&file, serde_json::to_string(&pod).unwrap()).unwrap();
    server.apply(&file, &["--dry-run=server"]);
}
