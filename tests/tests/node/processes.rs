//! What stands beside web and workers: processes with a port, one under a path of the host, one by TCP and one of another image;
//! a sidecar and a step before it; a volume that a release leaves alone; files from the Secret and from the spec; patches and
//! manifests of one's own. The image is that of the user's own Dockerfile, and in the end a published one.

use crate::app::App;
use crate::cluster::{Cluster, LIMIT, good};
use crate::data_parts::extensions;
use crate::gate;
use crate::images;
use crate::releases::{login, secrets};
use crate::shop::Shop;
use crate::story::Story;
use serde_json::{Value, json};
use std::process::Command;

const SPACE: &str = "--namespace=yard";
/// The image by the user's own Dockerfile.
const OWN: &str = "build: {from: dockerfile, dockerfile: docker/Dockerfile}\n";
const DOOR: &str = "via: ingress
  ingress_class: nginx
  tls: none
  path: /yard
  max_body: 1Mi
  timeout: 5";
/// What comes beside the web server.
const BESIDE: &str = "
processes:
  - {name: tracker, command: ruby script/tracker.rb, port: 4000, path: /track, cpu: 50m, memory: 64Mi}
  - {name: greeter, command: ruby script/greeter.rb, port: 2525, tcp: 25, cpu: 50m, memory: 64Mi}
  - {name: tally, image: 'docker.io/valkey/valkey:8.1', port: 6379, user: 999, writable: [/data], cpu: 50m, memory: 64Mi}
migrate: {before: [ruby script/tally.rb]}
container: {user: 1001, workdir: /app}
registry: {private: true}
sidecars:
  - {name: beside, command: ruby script/beside.rb, port: 9102}
init:
  - {name: before, command: ruby script/before.rb}
