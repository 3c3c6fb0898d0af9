//! What the app consists of, each part doing its thing.

use crate::app::App;
use crate::cluster::{Cluster, LIMIT, good, told};
use crate::policies;
use crate::releases::{login, secrets, under_load};
use crate::shop::{Shop, at_night};
use crate::story::Story;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tungstenite::{Message, client::IntoClientRequest};

/// Requests from outside, work behind them, and news to everybody.
pub(crate) fn web(story: &mut Story) {
    let app = App::of(&story.cluster, "shop");
    assert_eq!(app.page("/up").0, 200);
    let (status, page) = app.page("/");
    assert!(status == 200 && page.contains("Welcome aboard"), "{status} {page}");
    let version = app.ask("/version");
    // Read from the encrypted credentials, by the key in the Secret.
    assert!(version["credentials"].is_string(), "{version}");

    let order = app.send(
        "/orders.json",
        &json!({"order": {"customer": "Ann", "item": "Rope", "quantity": 2}}),
    );
    assert_eq!(app.ask(&format!("/orders/{}", order["id"]))["customer"], "Ann");

    // Both pods answer.
    let hosts: std::collections::BTreeSet<String> =
        (0..40).map(|_| app.ask("/version")["host"].to_string()).collect();
    assert_eq!(hosts.len(), 2, "{hosts:?}");

    let packing = app.pack(1);
    assert_eq!(app.packed(&story.cluster, packing), ["started", "finished"]);
    news(&app, "shop.test");
}

/// Two people at the counter, as browsers connect; what one says reaches both.
fn news(app: &App, host: &str) {
    let mut people = [connect(app, host), connect(app, host)];
    let identifier = json!({"channel": "CounterChannel"}).to_string();
    for person in &mut people {
        let subscribe = json!({"command": "subscribe", "identifier": identifier}).to_string();
        person.send(Message::text(subscribe)).unwrap();
        heard(person, "confirm_subscription");
    }
    let data = json!({"action": "say", "text": "land ahoy"}).to_string();
    let say = json!({"command": "message", "identifier": identifier, "data": data}).to_string();
    people[0].send(Message::text(say)).unwrap();
    for person in &mut people {
        heard(person, "land ahoy");
    }
}

type Socket = tungstenite::WebSocket<std::net::TcpStream>;

