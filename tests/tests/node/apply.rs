//! The same releases by `linkspan apply`, and what `plan` and `status` say of them.

use crate::app::App;
use crate::cluster::Cluster;
use crate::failures::{first_serves, workloads};
use crate::releases::{pods, under_load};
use crate::shop::{Begun, Run, Shop};
use crate::story::{MIGRATION_FAILED, ROLLOUT_FAILED, Story};
use linkspan_tests::heeding;
use serde_json::Value;
use std::process::Command;

/// The program, in the app's folder.
pub(crate) fn linkspan(story: &mut Story, words: &[&str]) -> Run {
    run(story.shop(), words)
}

/// The program, in the folder of any app.
pub(crate) fn run(shop: &Shop, words: &[&str]) -> Run {
    shop.run(&mut program(words), "")
}

/// The same, while other things happen.
pub(crate) fn begin(shop: &Shop, words: &[&str]) -> Begun {
    shop.started(&mut program(words))
}

fn program(words: &[&str]) -> Command {
    let program = std::env::var_os("LINKSPAN").unwrap_or_else(|| "linkspan".into());
    let mut command = heeding(program);
    command.args(words);
    command
}

/// Builds and pushes what is committed, which apply leaves to others, and applies it.
pub(crate) fn apply(story: &mut Story, release: &str) -> Run {
    let revision = story.shop().release(release);
    push(story, &revision);
    linkspan(story, &["apply", "--yes", "--revision", &revision])
}

/// Builds and pushes the image of a revision.
pub(crate) fn push(story: &mut Story, revision: &str) {
    push_of(story.shop.as_ref().unwrap(), &story.cluster, revision);
}

/// That of any app's checkout.
pub(crate) fn push_of(shop: &Shop, cluster: &Cluster, revision: &str) {
    let image = format!("{}/acme/shop:{revision}", cluster.registry);
    for words in [vec!["build", "--tag", &image, "."], vec!["push", &image]] {
        shop.run(Command::new("docker").args(words), "").expect(0, &[]);
    }
}

/// What the registry says the tag names.
pub(crate) fn digest_of(shop: &Shop, cluster: &Cluster, revision: &str) -> String {
    let image = format!("{}/acme/shop:{revision}", cluster.registry);
    let words = ["buildx", "imagetools", "inspect", &image, "--format", "{{.Manifest.Digest}}"];
    let run = shop.run(Command::new("docker").args(words), "").expect(0, &["sha256:"]);
    run.said.trim().to_owned()
}

/// Another release: planned, applied while people ask, and looked at.
pub(crate) fn second_under_load(story: &mut Story) {
    let before = pods(story);
    let revision = story.shop().release("second");
    push(story, &revision);
    let plan = linkspan(story, &["plan", "--exit-code", "--revision", &revision]);
    plan.expect(6, &["shop-web", "containers[web].image"]);
    assert_eq!(pods(story), before, "plan changed something");
    under_load(story, "rolling update by linkspan apply", |story| {
        let run = linkspan(story, &["apply", "--yes", "--revision", &revision]).expect(0, &[]);
        story.figure("linkspan apply", &format!("{:.0} s", run.took.as_secs_f64()));
    });
    assert_eq!(App::of(&story.cluster, "shop").ask("/version")["release"], "second");
    linkspan(story, &["plan", "--exit-code", "--revision", &revision]).expect(0, &[]);
    let status = linkspan(story, &["status", "--output", "json"]).expect(0, &[]);
    let status: Value = serde_json::from_str(&status.said).unwrap();
    assert!(status.to_string().contains(&revision), "{status}");
    linkspan(story, &["status"]).expect(0, &["shop-web", &revision]);
}

/// Again with the same revision: no pod changes.
pub(crate) fn again(story: &mut Story) {
    let before = (workloads(story), pods(story));
    let revision = story.shop().revision();
    linkspan(story, &["apply", "--yes", "--revision", &revision]).expect(0, &[]);
    assert_eq!((workloads(story), pods(story)), before);
}

/// A migration that fails, and an image that crashes.
pub(crate) fn failures(story: &mut Story) {
    apply(story, "first").expect(0, &[]);
    let before = (workloads(story), pods(story));
    let run = apply(story, "failing").expect(MIGRATION_FAILED, &["orders cannot be weighed"]);
    assert_eq!((workloads(story), pods(story)), before, "{}", run.said);
    first_serves(story);
    under_load(story, "crashing release by linkspan apply, undone", |story| {
        let run = apply(story, "crash").expect(ROLLOUT_FAILED, &["this release does not boot"]);
        let took = format!("undone after {:.0} s, build included", run.took.as_secs_f64());
        story.figure("a crashing release by linkspan apply", &took);
    });
    first_serves(story);
}

/// A release beside deploy.sh, which has the lock.
pub(crate) fn second(story: &mut Story) -> Begun {
    let revision = story.shop().revision();
    begin(story.shop(), &["apply", "--yes", "--revision", &revision])
}