files:
  - {name: key, path: config/signing.key, secret: SIGNING_KEY}
  - {name: search, path: config/search.yml, text: \"host: first.test\\n\"}
";
/// A Service of the user's own and a path that leads to it; and a note beside it.
const ROUTE: &str = "
manifests: [config/own]
routes: [{name: lookout, path: /lookout, service: lookout}]
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
until [ "$(readlink "/proc/$stranger/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do kill -0 "$stranger"; sleep 0.1; done
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
    let mut own = String::new();
    let mut shop = Shop::new(|spec| {
        let (spec, _) = spec.split_once("workers:").unwrap();
        let spec = spec.replace("app: shop", "app: yard").replace("replicas: 2", "replicas: 1");
        let volume = format!(
            "volumes:\n  - {{name: system, path: public/system, size: 1Gi, class: {class}, of: [web, tracker, tasks]}}\n"
        );
        let database = format!(
            "database: {{kind: cluster, storage: 1Gi, image: 'docker.io/library/postgres:17', cpu: 100m, memory: 128Mi, memory_limit: 512Mi, extensions: [pg_stat_statements, file_fdw]}}\nstorage: {{class: {class}}}\n"
        );
        let spec =
            spec.replace("via: none", DOOR) + "redis: {kind: external}\n" + &database + &volume;
        let spec = spec + BESIDE + PATCHES + ROUTE;
        own = images::dockerfile(&spec);
        spec + OWN
    });
    images::put_dockerfile(&shop, &own);
    let first = shop.release("yard");
    let mut secrets = secrets();
    secrets.push(("SIGNING_KEY", "Ann\n"));
    secrets.retain(|(name, _)| *name != "DATABASE_URL");
    // Made by its command.
    secrets.push(("DATABASE_PASSWORD", ""));
    login(cluster, &shop);
    shop.prepare(cluster, &secrets);
    shop.deploy(&[]).expect(0, &["migration is complete"]);
    let service = App::of(cluster, "yard").address;
    let app = App::at(&format!("{service}/yard"));
    beside_web(cluster);
    assert_eq!(app.ask("/version")["greeting"], "first.test by Ann");

    let write = "File.write('public/system/kept.txt', 'ahoy')";
    shop.deploy(&["--task", "bin/rails", "runner", write]).expect(0, &[]);
    let kept = |when: &str| {
        cluster.wait(when, LIMIT, || (app.page("/up").0 == 200).then_some(()));
        assert_eq!(app.page("/system/kept.txt"), (200, "ahoy".to_owned()), "{when}");
    };
    kept("the app serves what a task wrote");
    by_path(cluster, &app);
    by_tcp(cluster);
    assert_eq!(patched(cluster), [json!("node1"), json!("patched")]);
    assert_eq!(lookouts(cluster), "configmap/lookout-notes service/lookout");
    assert_eq!(tally(cluster), "1");
    extensions(cluster, "yard");

    // The same image, as if somebody else had published it, by a tag that no node has seen.
    let published = images::publish(cluster, &shop, &first, "V2.1_rc");
    shop.respec(|spec| {
        let spec = spec.replace("first.test", "second.test").replace(PATCHES, "");
        let published = "build: {from: published, version: V2.1_rc}\n";
        spec.replace(ROUTE, "").replace(OWN, published)
    });
    let run = shop.deploy(&[]).expect(0, &["yard runs revision v2-1-rc"]);
    assert!(!run.said.contains("Building") && !run.said.contains("Pushing"), "{}", run.said);
    assert_eq!(images::running(cluster, "yard"), published);
    kept("after a release");
    assert_eq!(app.ask("/version")["greeting"], "second.test by Ann");
    assert_eq!(patched(cluster), [Value::Null, Value::Null]);
    assert_eq!(lookouts(cluster), "");
    // It stayed, for it keeps its count nowhere else.
    assert_eq!(tally(cluster), "2");

    shop.deploy(&["--rollback"]).expect(0, &[]);
    kept("after a rollback");
    assert_eq!(app.ask("/version")["greeting"], "first.test by Ann");
    cluster.ask("delete namespace yard --wait=false");
}

/// How many migrations found the process of another image.
fn tally(cluster: &Cluster) -> String {
    let ask = format!("exec deployment/yard-tally {SPACE} -- valkey-cli GET migrations");
    cluster.ask(&ask).trim().to_owned()
}

/// What is there of the manifests of one's own.
fn lookouts(cluster: &Cluster) -> String {
    let all = cluster.ask(&format!("get configmaps,services {SPACE} --output=name"));
    all.lines().filter(|line| line.contains("lookout")).collect::<Vec<_>>().join(" ")
}

/// The sidecar runs, and the step that needed it came before the web server.
fn beside_web(cluster: &Cluster) {
    let inside = |words: &str| {
        cluster.ask(&format!("exec deployment/yard-web --container=web {SPACE} -- {words}"))
    };
    assert_eq!(inside("cat tmp/before.txt"), "beside\n");
    assert_eq!([inside("id --user"), inside("pwd")], ["1001\n", "/app\n"]);
    let pods = format!("pods {SPACE} --selector=app.kubernetes.io/component=web");
    let statuses = &cluster.get(&pods)["items"][0]["status"]["initContainerStatuses"];
    let state = |name: &str| {
        let all = statuses.as_array().unwrap();
        all.iter().find(|each| each["name"] == name).unwrap()["state"].clone()
    };
    assert!(state("beside")["running"].is_object(), "{statuses}");
    assert_eq!(state("before")["terminated"]["exitCode"], 0, "{statuses}");
}

/// Requests find who answers their path, the app below its own, and no others; a body that is too large and an answer that is too
/// late are told by the front door.
fn by_path(cluster: &Cluster, app: &App) {
    let gate = gate::open(cluster, "yard");
    // Until the firewall has heard of the gate.
    let asked = |path: &str| {
        cluster.wait(path, LIMIT, || {
            let (status, text) = gate.try_page(path)?;
            (status == 200).then(|| serde_json::from_str::<Value>(&text).unwrap())
        })
    };
    for path in ["/track/7?a=b", "/lookout/7"] {
        assert_eq!(asked(path), json!({"process": "tracker", "path": path, "kept": "ahoy"}));
    }
    assert_eq!(asked("/yard/version")["release"], "yard");
    // Nobody's path: NGINX says so, and no pod.
    assert_eq!(gate.page("/version").0, 404);
    assert_eq!(gate.page("/yardarm").0, 404);
    // Rails has nothing there that takes what is sent, and says so once it has come.
    let most = 1 << 20;
    assert_eq!(gate.send_bytes("/yard/up", most), 404);
    assert_eq!(gate.send_bytes("/yard/up", most + 1), 413);
    assert_eq!(app.send_bytes("/up", most + 1), 404);
    assert_eq!(gate.page("/yard/slow?seconds=15").0, 504);
    gate::close(cluster);
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
