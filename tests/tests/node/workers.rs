//! Workers: how they are seen to live, how they end, and what puts jobs into their queues.

use crate::app::App;
use crate::cluster::{Cluster, LIMIT, good, told};
use crate::story::Story;
use serde_json::Value;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

/// Two minutes until a hanging worker is told to end, its grace, a start, and what a busy machine takes.
const HANGING: Duration = Duration::from_secs(420);
/// Longer than a worker that touches no file would live.
const BUSY: u32 = 150;
/// Threads of the group and of its capsule.
const THREADS: u32 = 3;

/// The app's worker with a capsule, a quiet time and a file that shows its life; a process of another kind beside
/// it; a schedule that names a class.
fn settings(spec: String) -> String {
    let group = "concurrency: 2\n    health: file\n    quiet: 5\n    capsules: [\"quick:1:quick\"]";
    let spec = spec.replace("concurrency: 5", group);
    let other = "  - {name: other, kind: command, command: \"bundle exec sidekiq -c 1 -q other\", probe: test -d tmp/pids, cpu: 50m}\ncron:";
    let spec = spec.replace("cron:", other);
    spec + "  - {name: enqueue, schedule: \"0 0 1 1 *\", class: DigestJob, cpu: 100m}\n"
}

/// A busy worker is left alone, one that hangs is started anew; one that ends takes no new job first.
pub(crate) fn health(story: &mut Story) {
    let before = std::fs::read_to_string(story.shop().path().join("linkspan.yml")).unwrap();
    story.shop().respec(settings);
    story.shop().deploy(&[]).expect(0, &[]);
    capsule(&story.cluster);
    class(story);
    busy(&story.cluster);
    quiet(story);
    hanging(story);
    story.shop().respec(|_| before);
    story.shop().deploy(&[]).expect(0, &[]);
}

/// What a script of Rails says in the worker's pod.
fn runner(cluster: &Cluster, script: &str) -> String {
    let words = "exec deployment/shop-sidekiq --namespace=shop -- bin/rails runner";
    let said = good(cluster.kubectl(words).arg(script), script);
    // Before it there may be lines of the log.
    said.lines().last().unwrap_or_default().to_owned()
}

/// How many jobs run, as the workers tell Redis. Asked there, for a Rails that starts is slow beside busy threads.
fn running(cluster: &Cluster) -> u32 {
    let script =
        "for key in $(valkey-cli --scan --pattern '*:work'); do valkey-cli hlen $key; done";
    let words = "exec redis --namespace=data -- sh -c";
    let counts = good(cluster.kubectl(words).arg(script), script);
    counts.lines().map(|count| count.trim().parse::<u32>().unwrap()).sum()
}

/// Sidekiq itself says which queues it works off, and with how many threads.
fn capsule(cluster: &Cluster) {
    let ask = "require 'sidekiq/api'; puts Sidekiq::ProcessSet.new.map { |each| [each['concurrency'], *each['queues'].sort].join(' ') }.sort.join(', ')";
    cluster.wait("the worker tells its queues", LIMIT, || {
        let expect = format!("1 other, {THREADS} default quick");
        (runner(cluster, ask) == expect).then_some(())
    });
}

/// The CronJob of a class puts it into a queue, and a worker gets to it.
fn class(story: &mut Story) {
    let blocks = story.shop().documented("Scheduled jobs");
    let (_, now) = blocks.iter().find(|(_, block)| block.contains("shop-enqueue")).unwrap();
    story.shop().paste(&now.clone(), "");
    let ask = "puts OrderDigest.where(\"host LIKE 'shop-sidekiq-%'\").count";
    story.cluster.wait("the worker has made a digest", LIMIT, || {
        (runner(&story.cluster, ask).parse::<u32>().unwrap() > 0).then_some(())
    });
}

/// All threads compute for longer than a worker without signs of life is left alone.
fn busy(cluster: &Cluster) {
    let queue =
        "2.times { SpinJob.perform_later(SECONDS) }; SpinJob.perform_later(SECONDS, 'quick')";
    runner(cluster, &queue.replace("SECONDS", &BUSY.to_string()));
    cluster.wait("all threads are busy", LIMIT, || (running(cluster) == THREADS).then_some(()));
    let end = Duration::from_secs(u64::from(BUSY) * 2);
    cluster.wait("the busy jobs end", end, || (running(cluster) == 0).then_some(()));
    assert_eq!(restarts(&pod(cluster)), 0);
    assert_eq!(events(cluster, "Unhealthy"), "", "a busy worker was taken for a dead one");
}

/// While it is quiet it takes no job; what runs is finished.
fn quiet(story: &mut Story) {
    let cluster = &story.cluster;
    let app = App::of(cluster, "shop");
    let packing = app.pack(12);
    cluster.wait("the job runs", LIMIT, || (app.steps(packing) == ["started"]).then_some(()));
    let name = pod(cluster)["metadata"]["name"].as_str().unwrap().to_owned();
    let follow = format!("logs --follow --tail=1 {name} --namespace=shop");
    let log = cluster.kubectl(&follow).stdout(Stdio::piped()).spawn().unwrap();
    cluster.ask(&format!("delete pod {name} --namespace=shop"));
    let said = told(&log.wait_with_output().unwrap());
    let (quiet, stop) = (said.find("no longer accepting new work"), said.find("Shutting down"));
    assert!(quiet.is_some() && quiet < stop, "{said}");
    assert_eq!(app.packed(cluster, packing), ["started", "finished"]);
}

