//! A real API server takes each object that differs, by dry run, and the pods that it makes. The namespaces are made as
//! the bundles have them, for they decide which pods are let in; beside them nothing but what a pod has to find there.

use crate::bundles::{is_manifest, swept};
use linkspan_tests::server::{Server, documents, pod};
use serde_yaml::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// How many clients ask the server at a time.
const CLIENTS: usize = 4;

/// What is judged while namespaces stand as some bundles have them.
#[derive(Default)]
struct Round {
    namespaces: BTreeMap<String, String>,
    found: BTreeSet<String>,
    applied: BTreeSet<String>,
    created: BTreeSet<String>,
}

fn text_at<'a>(object: &'a Value, path: &[&str]) -> &'a str {
    path.iter().fold(object, |value, key| &value[*key]).as_str().unwrap_or_default()
}

/// Every object, sorted by the round in which its namespace stands as its bundle has it.
fn rounds() -> Vec<Round> {
    let mut variants: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut rounds: Vec<Round> = Vec::new();
    for bundle in &swept().bundles {
        let manifests = bundle.files.iter();
        let manifests =
            manifests.filter(|(path, _)| is_manifest(path) || path.starts_with("config/gitops/"));
        let objects: Vec<Value> = manifests.flat_map(|(_, (text, _))| documents(text)).collect();
        let mut round_of: BTreeMap<&str, usize> = BTreeMap::new();
        for object in objects.iter().filter(|object| text_at(object, &["kind"]) == "Namespace") {
            let name = text_at(object, &["metadata", "name"]);
            let text = serde_json::to_string(object).unwrap();
            let known = variants.entry(name.to_owned()).or_default();
            let at = known.iter().position(|each| *each == text).unwrap_or_else(|| {
                known.push(text.clone());
                known.len() - 1
            });
            rounds.resize_with(rounds.len().max(at + 1), Round::default);
            rounds[at].namespaces.insert(name.to_owned(), text);
            round_of.insert(name, at);
        }
        for object in &objects {
            let kind = text_at(object, &["kind"]);
            let namespace = text_at(object, &["metadata", "namespace"]);
            let round = &mut rounds[round_of.get(namespace).copied().unwrap_or(0)];
            if !namespace.is_empty() && !round_of.contains_key(namespace) {
                // That of who follows git.
                let bare = format!(
                    r#"{{"apiVersion":"v1","kind":"Namespace","metadata":{{"name":"{namespace}"}}}}"#
                );
                round.namespaces.insert(namespace.to_owned(), bare);
            }
            let text = serde_json::to_string(object).unwrap();
            if matches!(kind, "ServiceAccount" | "PriorityClass") {
                round.found.insert(text.clone());
            }
            let named = !text_at(object, &["metadata", "name"]).is_empty();
            if named {
                round.applied.insert(text)
            } else {
                round.created.insert(text)
            };
            if let Some(pod) = pod(namespace, object) {
                round.applied.insert(serde_json::to_string(&pod).unwrap());
            }
        }
    }
    rounds
}

/// Writes objects into one list, and hands it to kubectl.
fn send(server: &Server, folder: &Path, name: &str, objects: &[&String], args: &[&str]) {
    if objects.is_empty() {
        return;
    }
    let items: Vec<&str> = objects.iter().map(|object| object.as_str()).collect();
    let list = format!(r#"{{"apiVersion":"v1","kind":"List","items":[{}]}}"#, items.join(","));
    let file = folder.join(name);
    fs::write(&file, list).unwrap();
    match args {
        ["create", more @ ..] => server.create(&file, more),
        more => server.apply(&file, more),
    };
}

#[test]
fn a_live_server_takes_every_object() {
    let Some(server) = Server::find() else { return };
    let folder = tempfile::tempdir().unwrap();
    // Those that a spec may name without making them.
    let classes = ["urgent", "background"].map(|name| {
        format!(
            r#"{{"apiVersion":"scheduling.k8s.io/v1","kind":"PriorityClass","metadata":{{"name":"{name}"}},"value":1000}}"#
        )
    });
    send(&server, folder.path(), "classes", &Vec::from_iter(&classes), &[]);
    let mut count = 0;
    let mut names = BTreeSet::new();
    for round in rounds() {
        let namespaces: Vec<&String> = round.namespaces.values().collect();
        send(&server, folder.path(), "namespaces", &namespaces, &[]);
        send(&server, folder.path(), "found", &Vec::from_iter(&round.found), &[]);
        let dry = ["create", "--dry-run=server"];
        send(&server, folder.path(), "created", &Vec::from_iter(&round.created), &dry);
        let applied: Vec<&String> = round.applied.iter().collect();
        std::thread::scope(|scope| {
            for (at, chunk) in applied.chunks(applied.len().div_ceil(CLIENTS).max(1)).enumerate() {
                let (server, folder) = (&server, folder.path());
                scope.spawn(move || {
                    send(server, folder, &format!("applied{at}"), chunk, &["--dry-run=server"]);
                });
            }
        });
        count += round.applied.len() + round.created.len();
        names.extend(round.namespaces.into_keys());
    }
    println!("the live server took {count} objects that differ, in {} namespaces", names.len());
    // The namespaces stay, with an account in each: who needs one empties it first.
    server.good(&["delete", "priorityclasses", "--selector=app.kubernetes.io/managed-by=linkspan"]);
    server.good(&["delete", "priorityclass", "urgent", "background", "--ignore-not-found"]);
}
