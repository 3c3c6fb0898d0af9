//! What stands beside web and workers: processes with a port, one under a path of the host and one by TCP; a sidecar and a step
//! before it; a volume that a release leaves alone; files from the Secret and from the spec; patches.

use crate::app::App;
use crate::cluster::{Cluster, LIMIT, good};
use crate::releases::{login, secrets};
use crate::shop::Shop;
use crate::story::Story;
use serde_json::{Value, json};
use std::process::Command;

const SPACE: &str = "--namespace=yard";
/// What an Ingress controller does with paths, as the live Ingress says; its last words are such as `/track=yard-tracker.yard:4000`.
const GATE: &str = include_str!("gate.pl");
/// What comes beside the web server.
const BESIDE: &str = "
processes:
  - {name: tracker, command: ruby script/tracker.rb, port: 4000, path: /track, cpu: 50m, memory: 64Mi}
  - {name: greeter, command: ruby script/greeter.rb, port: 2525, tcp: 25, cpu: 50m, memory: 64Mi}
sidecars:
  - {name: beside, command: ruby script/beside.rb, port: 9102}
init:
  - {name: before, command: ruby script/before.rb}
files:
  - {name: key, path: config/signing.key, secret: SIGNING_KEY}
  - {name: search, path: config/search.yml, text: \"host: first.test\\n\"}
";
/// Where a load balancer finds the greeter: kube-proxy knows one node alone. And a note at a Service.
const PATCHES: &str = "
patches:
  - kind: Deployment
    name: yard-greeter
    patch: |
      spec:
        template:
          spec:
            nodeSelector:
              kubernetes.io/hostname: node1
  - kind: Service
    name: yard-web
    patch: |
      - op: add
        path: /metadata/annotations
        value: {shop.test/note: patched}
";
/// Somebody outside of the cluster's own networks, who says from where he came: `$1` is the port of the node.
const STRANGER: &str = r#"
unshare --net sleep 120 &
stranger=$!
trap 'kill "$stranger"' EXIT
until [ "$(readlink "/proc/$stranger/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.1; done
ip link add stranger type veth peer name outside
ip link set outside netns "$stranger"
ip link set stranger master node0 up
there() { nsenter --net="/proc/$stranger/ns/net" "$@"; }
there ip address add 198.18.0.77/24 dev outside
there ip link set outside up
there timeout 20 bash -c 'exec 3<>"/dev/tcp/198.18.0.1/$0" && head -n 1 <&3' "$1"
"#;

/// All of it in one app, by three releases.
pub(crate) fn all(story: &mut Story) {
    let cluster = &story.cluster;
    let classes = cluster.get("storageclasses");
    let class = classes["items"][0]["metadata"]["name"].as_str().unwrap().to_owned();
    let mut shop = Shop::new(|spec| {
        let (spec, _) = spec.split_once("workers:").unwrap();
        let spec = spec.replace("app: shop", "app: yard").replace("replicas: 2", "replicas: 1");
        let door = "via: ingress\n  ingress_class: none\n  tls: none";
        let volume = format!(
            "volumes:\n  - {{name: system, path: public/system, size: 1Gi, class: {class}, of: [web, tracker, tasks]}}\n"
        );
        spec.replace("via: none", door) + "redis: {kind: external}\n" + &volume + BESIDE + PATCHES
    });
    shop.release("yard");
    let mut secrets = secrets();
    secrets.push(("SIGNING_KEY", "Ann\n"));
    for (name, value) in &mut secrets {
        if *name == "DATABASE_URL" {
            *value = "postgresql://postgres:only-for-tests@postgres.data:5432/yard";
        }
    }
    login(cluster, &shop);
    shop.prepare(cluster, &secrets);
    shop.deploy(&[]).expect(0, &["migration is complete"]);
    let app = App::of(cluster, "yard");
    beside_web(cluster);
    assert_eq!(app.ask("/version")["greeting"], "first.test by Ann");

    let write = "File.write('public/system/kept.txt', 'ahoy')";
    shop.deploy(&["--task", "bin/rails", "runner", write]).expect(0, &[]);
    let kept = |when: &str| {
        cluster.wait(when, LIMIT, || (app.page("/up").0 == 200).then_some(()));
        assert_eq!(app.page("/system/kept.txt"), (200, "ahoy".to_owned()), "{when}");
    };
    kept("the app serves what a task wrote");
    by_path(cluster);
    by_tcp(cluster);
    assert_eq!(patched(cluster), [json!("node1"), json!("patched")]);

    shop.respec(|spec| spec.replace("first.test", "second.test").replace(PATCHES, ""));
    shop.deploy(&[]).expect(0, &[]);
    kept("after a release");
    assert_eq!(app.ask("/version")["greeting"], "second.test by Ann");
    assert_eq!(patched(cluster), [Value::Null, Value::Null]);

    shop.deploy(&["--rollback"]).expect(0, &[]);
    kept("after a rollback");
    assert_eq!(app.ask("/version")["greeting"], "first.test by Ann");
    cluster.ask("delete namespace yard --wait=false");
}

/// The sidecar runs, and the step that needed it came before the web server.
fn beside_web(cluster: &Cluster) {
    let read = format!("exec deployment/yard-web --container=web {SPACE} -- cat tmp/before.txt");
    assert_eq!(cluster.ask(&read), "beside\n");
    let pods = format!("pods {SPACE} --selector=app.kubernetes.io/component=web");
    let statuses = &cluster.get(&pods)["items"][0]["status"]["initContainerStatuses"];
    let state = |name: &str| {
        let all = statuses.as_array().unwrap();
        all.iter().find(|each| each["name"] == name).unwrap()["state"].clone()
    };
    assert!(state("beside")["running"].is_object(), "{statuses}");
    assert_eq!(state("before")["terminated"]["exitCode"], 0, "{statuses}");
}

/// Requests below the path reach the process, others the app, by what the live Ingress says.
fn by_path(cluster: &Cluster) {
    let ingress = cluster.get(&format!("ingress yard-web {SPACE}"));
    let rules = ingress["spec"]["rules"].as_array().unwrap();
    let paths = rules.iter().flat_map(|rule| rule["http"]["paths"].as_array().unwrap());
    let routes = paths.map(|path| {
        let service = &path["backend"]["service"];
        let name = service["name"].as_str().unwrap();
        let port = &service["port"];
        let behind = cluster.get(&format!("service {name} {SPACE}"));
        let ports = behind["spec"]["ports"].as_array().unwrap();
        let is_meant =
            |each: &&Value| each["name"] == port["name"] || each["port"] == port["number"];
        let number = &ports.iter().find(is_meant).unwrap()["port"];
        format!("{}={name}.yard.svc.cluster.local.:{number}", path["path"].as_str().unwrap())
    });
    let mut words = vec!["-MIO::Socket::INET".to_owned(), "-e".to_owned(), GATE.to_owned()];
    words.extend(routes);
    let pod = json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": "gate", "namespace": "front"},
        "spec": {"nodeName": "node1", "terminationGracePeriodSeconds": 0, "containers": [{
            "name": "gate",
            "image": "docker.io/valkey/valkey:8.1",
            "command": ["perl"],
            "args": words,
            "readinessProbe": {"tcpSocket": {"port": 8080}, "periodSeconds": 1, "timeoutSeconds": 10},
        }]},
    });
    cluster.apply(&pod.to_string());
    cluster.ask("wait --for=condition=Ready pod/gate --namespace=front --timeout=120s");
    let ip = cluster.get("pod gate --namespace=front")["status"]["podIP"].clone();
    let gate = App::at(&format!("{}:8080", ip.as_str().unwrap()));
    // Until the firewall has heard of the gate.
    let asked = |path: &str| {
        cluster.wait(path, LIMIT, || {
            let (status, text) = gate.try_page(path)?;
            assert_eq!(status, 200, "{path}: {text}");
            Some(serde_json::from_str::<Value>(&text).unwrap())
        })
    };
    let track = json!({"process": "tracker", "path": "/track/7?a=b", "kept": "ahoy"});
    assert_eq!(asked("/track/7?a=b"), track);
    assert_eq!(asked("/version")["release"], "yard");
    cluster.ask("delete pod gate --namespace=front --wait=false");
}

/// Whoever comes from outside the cluster is known by his own address.
fn by_tcp(cluster: &Cluster) {
    let service = cluster.get(&format!("service yard-greeter-tcp {SPACE}"));
    let port = &service["spec"]["ports"][0];
    assert_eq!((&service["spec"]["type"], &port["port"]), (&json!("LoadBalancer"), &json!(25)));
    // What a load balancer of a cloud leads to.
    let number = port["nodePort"].to_string();
    let mut stranger = Command::new("bash");
    stranger.args(["-euc", STRANGER, "stranger", &number]);
    assert_eq!(good(&mut stranger, "a stranger").trim(), "220 yard 198.18.0.77");
}

/// What the patches changed, as it is.
fn patched(cluster: &Cluster) -> [Value; 2] {
    let greeter = cluster.get(&format!("deployment yard-greeter {SPACE}"));
    let node = &greeter["spec"]["template"]["spec"]["nodeSelector"]["kubernetes.io/hostname"];
    let service = cluster.get(&format!("service yard-web {SPACE}"));
    [node.clone(), service["metadata"]["annotations"]["shop.test/note"].clone()]
}
