//! Releases that change the network policies: whom nobody has replaced yet is reached, and reaches what it needs.

use crate::app::App;
use crate::apply;
use crate::cluster::good;
use crate::failures::first_serves;
use crate::guards::{HOLDS, go_on, says, slow};
use crate::policies::{WEB, insist, reaches};
use crate::releases::{pods, under_load};
use crate::shop::Run;
use crate::story::{MIGRATION_FAILED, ROLLOUT_FAILED, Story};

/// The two ways to release a name of the app's code.
type Release = fn(&mut Story, &str) -> Run;

fn by_script(story: &mut Story, release: &str) -> Run {
    story.shop().release(release);
    story.shop().deploy(&[])
}

/// A release moves Puma to another port: it fails at its migration, when it boots, and then not. Whoever serves is reached all
/// the time.
pub(crate) fn another_port(story: &mut Story) {
    for (who, release) in [("deploy.sh", by_script as Release), ("linkspan apply", apply::apply)] {
        let before = pods(story);
        story
            .shop()
            .respec(|spec| spec.replace("  replicas: 2\n", "  replicas: 2\n  port: 8080\n"));
        under_load(story, &format!("a new port and a failing migration, by {who}"), |story| {
            release(story, "failing").expect(MIGRATION_FAILED, &[]);
        });
        assert_eq!(pods(story), before);
        under_load(story, &format!("a new port and a crash, by {who}"), |story| {
            release(story, "crash").expect(ROLLOUT_FAILED, &[]);
        });
        first_serves(story);
        opened(story, "3000");
        under_load(story, &format!("a new port, by {who}"), |story| {
            release(story, "second").expect(0, &[]);
        });
        opened(story, "8080");
        story.shop().respec(|spec| spec.replace("  port: 8080\n", ""));
        under_load(story, &format!("the old port again, by {who}"), |story| {
            release(story, "first").expect(0, &[]);
        });
        opened(story, "3000");
    }
}

/// Insists that the bundle's network policies are there, no other, and open this port of the web pods.
fn opened(story: &Story, port: &str) {
    let of = |path: &str| {
        let mut command = story.cluster.kubectl("get networkpolicies --namespace=shop --output");
        good(command.arg(format!("jsonpath={path}")), path)
    };
    assert_eq!(of("{.items[*].metadata.name}"), "shop-app shop-web");
    assert_eq!(of("{.items[1].spec.ingress[*].ports[*].port}"), port);
}

/// A release needs Redis no more: the old pods reach it until they are gone, the new ones do not.
pub(crate) fn redis_no_more(story: &mut Story) {
    let before = std::fs::read_to_string(story.shop().path().join("linkspan.yml")).unwrap();
    for (number, by_script) in [(7, true), (8, false)] {
        story.shop().respec(|spec| {
            let (web, _) = spec.split_once("workers:").unwrap();
            format!("{web}redis: {{kind: none}}\n")
        });
        let revision = slow(story, number);
        if !by_script {
            apply::push(story, &revision);
        }
        let words = ["apply", "--yes", "--revision", &revision];
        let begun = match by_script {
            true => story.shop().begin(&[]),
            false => apply::begin(story.shop(), &words),
        };
        says(story, &begun, HOLDS);
        // Of the old pods.
        assert!(reaches(&story.cluster, WEB, "redis.data", 6379), "{}", begun.said());
        go_on(story, &revision);
        begun.end().expect(0, &[]);
        assert_eq!(App::of(&story.cluster, "shop").ask("/version")["release"], "slow");
        insist(&story.cluster, WEB, ("redis.data", 6379), false);
        insist(&story.cluster, WEB, ("postgres.data", 5432), true);

        story.shop().respec(|_| before.clone());
        story.shop().release("first");
        story.shop().deploy(&[]).expect(0, &[]);
        insist(&story.cluster, WEB, ("redis.data", 6379), true);
    }
}
