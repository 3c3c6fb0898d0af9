//! Releases that go wrong: the old one goes on serving, and the developer is told why at once.

use crate::app::App;
use crate::cluster::LIMIT;
use crate::guards::{HOLDS, go_on, says};
use crate::releases::{pods, settled, under_load};
use crate::story::{LOCKED, MIGRATION_FAILED, ROLLOUT_FAILED, Story};
use std::time::Duration;

/// The generations and images of what serves and works: nothing of it may have changed.
pub(crate) fn workloads(story: &Story) -> String {
    let path = "jsonpath={range .items[*]}{.metadata.name} {.metadata.generation} \
                {.spec.template.spec.containers[0].image}{'\\n'}{end}";
    let mut command = story.cluster.kubectl("get deployments --namespace=shop --output");
    crate::cluster::good(command.arg(path), "deployments")
}

/// Insists that the first release serves, and all of its pods.
pub(crate) fn first_serves(story: &Story) {
    settled(story);
    let app = App::of(&story.cluster, "shop");
    for _ in 0..10 {
        let version = app.ask("/version");
        assert_eq!(version["release"], "first", "{version}");
    }
}

/// The new code needs a key that nobody has set.
pub(crate) fn missing_key(story: &mut Story) {
    let before = (workloads(story), pods(story));
    story.shop().release("needs-key");
    story.shop().respec(|spec| format!("{spec}secrets: [NEW_API_KEY]\n"));
    let run = story.shop().deploy(&[]).expect(1, &["NEW_API_KEY", "DEPLOY.md"]);
    assert!(!run.said.contains("Building"), "{}", run.said);
    assert_eq!((workloads(story), pods(story)), before);
    // With the key, by the documented command, it comes aboard.
    let blocks = story.shop().documented("Secrets");
    let (_, block) =
        blocks.iter().find(|(_, block)| block.contains("--secret NEW_API_KEY")).unwrap();
    // Nothing typed is no key.
    let mut empty = std::process::Command::new("bash");
    let run = story.shop().run(empty.args(["-c", block]), "");
    assert_ne!(run.code, 0, "{}", run.said);
    story.shop().deploy(&[]).expect(1, &["NEW_API_KEY"]);
    story.shop().paste(block, "sesame");
    story.shop().deploy(&[]).expect(0, &[]);
    assert_eq!(App::of(&story.cluster, "shop").ask("/version")["release"], "needs-key");
    story.shop().respec(|spec| spec.replace("secrets: [NEW_API_KEY]\n", ""));
    back(story);
    first_serves(story);
}

/// The migration raises.
pub(crate) fn failing_migration(story: &mut Story) {
    let before = (workloads(story), pods(story));
    story.shop().release("failing");
    let run = story
        .shop()
        .deploy(&[])
        .expect(MIGRATION_FAILED, &["migration failed", "no pod was changed"]);
    // The reason stands in the log that is shown.
    assert!(run.said.contains("orders cannot be weighed"), "{}", run.said);
    assert_eq!((workloads(story), pods(story)), before);
    story.figure("a failing migration is told after", &format!("{:.0} s", run.took.as_secs_f64()));
    first_serves(story);
}

/// The image crashes when it boots.
pub(crate) fn crash_under_load(story: &mut Story) {
    story.shop().release("crash");
    under_load(story, "crashing release, undone", |story| {
        let run = story.shop().deploy(&[]).expect(ROLLOUT_FAILED, &["undone"]);
        assert!(run.said.contains("this release does not boot"), "{}", run.said);
        let took = format!("{:.0} s", run.took.as_secs_f64());
        story.figure("a crashing release is undone after", &took);
    });
    first_serves(story);
}

/// The image runs, and never says that it is ready.
pub(crate) fn never_ready(story: &mut Story) {
    // Ten minutes are the usual patience; a person who looks on has less.
    let usual = story.shop().path().join("deploy.sh");
    let text = std::fs::read_to_string(&usual).unwrap();
    let at = text.find("rollout_timeout=").unwrap();
    let end = at + text[at..].find('\n').unwrap();
    story.shop().release("never-ready");
    let short = format!("{}rollout_timeout=45{}", &text[..at], &text[end..]);
    std::fs::write(&usual, short).unwrap();
    story.shop().commit("less patience");
    let run = story.shop().deploy(&[]).expect(ROLLOUT_FAILED, &["undone", "ready"]);
    story.figure(
        "a release that never gets ready",
        &format!("undone after {:.0} s, with a limit of 45 s", run.took.as_secs_f64()),
    );
    first_serves(story);
}

/// A second deploy while a slow migration runs, by the script and by `linkspan apply`.
pub(crate) fn two_at_once(story: &mut Story) {
    let revision = story.shop().release("slow");
    let one = story.shop().begin(&[]);
    story.cluster.wait("the migration runs", LIMIT + Duration::from_secs(60), || {
        one.said().contains("Migrating").then_some(())
    });
    // Each watches for a renewal, which comes every 15 seconds.
    let apply = crate::apply::second(story);
    let other = story.shop().deploy(&[]).expect(LOCKED, &["another deploy"]);
    assert!(!other.said.contains("Building"), "{}", other.said);
    // The log is shown while it is written.
    says(story, &one, HOLDS);
    assert!(!one.said().contains("migration is complete"), "{}", one.said());
    apply.end().expect(LOCKED, &["somebody deploys"]);
    crate::apply::linkspan(story, &["status"]).expect(0, &["shop-migrate"]);
    go_on(story, &revision);
    one.end().expect(0, &["migration is complete"]);
    assert_eq!(App::of(&story.cluster, "shop").ask("/version")["release"], "slow");
    back(story);
}

/// From another release to the first, in which the checkout then is, too.
fn back(story: &mut Story) {
    story.shop().deploy(&["--rollback"]).expect(0, &["Going back"]);
    story.shop().release("first");
}

/// The registry wants a password, and the cluster's is wrong.
pub(crate) fn no_login(story: &mut Story) {
    let cluster = &story.cluster;
    let good = cluster.ask("get secret shop-registry --namespace=shop --output=yaml");
    let wrong = "create secret docker-registry shop-registry --namespace=shop --docker-server=registry.test:5000 \
                 --docker-username=nobody --docker-password=none --dry-run=client --output=yaml";
    let wrong = cluster.ask(wrong);
    crate::releases::fed(story, "replace --namespace=shop -f -", &wrong);
    story.shop().release("second");
    let run = story.shop().deploy(&[]);
    let good: String = good
        .lines()
        .filter(|line| !line.contains("resourceVersion"))
        .map(|line| format!("{line}\n"))
        .collect();
    crate::releases::fed(story, "replace --namespace=shop -f -", &good);
    let run = run.expect(MIGRATION_FAILED, &["pull"]);
    story.figure(
        "an image that cannot be pulled is told after",
        &format!("{:.0} s", run.took.as_secs_f64()),
    );
    first_serves(story);
    story.shop().release("first");
}
