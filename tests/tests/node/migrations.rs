//! A migration that drops a column, under load, in each order of a release: which code meets which schema is seen by who
//! asks for pages.

use crate::app::App;
use crate::load::{Load, Tally};
use crate::releases::PATHS;
use crate::story::{MIGRATION_FAILED, Story};
use serde_json::json;
use std::fs;

/// What a person sees when code meets the wrong schema.
const BROKEN: &str = "500";
/// The migration that drops the column.
const DROPPED: u64 = 20260203100000;

/// The migration first: the old code meets the new schema, and cannot bear it. This is what the two other orders are for.
pub(crate) fn migrate_then_deploy(story: &mut Story) {
    order(story);
    let tally = release(story, "migrate_then_deploy", "dropped");
    let broken = broken(&tally);
    story.figure("a dropped column, migration first", &tally.line());
    assert!(broken > 0, "the old code was to fail on the new schema: {:#?}", tally.failed);
    back(story);
}

/// New pods first: their code bears both schemas, so nobody notices.
pub(crate) fn deploy_then_migrate(story: &mut Story) {
    let tally = release(story, "deploy_then_migrate", "ignoring");
    story.figure("a dropped column, pods first", &tally.line());
    tally.all_answered();
    back(story);
}

/// Nothing runs meanwhile: nobody is served, and nobody by code that meets the wrong schema.
pub(crate) fn downtime(story: &mut Story) {
    let tally = release(story, "downtime", "dropped");
    story.figure("a dropped column, app stopped", &tally.line());
    assert_eq!(broken(&tally), 0, "{:#?}", tally.failed);
    assert!(!tally.failed.is_empty(), "the app was to be away for a while");
    let list = "get cronjob shop-digest --namespace=shop --output=jsonpath={.spec.suspend}";
    assert_ne!(story.cluster.ask(list), "true");
    back(story);
}

/// Steps before the new pods and behind them: the column goes when no code reads it any more, and a step behind the pods that
/// fails leaves them alone until the next deploy. Nobody notices any of it.
pub(crate) fn steps(story: &mut Story) {
    let spec = fs::read_to_string(story.shop().path().join("linkspan.yml")).unwrap();
    let app = App::of(&story.cluster, "shop");
    order(story);
    let orders = || app.ask("/counts")["orders"].as_u64().unwrap();
    let before = orders();
    let steps = |after: &str| {
        let before = "before: [bin/rails orders:sample COUNT=1, bin/rails orders:sample COUNT=2]";
        format!("{spec}migrate: {{{before}, after: [{after}]}}\n")
    };
    story.shop().respec(|_| steps("bin/rails db:migrate, bin/rails runner 'exit 7'"));
    story.shop().release("ignoring");
    let load = Load::begin(&app.address, &PATHS, story.pause);
    load.until(story.requests / 4);
    let failed = story.shop().deploy(&[]);
    let failed = failed.expect(MIGRATION_FAILED, &["the new pods keep running"]);
    assert_eq!(app.ask("/version")["release"], "ignoring");
    assert_eq!(orders() - before, 3);

    story.shop().respec(|_| steps("bin/rails db:migrate, bin/rails orders:sample COUNT=4"));
    let run = story.shop().deploy(&[]).expect(0, &["migration is complete"]);
    assert_eq!(orders() - before, 3 + 3 + 4);
    load.until((load.asked() + story.requests / 4).max(story.requests));
    let tally = load.end();
    let took = [failed.took, run.took].map(|took| format!("{:.0} s", took.as_secs_f64()));
    story.figure("steps before and behind the pods", &took.join(", "));
    story.figure("a column dropped by a step behind the pods", &tally.line());
    tally.all_answered();
    let schema = App::of(&story.cluster, "shop").ask("/version")["schema"].as_u64();
    assert_eq!(schema, Some(DROPPED));

    story.shop().deploy(&["--task", "bin/rails", "db:rollback"]).expect(0, &[]);
    story.shop().respec(|_| spec);
    story.shop().release("first");
    story.shop().deploy(&[]).expect(0, &[]);
    assert_eq!(App::of(&story.cluster, "shop").ask("/version")["release"], "first");
}

/// A row that old code reads the dropped column of.
fn order(story: &Story) {
    let order =
        json!({"order": {"customer": "Ada", "item": "Rope", "quantity": 1, "note": "soon"}});
    App::of(&story.cluster, "shop").send("/orders.json", &order);
}

/// Releases in this order while people ask.
fn release(story: &mut Story, strategy: &str, name: &str) -> Tally {
    story.shop().respec(|spec| format!("{spec}migrate: {{strategy: {strategy}}}\n"));
    story.shop().release(name);
    let app = App::of(&story.cluster, "shop");
    let load = Load::begin(&app.address, &PATHS, story.pause);
    load.until(story.requests / 4);
    let run = story.shop().deploy(&[]).expect(0, &["migration is complete"]);
    story.figure(strategy, &format!("{:.0} s", run.took.as_secs_f64()));
    load.until((load.asked() + story.requests / 4).max(story.requests));
    let tally = load.end();
    assert_eq!(App::of(&story.cluster, "shop").ask("/version")["release"], name);
    tally
}

fn broken(tally: &Tally) -> usize {
    tally.failed.iter().filter(|each| each.contains(BROKEN)).count()
}

/// Takes the migration back, which this code bears, and then the code.
fn back(story: &mut Story) {
    story.shop().deploy(&["--task", "bin/rails", "db:rollback"]).expect(0, &[]);
    story.shop().respec(|spec| {
        let at = spec.find("migrate: {strategy").unwrap();
        spec[..at].to_owned()
    });
    story.shop().release("first");
    story.shop().deploy(&[]).expect(0, &[]);
    assert_eq!(App::of(&story.cluster, "shop").ask("/version")["release"], "first");
}