/// A process that is stopped from outside, as a machine in trouble would stop it.
fn hanging(story: &mut Story) {
    let cluster = &story.cluster;
    let ready = |pod: &Value| pod["status"]["containerStatuses"][0]["ready"] == true;
    let stopped = cluster.wait("one worker is ready", LIMIT, || Some(pod(cluster)).filter(ready));
    let uid = stopped["metadata"]["uid"].as_str().unwrap();
    let process = sidekiq(uid).unwrap_or_else(|| panic!("no Sidekiq in {uid}"));
    let begun = std::time::Instant::now();
    let status = std::process::Command::new("kill").args(["-STOP", &process]).status().unwrap();
    assert!(status.success());
    cluster.wait("the hanging worker is started anew", HANGING, || {
        let pod = pod(cluster);
        (restarts(&pod) == 1 && ready(&pod)).then_some(())
    });
    let took = format!("{:.0} s", begun.elapsed().as_secs_f64());
    let app = App::of(cluster, "shop");
    let packing = app.pack(1);
    app.packed(cluster, packing);
    story.figure("a worker that hung is back after", &took);
}

/// The worker's pod that stays.
fn pod(cluster: &Cluster) -> Value {
    pod_of(cluster, "sidekiq")
}

/// The pod of a group that stays.
fn pod_of(cluster: &Cluster, group: &str) -> Value {
    let selector = format!("--selector=app.kubernetes.io/component={group}");
    let list = cluster.get(&format!("pods --namespace=shop {selector}"));
    let stays = |pod: &&Value| pod["metadata"]["deletionTimestamp"].is_null();
    list["items"].as_array().unwrap().iter().find(stays).cloned().unwrap_or_default()
}

fn restarts(pod: &Value) -> u64 {
    pod["status"]["containerStatuses"][0]["restartCount"].as_u64().unwrap_or_default()
}

/// The messages of what happened to the worker's pod for this reason, after its start.
fn events(cluster: &Cluster, reason: &str) -> String {
    let name = pod(cluster)["metadata"]["name"].as_str().unwrap().to_owned();
    let list = cluster.get(&format!(
        "events --namespace=shop --field-selector=reason={reason},involvedObject.name={name}"
    ));
    let items = list["items"].as_array().unwrap().iter();
    let messages = items.map(|event| event["message"].as_str().unwrap_or_default());
    messages.filter(|message| message.starts_with("Liveness")).collect()
}

/// The number of the Sidekiq process of this pod, as the machine counts. A signal to stop from inside the pod would
/// not reach its first process.
fn sidekiq(uid: &str) -> Option<String> {
    let marks = [uid.to_owned(), uid.replace('-', "_")];
    let read = |path: PathBuf| std::fs::read_to_string(path).unwrap_or_default();
    std::fs::read_dir("/proc").unwrap().flatten().find_map(|entry| {
        let groups = read(entry.path().join("cgroup"));
        let ours = marks.iter().any(|mark| groups.contains(mark.as_str()));
        let title = read(entry.path().join("cmdline"));
        (ours && title.starts_with("sidekiq"))
            .then(|| entry.file_name().to_string_lossy().into_owned())
    })
}

/// A process of the app's own, by its command: its words arrive whole, it is started anew when its probe fails, and
/// hears the signal to stop.
pub(crate) fn command(story: &mut Story) {
    let before = std::fs::read_to_string(story.shop().path().join("linkspan.yml")).unwrap();
    let clerk = "  - {name: clerk, kind: command, command: \"bin/rails 'orders:watch[it costs $HOME]'\", probe: test -e tmp/watching, cpu: 50m}\ncron:";
    story.shop().respec(|spec| spec.replace("cron:", clerk));
    story.shop().deploy(&[]).expect(0, &[]);
    let cluster = &story.cluster;
    let watched = |pod: &Value, word: &str| {
        let name = pod["metadata"]["name"].as_str().unwrap();
        let query = format!(
            "SELECT count(*) FROM order_digests WHERE host = '{name} it costs $HOME {word}'"
        );
        let ask = "exec postgres --namespace=data -- psql -U postgres -At -d shop -c";
        good(cluster.kubectl(ask).arg(&query), &query).trim() != "0"
    };
    let first = pod_of(cluster, "clerk");
    cluster.wait("the clerk watches", LIMIT, || watched(&first, "watches").then_some(()));

    cluster.ask("exec deployment/shop-clerk --namespace=shop -- rm tmp/watching");
    cluster.wait("a clerk whose probe fails is started anew", HANGING, || {
        let pod = pod_of(cluster, "clerk");
        (restarts(&pod) == 1 && pod["status"]["containerStatuses"][0]["ready"] == true)
            .then_some(())
    });
    cluster.wait("the clerk watches again", LIMIT, || {
        let look = "exec deployment/shop-clerk --namespace=shop -- test -e tmp/watching";
        cluster.kubectl(look).output().unwrap().status.success().then_some(())
    });
    assert!(watched(&first, "stops"), "it was not told to stop");

    cluster.ask("rollout restart deployment/shop-clerk --namespace=shop");
    cluster.ask("rollout status deployment/shop-clerk --namespace=shop --timeout=180s");
    let second = pod_of(cluster, "clerk");
    cluster.wait("the next clerk watches", LIMIT, || watched(&second, "watches").then_some(()));
    let name = second["metadata"]["name"].as_str().unwrap();
    cluster.ask(&format!("delete pod {name} --namespace=shop"));
    assert!(watched(&second, "stops"), "it was killed");
    story.shop().respec(|_| before);
    story.shop().deploy(&[]).expect(0, &[]);
}