fn connect(app: &App, host: &str) -> Socket {
    let stream = std::net::TcpStream::connect(&app.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut request = format!("ws://{host}/cable").into_client_request().unwrap();
    let headers = request.headers_mut();
    headers.insert("Origin", format!("https://{host}").parse().unwrap());
    headers.insert("Sec-WebSocket-Protocol", "actioncable-v1-json".parse().unwrap());
    let (mut socket, answer) = tungstenite::client(request, stream).unwrap();
    assert_eq!(answer.status().as_u16(), 101);
    heard(&mut socket, "welcome");
    socket
}

/// Waits for a message with this in it.
fn heard(socket: &mut Socket, word: &str) {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(20) {
        if socket.read().unwrap().to_text().unwrap().contains(word) {
            return;
        }
    }
    panic!("nobody said {word}");
}

/// Restricted pod security, a read-only root, and no way to the API server.
pub(crate) fn security(story: &mut Story) {
    let cluster = &story.cluster;
    let namespace = cluster.get("namespace shop");
    let labels = &namespace["metadata"]["labels"];
    assert_eq!(labels["pod-security.kubernetes.io/enforce"], "restricted", "{labels}");
    let output = cluster
        .kubectl("run intruder --namespace=shop --image=docker.io/valkey/valkey:8.1 --privileged")
        .output()
        .unwrap();
    assert!(!output.status.success() && told(&output).contains("violates PodSecurity"));

    let exec = |workload: &str, script: &str| {
        let words = format!("exec deployment/{workload} --namespace=shop -- sh -c");
        let output = cluster.kubectl(&words).arg(script).output().unwrap();
        (output.status.success(), told(&output))
    };
    for workload in ["shop-web", "shop-sidekiq"] {
        let (wrote, said) = exec(workload, "touch /rails/x /usr/x ~/x 2>&1");
        assert!(!wrote && said.matches("Read-only file system").count() >= 2, "{workload}: {said}");
        let (_, id) =
            exec(workload, "id -u; cat /proc/1/status | grep -E 'CapEff|NoNewPrivs|Seccomp:'");
        assert!(id.starts_with("1000\n"), "{workload}: {id}");
        assert!(
            id.contains("0000000000000000") && id.contains("NoNewPrivs:\t1"),
            "{workload}: {id}"
        );
        assert!(id.contains("Seccomp:\t2"), "{workload}: {id}");
        let (there, said) = exec(workload, "ls /var/run/secrets/kubernetes.io");
        assert!(!there, "a token is there: {said}");
        let logs = cluster.ask(&format!("logs deployment/{workload} --namespace=shop"));
        assert!(!logs.contains("not writable"), "{workload}: {logs}");
        // Where Rails writes, it can.
        let (wrote, said) = exec(workload, "touch tmp/x && rm tmp/x");
        assert!(wrote, "{workload}: {said}");
    }
    nothing_restarted(cluster);
}

/// Insists that no container of the app ended by itself.
fn nothing_restarted(cluster: &Cluster) {
    let pods = cluster.get("pods --namespace=shop");
    for pod in pods["items"].as_array().unwrap() {
        for status in pod["status"]["containerStatuses"].as_array().unwrap() {
            assert_eq!(status["restartCount"], 0, "{status}");
        }
    }
}

/// The CronJob, started by its schedule of every minute.
pub(crate) fn cron(story: &mut Story) {
    let cluster = &story.cluster;
    let app = App::of(cluster, "shop");
    // Nothing but its runs makes any, and the first deploy found an empty database.
    cluster.wait("a scheduled job runs", LIMIT, || {
        (app.ask("/counts")["digests"].as_u64().unwrap() > 0).then_some(())
    });
    let jobs = cluster.get("jobs --namespace=shop");
    let jobs = jobs["items"].as_array().unwrap();
    let owned = |job: &&Value| job["metadata"]["ownerReferences"][0]["kind"] == "CronJob";
    assert!(jobs.iter().any(|job| owned(&job)), "{jobs:?}");
    // From the next release on it leaves the processor to what is told then.
    story.shop().respec(|spec| at_night(&spec));
}

/// What is typed into a console; its answer begins `orders: 41`.
pub(crate) const ASKS: &str = "puts \"orders: #{Order.count + 41_000}\"\nexit\n";

/// `deploy.sh --console` and `--task`, with input and words that shells like to change.
pub(crate) fn console_and_task(story: &mut Story) {
    let shop = story.shop();
    let said = shop.console("./deploy.sh --console", ASKS, "orders: 41");
    assert!(said.contains("orders: 41"), "{said}");

    let run = shop.deploy(&[
        "--task",
        "bin/rails",
        "runner",
        "puts \"it's #{ENV.fetch('RAILS_ENV')} $HOME\\t|\"",
    ]);
    let run = run.expect(0, &["it's production $HOME\t|"]);
    let took = run.took;
    shop.deploy(&["--task", "bin/rails", "orders:sample", "COUNT=2"]).expect(0, &["2 orders made"]);
    let failed = shop.deploy(&["--task", "bin/rails", "runner", "warn 'no luck'; exit 7"]);
    failed.expect(6, &["no luck"]);
    story.figure("a task", &format!("{:.0} s", took.as_secs_f64()));
    story.cluster.wait("no console pod stays", LIMIT, || {
        let left = story.cluster.ask("get pods --namespace=shop --output=name");
        (!left.contains("console")).then_some(())
    });
}

/// Every command of DEPLOY.md that looks and does not follow.
pub(crate) fn documented(story: &mut Story) {
    let shop = story.shop();
    let mut tried = 0;
    for section in ["Look", "Front door", "Check it"] {
        let text = std::fs::read_to_string(shop.path().join("DEPLOY.md")).unwrap();
        if !text.contains(&format!("\n## {section}\n")) {
            continue;
        }
        // Line by line, but for those that wait for a person and those that other parts run.
        let waits = ["--follow", "--console", "--task", "--rollback", "port-forward", " patch "];
        for (_, block) in shop.documented(section) {
            let lines = block.lines().filter(|line| !waits.iter().any(|word| line.contains(word)));
            for line in lines {
                shop.paste(line, "");
                tried += 1;
            }
        }
    }
    assert!(tried >= 2, "DEPLOY.md has hardly a command to try");
    // After a change of a secret: pods read it when they start.
    let blocks = shop.documented("Secrets");
    let (_, restart) = blocks.iter().find(|(_, block)| block.contains("rollout restart")).unwrap();
    shop.paste(&restart.clone(), "");
    story.cluster.ask("rollout status deployment/shop-web --namespace=shop --timeout=180s");
    story.cluster.ask("rollout status deployment/shop-sidekiq --namespace=shop --timeout=180s");
}

/// All pods are told to end while a job of 20 seconds and a request of 5 run.
pub(crate) fn in_flight(story: &mut Story) {
    let app = App::of(&story.cluster, "shop");
    let long = app.pack(20);
    // Longer than a worker is given: it has to be put back.
    let longer = app.pack(50);
    story.cluster.wait("the jobs run", LIMIT, || {
        (app.steps(long) == ["started"] && app.steps(longer) == ["started"]).then_some(())
    });
    let address = app.address.clone();
    let asked = std::thread::spawn(move || {
        let url = format!("http://{address}/slow?seconds=5");
        ureq::get(url).header("Host", "shop.test").call().map(|answer| answer.status().as_u16())
    });
    std::thread::sleep(Duration::from_secs(1));
    for workload in ["shop-web", "shop-sidekiq"] {
        story.cluster.ask(&format!("rollout restart deployment/{workload} --namespace=shop"));
    }
    assert_eq!(asked.join().unwrap().unwrap(), 200);
    for workload in ["shop-web", "shop-sidekiq"] {
        story
            .cluster
            .ask(&format!("rollout status deployment/{workload} --namespace=shop --timeout=180s"));
    }
    let steps = app.packed(&story.cluster, long);
    let finished = steps.iter().filter(|step| *step == "finished").count();
    assert_eq!(finished, 1, "{steps:?}");
    let steps = app.packed(&story.cluster, longer);
    assert_eq!(steps, ["started", "put_back", "started", "finished"]);
    story.figure("a job longer than its worker's grace", &steps.join(", "));
}

/// One pod, uploads on a volume, Redis in the cluster: what is kept survives the death of every pod.
pub(crate) fn small_app(story: &mut Story) {
    let cluster = &story.cluster;
    let spec = |spec: String| {
        spec.replace("app: shop", "app: corner").replace("replicas: 2", "replicas: 1")
            + "redis: {kind: cluster, storage: 1Gi, image: docker.io/valkey/valkey:8.1}\nactive_storage: {service: local, storage: 1Gi}\n"
    };
    let shop = Shop::new(spec);
    let mut secrets = secrets();
    secrets.retain(|(name, _)| *name != "REDIS_URL");
    // Made by its command.
    secrets.push(("REDIS_PASSWORD", ""));
    for (name, value) in &mut secrets {
        if *name == "DATABASE_URL" {
            *value = "postgresql://postgres:only-for-tests@postgres.data:5432/corner";
        }
    }
    login(cluster, &shop);
    shop.prepare(cluster, &secrets);
    shop.deploy(&[]).expect(0, &[]);
    let app = App::of(cluster, "corner");
    let photo: Vec<u8> = (0..100_000_u32).map(|number| (number % 251) as u8).collect();
    let order = app.send_photo(&photo);
    let packing = app.pack(1);
    app.packed(cluster, packing);
    let path = order["photo"].as_str().unwrap().to_owned();
    assert_eq!(app.bytes(&path), photo);

    redis(cluster, "SET kept yes");
    for pods in ["app.kubernetes.io/component=redis", "app.kubernetes.io/component=web"] {
        cluster.ask(&format!("delete pods --namespace=corner --selector={pods}"));
    }
    cluster.ask("rollout status statefulset/corner-redis --namespace=corner --timeout=120s");
    cluster.ask("rollout status deployment/corner-web --namespace=corner --timeout=180s");
    assert_eq!(redis(cluster, "GET kept").trim(), "yes");
    assert_eq!(redis(cluster, "CONFIG GET maxmemory-policy").lines().last(), Some("noeviction"));
    assert_eq!(app.bytes(&path), photo);
    let packing = app.pack(1);
    app.packed(cluster, packing);
    news(&app, "shop.test");
    policies::redis_is_shut(cluster, "corner");
    // Without the password, nobody gets in.
    let mut command = cluster.kubectl("exec corner-redis-0 --namespace=corner -- sh -c");
    let said = told(&command.arg("REDISCLI_AUTH= valkey-cli GET kept").output().unwrap());
    assert!(said.contains("NOAUTH"), "{said}");
    cluster.ask("delete namespace corner --wait=false");
}

/// What Redis says, asked in its own pod.
fn redis(cluster: &Cluster, words: &str) -> String {
    let mut command = cluster.kubectl("exec corner-redis-0 --namespace=corner -- sh -c");
    let script = format!("REDISCLI_AUTH=\"$REDIS_PASSWORD\" valkey-cli {words}");
    good(command.arg(script), words)
}

/// Memory within its limits while people ask.
pub(crate) fn memory(story: &mut Story) {
    under_load(story, "load alone", |_| ());
    let mut most = String::new();
    for node in ["node1", "node2"] {
        let path = format!("get --raw /api/v1/nodes/{node}/proxy/stats/summary");
        let stats: Value = serde_json::from_str(&story.cluster.ask(&path)).unwrap();
        for pod in stats["pods"].as_array().unwrap() {
            if pod["podRef"]["namespace"] == "shop" {
                let name = pod["podRef"]["name"].as_str().unwrap_or_default();
                let bytes = pod["memory"]["workingSetBytes"].as_u64().unwrap_or_default();
                most = format!("{most}{name} {} Mi; ", bytes / 1024 / 1024);
            }
        }
    }
    story.figure("memory in use after it", most.trim_end_matches("; "));
    nothing_restarted(&story.cluster);
}
