//! A process that may run once only: each of its pods notes in the database from when to when it ran, and no two of these times
//! have a moment in common, whatever ended the one and began the other.

use crate::cluster::{Cluster, LIMIT, good};
use crate::databases::rows;
use crate::releases::{login, secrets};
use crate::shop::Shop;
use crate::story::Story;
use serde_json::Value;
use std::process::Command;
use std::time::Duration;

const SPACE: &str = "--namespace=tower";
/// One after the other each has its time.
const GAP: Duration = Duration::from_secs(180);
const WATCHES: &str = "SELECT count(*) FROM watches";
/// Any two that ran at one moment.
const TWO: &str = "SELECT count(*) FROM watches a JOIN watches b ON a.id <> b.id AND a.began <= b.began AND b.began <= a.seen";

/// Five releases by three ways, a drained node and a lost one.
pub(crate) fn never_two(story: &mut Story) {
    let cluster = &story.cluster;
    let mut shop = Shop::new(|spec| {
        let (spec, _) = spec.split_once("workers:").unwrap();
        spec.replace("app: shop", "app: tower").replace("replicas: 2", "replicas: 1")
            + "redis: {kind: external}\nworkers:\n  - {name: watch, kind: command, command: ruby script/watch.rb, once: true, cpu: 50m, memory: 64Mi}\n"
    });
    shop.release("watch");
    let mut secrets = secrets();
    for (name, value) in &mut secrets {
        if *name == "DATABASE_URL" {
            *value = "postgresql://postgres:only-for-tests@postgres.data:5432/tower";
        }
    }
    login(cluster, &shop);
    shop.prepare(cluster, &secrets);
    shop.deploy(&[]).expect(0, &["migration is complete"]);
    watched(cluster, 1);
    let greet = |from: &'static str, to: &'static str| move |spec: String| spec.replace(from, to);
    shop.respec(greet("Welcome aboard", "Mind the gap"));
    shop.deploy(&["--config"]).expect(0, &[]);
    watched(cluster, 2);
    shop.release("second");
    shop.deploy(&[]).expect(0, &[]);
    watched(cluster, 3);
    shop.deploy(&["--rollback"]).expect(0, &[]);
    watched(cluster, 4);
    shop.respec(greet("Mind the gap", "All ashore"));
    shop.deploy(&["--config"]).expect(0, &[]);
    watched(cluster, 5);

    let node = node(cluster);
    let ours = "--pod-selector=app.kubernetes.io/instance=tower";
    cluster.ask(&format!("drain {node} {ours} --delete-emptydir-data --timeout=180s"));
    watched(cluster, 6);
    cluster.ask(&format!("uncordon {node}"));
    lost(cluster);
    watched(cluster, 7);
    let gap = "SELECT round(max(gap)) || ' s' FROM (SELECT extract(epoch FROM began - lag(seen) OVER (ORDER BY id)) gap FROM watches) gaps";
    let gap = rows(cluster, "tower", gap);
    story.figure("the longest gap of a process that runs once", &gap);
    story.cluster.ask("delete namespace tower --wait=false");
}

/// Insists that so many have run, the last of them still does, and never two did.
fn watched(cluster: &Cluster, count: u32) {
    let number = count.to_string();
    cluster.wait(&format!("watch {count} is on duty"), GAP, || {
        (rows(cluster, "tower", WATCHES) == number).then_some(())
    });
    alive(cluster);
    assert_eq!(rows(cluster, "tower", WATCHES), number);
    assert_eq!(rows(cluster, "tower", TWO), "0", "{}", rows(cluster, "tower", "TABLE watches"));
    // All but the last one had the time to end by themselves.
    let ended = rows(cluster, "tower", "SELECT count(*) FROM watches WHERE stopped");
    assert_eq!(ended, (count - 1).to_string());
}

/// Waits for another sign of life.
fn alive(cluster: &Cluster) {
    let seen = || rows(cluster, "tower", "SELECT max(seen) FROM watches");
    let before = seen();
    cluster.wait("a sign of life", LIMIT, || (seen() != before).then_some(()));
}

/// The pods of the process, those that end too.
fn pods(cluster: &Cluster) -> Vec<Value> {
    let list = cluster.get(&format!("pods {SPACE} --selector=app.kubernetes.io/component=watch"));
    list["items"].as_array().unwrap().clone()
}

/// Where it runs.
fn node(cluster: &Cluster) -> String {
    pods(cluster)[0]["spec"]["nodeName"].as_str().unwrap().to_owned()
}

/// Nobody reaches its node, and its pod is given up, as the cluster does after some minutes: what runs there may run on, so
/// no other starts until the node is back and says that it has ended.
fn lost(cluster: &Cluster) {
    let node = node(cluster);
    let name = pods(cluster)[0]["metadata"]["name"].as_str().unwrap().to_owned();
    let _silent = Silent::make(&node);
    cluster.ask(&format!("delete pod {name} {SPACE} --wait=false"));
    cluster.wait("the next one gets no node", LIMIT, || {
        let pods = pods(cluster);
        let next = pods.iter().find(|pod| pod["metadata"]["name"] != name.as_str())?;
        assert!(next["spec"]["nodeName"].is_null(), "{next}");
        let conditions = next["status"]["conditions"].as_array()?;
        conditions.iter().any(|each| each["reason"] == "Unschedulable").then_some(())
    });
    alive(cluster);
}

/// A kubelet that is stopped, until this is dropped.
struct Silent(String);

impl Silent {
    fn make(node: &str) -> Self {
        let id = kubelet(node).unwrap_or_else(|| panic!("no kubelet of {node}"));
        signal("STOP", &id);
        Self(id)
    }
}

impl Drop for Silent {
    fn drop(&mut self) {
        signal("CONT", &self.0);
    }
}

fn signal(name: &str, id: &str) {
    good(Command::new("kill").args(["-s", name, id]), "kill");
}

/// The number of a node's kubelet, as the room counts.
fn kubelet(node: &str) -> Option<String> {
    let mark = format!("--hostname-override={node}\0");
    std::fs::read_dir("/proc").unwrap().flatten().find_map(|entry| {
        let words = std::fs::read_to_string(entry.path().join("cmdline")).unwrap_or_default();
        let program = words.split('\0').next().unwrap_or_default();
        (program.ends_with("/kubelet") && words.contains(&mark))
            .then(|| entry.file_name().to_string_lossy().into_owned())
    })
}
