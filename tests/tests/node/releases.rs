//! Releases that are meant to go well: nobody who asks for a page notices any of them.

use crate::app::App;
use crate::cluster::{Cluster, LIMIT, with_input};
use crate::load::Load;
use crate::policies;
use crate::shop::Shop;
use crate::story::Story;
use serde_json::Value;
use std::process::Command;
use std::time::Duration;

/// What the app finds outside its namespace.
const DATA: &str = include_str!("data.yml");
/// What people ask for while something happens: a page, a health check, an answer that takes a while.
pub(crate) const PATHS: [&str; 8] =
    ["/version", "/", "/up", "/version", "/slow?seconds=0.3", "/", "/version", "/up"];

/// Deploys to an empty cluster, by DEPLOY.md and deploy.sh.
pub(crate) fn first(story: &mut Story) {
    let cluster = &story.cluster;
    cluster.furnish("data", DATA);
    policies::open(cluster);
    let shop = Shop::new(|spec| spec);
    login(cluster, &shop);
    shop.prepare(cluster, &secrets());
    for namespace in ["data", "front"] {
        let ready = "wait --for=condition=Ready pods --all --timeout=120s";
        cluster.ask(&format!("{ready} --namespace={namespace}"));
    }
    let run = shop.deploy(&[]).expect(0, &["migration is complete", &shop.revision()]);
    story.figure("first deploy to an empty cluster", &format!("{:.0} s", run.took.as_secs_f64()));
    let app = App::of(&story.cluster, "shop");
    let version = app.ask("/version");
    assert_eq!(version["release"], "first", "{version}");
    story.shop = Some(shop);
}

/// The developer's own login to the registry, with which images are pushed.
pub(crate) fn login(cluster: &Cluster, shop: &Shop) {
    let words = ["login", &cluster.registry];
    shop.run(Command::new("docker").args(words), &cluster.login()).expect(0, &[]);
}

/// The values of the app's Secret.
pub(crate) fn secrets() -> Vec<(&'static str, &'static str)> {
    vec![
        // From the file that its command reads.
        ("RAILS_MASTER_KEY", ""),
        ("DATABASE_URL", "postgresql://postgres:only-for-tests@postgres.data:5432/shop"),
        ("REDIS_URL", "redis://redis.data:6379/0"),
    ]
}

/// A second run of the same revision.
pub(crate) fn again(story: &mut Story) {
    let before = pods(story);
    let run = story.shop().deploy(&[]).expect(0, &[]);
    assert_eq!(pods(story), before);
    story.figure("the same deploy again", &format!("{:.0} s", run.took.as_secs_f64()));
}

/// The names of the app's pods that serve or work.
pub(crate) fn pods(story: &Story) -> Vec<String> {
    let list = story.cluster.get("pods --namespace=shop --selector=pod-template-hash");
    // Those that are to end do not count any more.
    let stays = |pod: &&Value| pod["metadata"]["deletionTimestamp"].is_null();
    let names = list["items"].as_array().unwrap().iter().filter(stays);
    let mut names: Vec<String> =
        names.map(|pod| pod["metadata"]["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// Asks for pages through the front door while something happens, and a little longer, and insists on an answer to all.
pub(crate) fn under_load(story: &mut Story, what: &str, happens: impl FnOnce(&mut Story)) {
    let load = Load::begin(&policies::address(&story.cluster), &PATHS, story.pause);
    load.until(story.requests / 4);
    happens(story);
    load.until((load.asked() + story.requests / 4).max(story.requests));
    let tally = load.end();
    story.figure(what, &tally.line());
    tally.all_answered();
}

/// Another release, which people come to see while they ask.
pub(crate) fn second_under_load(story: &mut Story) {
    let before = pods(story);
    story.shop().release("second");
    under_load(story, "rolling update by deploy.sh", |story| {
        let run = story.shop().deploy(&[]).expect(0, &[]);
        story.figure("second deploy", &format!("{:.0} s", run.took.as_secs_f64()));
    });
    let after = pods(story);
    assert!(before.iter().all(|pod| !after.contains(pod)), "{before:?} {after:?}");
    assert_eq!(App::of(&story.cluster, "shop").ask("/version")["release"], "second");
}

/// Back, by deploy.sh.
pub(crate) fn rollback_under_load(story: &mut Story) {
    under_load(story, "rollback by deploy.sh", |story| {
        story.shop().deploy(&["--rollback"]).expect(0, &[]);
    });
    assert_eq!(App::of(&story.cluster, "shop").ask("/version")["release"], "first");
}

/// A node is emptied and comes back.
pub(crate) fn drain_under_load(story: &mut Story) {
    under_load(story, "drain of one of two nodes", |story| {
        let cluster = &story.cluster;
        cluster.ask("drain node2 --ignore-daemonsets --delete-emptydir-data --timeout=180s");
        let left = cluster.get("pods --namespace=shop --field-selector=spec.nodeName=node2");
        let left = left["items"].as_array().unwrap();
        let serving =
            left.iter().filter(|pod| pod["metadata"]["labels"]["pod-template-hash"] != Value::Null);
        assert_eq!(serving.count(), 0);
        cluster.ask("uncordon node2");
        cluster.ask("rollout status deployment/shop-web --namespace=shop --timeout=180s");
    });
}

/// A change of the spec's `env` alone.
pub(crate) fn settings(story: &mut Story) {
    let before = pods(story);
    let release = App::of(&story.cluster, "shop").ask("/version")["release"].clone();
    let change = |spec: String| spec.replace("Welcome aboard", "Mind the gap");
    story.shop().respec(change);
    let image = |story: &Story| {
        let path = "jsonpath={.spec.template.spec.containers[0].image}";
        story.cluster.ask(&format!("get deployment shop-web --namespace=shop --output={path}"))
    };
    let image_before = image(story);
    let run = story.shop().deploy(&["--config"]).expect(0, &[]);
    story.figure("changed settings", &format!("{:.0} s", run.took.as_secs_f64()));
    assert_eq!(image(story), image_before);
    let after = pods(story);
    assert!(before.iter().all(|pod| !after.contains(pod)), "{before:?} {after:?}");
    let version = App::of(&story.cluster, "shop").ask("/version");
    assert_eq!(version["greeting"], "Mind the gap", "{version}");
    assert_eq!(version["release"], release);
}

/// Waits until as many pods serve as should, and no more.
pub(crate) fn settled(story: &Story) {
    story.cluster.wait("old pods are gone", LIMIT + Duration::from_secs(60), || {
        let list =
            story.cluster.get("pods --namespace=shop --selector=app.kubernetes.io/component=web");
        (list["items"].as_array().unwrap().len() == 2).then_some(())
    });
}

/// A command with a text as its input that has to succeed.
pub(crate) fn fed(story: &Story, words: &str, text: &str) {
    let output = with_input(&mut story.cluster.kubectl(words), text);
    assert!(output.status.success(), "{words}: {}", crate::cluster::told(&output));
}
