//! At most one migration of the app at a time, no old code that starts under it, and none twice.

use crate::app::App;
use crate::cluster::LIMIT;
use crate::shop::Begun;
use crate::story::{LOCKED, Story};
use serde_json::Value;
use std::fs;
use std::time::Duration;

pub(crate) const MIGRATIONS: &str =
    "--namespace=shop --selector=app.kubernetes.io/component=migrate";

/// What the slow migration says before it waits for `go_on`.
pub(crate) const HOLDS: &str = "part 3 of 20";

/// The release with the slow migration, which the database has not seen by this number.
pub(crate) fn slow(story: &mut Story, number: u8) -> String {
    story.shop().release("slow");
    let folder = story.shop().path().join("db/migrate");
    let old = folder.join("20260201100000_add_reference_to_orders.rb");
    let text = fs::read_to_string(&old).unwrap().replace("ToOrders", &format!("ToOrders{number}"));
    fs::remove_file(old).unwrap();
    fs::write(
        folder.join(format!("2026020110000{number}_add_reference_to_orders{number}.rb")),
        text,
    )
    .unwrap();
    story.shop().commit("slow again")
}

/// A deploy by the script whose migration runs.
fn migrating(story: &mut Story) -> Begun {
    let begun = story.shop().begin(&[]);
    says(story, &begun, HOLDS);
    begun
}

/// Waits until a command that runs has said this.
pub(crate) fn says(story: &Story, begun: &Begun, words: &str) {
    let patience = LIMIT + Duration::from_secs(60);
    story.cluster.wait(words, patience, || begun.said().contains(words).then_some(()));
}

/// Lets the slow migration of a revision, which holds, go on to its end.
pub(crate) fn go_on(story: &Story, revision: &str) {
    let job = format!("job/shop-migrate-{revision}");
    story.cluster.ask(&format!("exec --namespace=shop {job} -- touch tmp/go-on"));
}

pub(crate) fn jobs(story: &Story) -> Vec<Value> {
    story.cluster.get(&format!("jobs {MIGRATIONS}"))["items"].as_array().unwrap().clone()
}

/// When a migration began or ended.
pub(crate) fn time(jobs: &[Value], revision: &str, field: &str) -> String {
    let name = format!("shop-migrate-{revision}");
    let job = jobs.iter().find(|job| job["metadata"]["name"] == name.as_str()).unwrap();
    job["status"][field].as_str().unwrap_or_default().to_owned()
}

/// Ctrl-C in a migration, then settings, another revision, and that one again without its Job.
pub(crate) fn one_at_a_time(story: &mut Story) {
    let first = slow(story, 1);
    let cut = migrating(story);
    cut.signal("INT");
    let goes_on = format!("the migration shop-migrate-{first} goes on");
    let run = cut.end().expect(130, &[&goes_on, &format!("get job shop-migrate-{first}")]);
    assert!(
        run.said.trim_end().lines().last().unwrap().contains("stands at revision"),
        "{}",
        run.said
    );
    let refused = format!("the migration shop-migrate-{first} runs");
    story.shop().deploy(&["--config"]).expect(LOCKED, &[&refused]);
    story.shop().release("second");
    let second = story.shop().revision();
    let waits = format!("Waiting for the end of the migration shop-migrate-{first}");
    let other = story.shop().begin(&[]);
    says(story, &other, &waits);
    go_on(story, &first);
    other.end().expect(0, &[&waits, "migration is complete"]);
    let all = jobs(story);
    let (ended, began) = (time(&all, &first, "completionTime"), time(&all, &second, "startTime"));
    assert!(!ended.is_empty() && ended <= began, "{ended} {began}");

    story.cluster.ask(&format!("delete jobs {MIGRATIONS}"));
    story.shop().deploy(&[]).expect(0, &[&format!("{second} was migrated already")]);
    assert!(jobs(story).is_empty());
    story.shop().deploy(&["--rollback"]).expect(0, &["Going back"]);
    story.shop().release("first");
}

/// The app is stopped for a migration that outlives its deploy: it stays stopped until that has ended.
pub(crate) fn stopped_app(story: &mut Story) {
    let before = "migrate: {strategy: downtime}\n";
    story.shop().respec(|spec| format!("{spec}{before}"));
    let revision = slow(story, 2);
    let cut = migrating(story);
    cut.signal("TERM");
    let goes_on = format!("the migration shop-migrate-{revision} goes on, and the app is stopped");
    cut.end().expect(143, &[&goes_on]);
    story.shop().deploy(&["--config"]).expect(LOCKED, &[&format!("shop-migrate-{revision} runs")]);
    let web = story.cluster.get("deployment shop-web --namespace=shop");
    assert_eq!(web["spec"]["replicas"], 0, "old code was started: {web}");
    let again = migrating(story);
    go_on(story, &revision);
    again.end().expect(0, &["migration is complete"]);
    assert_eq!(App::of(&story.cluster, "shop").ask("/version")["release"], "slow");
    let web = story.cluster.get("deployment shop-web --namespace=shop");
    assert_eq!(web["status"]["readyReplicas"], 2, "{web}");
    story.shop().respec(|spec| spec.replace(before, ""));
    story.shop().release("first");
    story.shop().deploy(&[]).expect(0, &[]);
}
