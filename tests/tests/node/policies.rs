//! Network policies, which this cluster keeps to: who reaches whom.

use crate::cluster::{Cluster, LIMIT, told};
use crate::story::Story;
use serde_json::{Value, json};

/// What stands before the app.
const FRONT: &str = include_str!("front.yml");

/// Puts it there.
pub(crate) fn open(cluster: &Cluster) {
    cluster.furnish("front", FRONT);
}

/// Its address, by which requests come from a pod of another namespace, as an Ingress controller's do.
pub(crate) fn address(cluster: &Cluster) -> String {
    format!("{}:8080", ip(cluster))
}

fn ip(cluster: &Cluster) -> String {
    let door = cluster.get("pod door --namespace=front");
    door["status"]["podIP"].as_str().unwrap().to_owned()
}

/// Where a connection is tried from: what `kubectl exec` is told.
pub(crate) type From = &'static str;

const DOOR: From = "door --namespace=front";
/// Of a namespace without policies.
pub(crate) const NEIGHBOUR: From = "postgres --namespace=data";
/// In the app's own namespace, and none of its pods.
const GUEST: From = "guest --namespace=shop";
pub(crate) const WEB: From = "deployment/shop-web --namespace=shop";
const WORKER: From = "deployment/shop-sidekiq --namespace=shop";

/// Whether a connection comes about. Whoever is refused by a policy is told so, or gets no answer.
pub(crate) fn reaches(cluster: &Cluster, from: From, host: &str, port: u16) -> bool {
    let script = format!(
        "timeout 3 bash -c ': </dev/tcp/{host}/{port}' 2>/dev/null && echo reached || echo not"
    );
    let output = cluster.kubectl(&format!("exec {from} -- bash -c")).arg(script).output().unwrap();
    // kubectl's own words about its connection may stand behind the answer, on the other stream.
    match String::from_utf8_lossy(&output.stdout).trim() {
        "reached" => true,
        "not" => false,
        _ => panic!("{from}: {}", told(&output)),
    }
}

/// Insists on who reaches whom, once the firewall has heard of it.
pub(crate) fn insist(cluster: &Cluster, from: From, (host, port): (&str, u16), expect: bool) {
    let word = if expect { "reaches" } else { "does not reach" };
    cluster.wait(&format!("{from} {word} {host}:{port}"), LIMIT / 4, || {
        (reaches(cluster, from, host, port) == expect).then_some(())
    });
}

/// Nobody reaches the web pods but the front door, and the app nothing but what it needs. Without the policies it is not so.
pub(crate) fn enforced(story: &mut Story) {
    guest(&story.cluster);
    let cluster = &story.cluster;
    let list = cluster.get("pods --namespace=shop --selector=app.kubernetes.io/component=web");
    let pod = list["items"][0]["status"]["podIP"].as_str().unwrap().to_owned();
    let door = ip(cluster);
    let (web, service, outside) =
        ((pod.as_str(), 3000), ("shop-web.shop", 80), (door.as_str(), 8080));
    let (database, redis) = (("postgres.data", 5432), ("redis.data", 6379));
    for (from, to, expect) in [
        (DOOR, web, true),
        (DOOR, service, true),
        (NEIGHBOUR, web, false),
        (NEIGHBOUR, service, false),
        (GUEST, web, false),
        (GUEST, service, false),
        // No policy is about a guest, or about the data.
        (GUEST, redis, true),
        (NEIGHBOUR, redis, true),
        (WEB, database, true),
        (WEB, redis, true),
        (WORKER, database, true),
        (WORKER, redis, true),
        (WORKER, service, false),
        // Whoever is under no policy reaches it.
        (GUEST, outside, true),
        (WEB, outside, false),
        (WORKER, outside, false),
    ] {
        insist(cluster, from, to, expect);
    }

    // As DEPLOY.md says.
    let blocks = story.shop().documented("Network policies");
    let (_, block) = blocks.iter().find(|(_, block)| block.contains("IGNORED")).unwrap();
    let said = story.shop().paste(block, "");
    assert!(said.contains("kept to") && !said.contains("IGNORED"), "{said}");

    // It is the policies that do it.
    story.cluster.ask("delete networkpolicies --all --namespace=shop");
    for from in [NEIGHBOUR, GUEST] {
        insist(&story.cluster, from, web, true);
    }
    let said = story.shop().paste(block, "");
    assert!(said.contains("IGNORED"), "{said}");
    story.shop().deploy(&["--config"]).expect(0, &[]);
    for from in [NEIGHBOUR, GUEST] {
        insist(&story.cluster, from, web, false);
    }
    insist(&story.cluster, DOOR, web, true);
    story.cluster.ask("delete pod guest --namespace=shop --wait=false");
}

/// A pod that somebody puts beside the app's, by the rules of the namespace.
fn guest(cluster: &Cluster) {
    let pod = json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": "guest", "namespace": "shop", "labels": {"app": "guest"}},
        "spec": {
            "automountServiceAccountToken": false,
            "terminationGracePeriodSeconds": 0,
            "securityContext": {
                "runAsNonRoot": true, "runAsUser": 999, "seccompProfile": {"type": "RuntimeDefault"},
            },
            "containers": [{
                "name": "guest",
                "image": "docker.io/valkey/valkey:8.1",
                "command": ["sleep", "infinity"],
                "securityContext": {
                    "allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]},
                },
            }],
        },
    });
    cluster.apply(&pod.to_string());
    cluster.ask("wait --for=condition=Ready pod/guest --namespace=shop --timeout=60s");
}

/// Nobody reaches the bundle's own Redis but the app, whose namespace is its name.
pub(crate) fn redis_is_shut(cluster: &Cluster, app: &str) {
    let host = format!("{app}-redis.{app}");
    insist(cluster, NEIGHBOUR, (&host, 6379), false);
    let policies = cluster.get(&format!("networkpolicies --namespace={app}"));
    let names: Vec<&Value> = policies["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| &each["metadata"]["name"])
        .collect();
    assert!(names.contains(&&json!(format!("{app}-redis"))), "{names:?}");
}
