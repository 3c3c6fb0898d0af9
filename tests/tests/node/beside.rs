//! Migrations that `linkspan apply` left: the next one waits for them, no old code starts beside them, none runs twice.

use crate::app::App;
use crate::apply::{linkspan, push};
use crate::guards::{HOLDS, MIGRATIONS, go_on, jobs, says, slow, time};
use crate::shop::Begun;
use crate::story::{LOCKED, Story};

/// A release whose migration runs.
fn migrating(story: &mut Story, revision: &str) -> Begun {
    let begun = crate::apply::begin(story.shop(), &["apply", "--yes", "--revision", revision]);
    says(story, &begun, HOLDS);
    begun
}

/// The terminal goes away in a migration; then another revision, and that one again without its Job.
pub(crate) fn one_at_a_time(story: &mut Story) {
    let first = slow(story, 5);
    push(story, &first);
    let cut = migrating(story, &first);
    cut.signal("HUP");
    cut.end().expect(129, &["the migration goes on in the cluster; no pod was changed"]);
    story.shop().release("second");
    let second = story.shop().revision();
    push(story, &second);
    let apply = ["apply", "--yes", "--revision", &second];
    let waits = format!("waits for the end of shop-migrate-{first}");
    let other = crate::apply::begin(story.shop(), &apply);
    says(story, &other, &waits);
    go_on(story, &first);
    other.end().expect(0, &[&waits, "complete after", &second]);
    let all = jobs(story);
    let (ended, began) = (time(&all, &first, "completionTime"), time(&all, &second, "startTime"));
    assert!(!ended.is_empty() && ended <= began, "{ended} {began}");

    // As after a day.
    story.cluster.ask(&format!("delete jobs {MIGRATIONS}"));
    linkspan(story, &apply).expect(0, &[&format!("{second} was migrated already")]);
    assert!(jobs(story).is_empty());
    story.shop().deploy(&["--rollback"]).expect(0, &["Going back"]);
    story.shop().release("first");
}

/// Ctrl-C while the app is stopped for its migration: it stays stopped until that has ended.
pub(crate) fn stopped_app(story: &mut Story) {
    let before = "migrate: {strategy: downtime}\n";
    story.shop().respec(|spec| format!("{spec}{before}"));
    let revision = slow(story, 6);
    push(story, &revision);
    let cut = migrating(story, &revision);
    cut.signal("INT");
    cut.end().expect(130, &["the app is stopped, and the migration goes on in the cluster"]);
    let settings = ["apply", "--yes", "--config-only"];
    linkspan(story, &settings)
        .expect(LOCKED, &[&format!("shop-migrate-{revision}"), "nothing was changed"]);
    linkspan(story, &["status"]).expect(1, &["is stopped for a migration"]);
    let web = story.cluster.get("deployment shop-web --namespace=shop");
    assert_eq!(web["spec"]["replicas"], 0, "old code was started: {web}");
    let again = migrating(story, &revision);
    go_on(story, &revision);
    again.end().expect(0, &[&revision]);
    assert_eq!(App::of(&story.cluster, "shop").ask("/version")["release"], "slow");
    linkspan(story, &["status"]).expect(0, &["2 of 2 ready"]);
    story.shop().respec(|spec| spec.replace(before, ""));
    story.shop().release("first");
    story.shop().deploy(&[]).expect(0, &[]);
}
