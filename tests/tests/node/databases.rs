//! Databases of other kinds: two behind PgBouncer, whose migrations go past it, and SQLite's file on a volume.

use crate::app::App;
use crate::cluster::{Cluster, LIMIT, told};
use crate::releases::{login, secrets};
use crate::shop::Shop;
use crate::story::Story;
use serde_json::json;
use std::fs;
use std::process::Command;

/// What providers put before their PostgreSQL.
const PGBOUNCER: &str = include_str!("pgbouncer.yml");
/// Changes the second database.
const MIGRATION: &str = "class AddAuthorToEntries < ActiveRecord::Migration[7.2]\n  def change\n    add_column :entries, :author, :string\n  end\nend\n";
const SECOND: &str = "db/ledger_migrate/20260302100000_add_author_to_entries.rb";

/// The part of the spec that stands before its workers and scheduled jobs.
fn web_alone(spec: &str, app: &str) -> String {
    let (before, _) = spec.split_once("workers:").unwrap();
    before.replace("app: shop", &format!("app: {app}"))
}

/// The migration reaches both databases while PgBouncer is not there at all; the app does not, until it is.
pub(crate) fn two_behind_pgbouncer(story: &mut Story) {
    let cluster = &story.cluster;
    let shop = Shop::new(|spec| {
        // The network knows no PgBouncer: its port is the app's own choice.
        let spec = spec.replace("security:\n", "security:\n  egress_ports: [6432]\n");
        web_alone(&spec, "quarry")
            + "redis: {kind: external}\ndatabase: {direct_url: true, also: [ledger]}\n"
    });
    shop.release("ledger");
    let pooled = |database: &str| {
        let options = "?prepared_statements=false&advisory_locks=false";
        format!("postgresql://app:any@pgbouncer.data:6432/{database}{options}")
    };
    let direct = |database: &str| {
        format!("postgresql://postgres:only-for-tests@postgres.data:5432/{database}")
    };
    let addresses = [
        ("DATABASE_URL", pooled("quarry")),
        ("LEDGER_DATABASE_URL", pooled("quarry_ledger")),
        ("MIGRATION_DATABASE_URL", direct("quarry")),
        ("MIGRATION_LEDGER_DATABASE_URL", direct("quarry_ledger")),
    ];
    let mut secrets = secrets();
    secrets.retain(|(name, _)| *name != "DATABASE_URL");
    secrets.extend(addresses.iter().map(|(name, value)| (*name, value.as_str())));
    login(cluster, &shop);
    shop.prepare(cluster, &secrets);
    shop.deploy(&[]).expect(0, &["migration is complete"]);
    assert_eq!(columns(cluster), "id,text");
    let app = App::of(cluster, "quarry");
    assert_eq!(app.page("/entries").0, 500, "whom does it ask, without PgBouncer?");

    cluster.apply(PGBOUNCER);
    cluster.ask("wait --for=condition=Ready pod/pgbouncer --namespace=data --timeout=60s");
    cluster.wait("the app reaches its databases", LIMIT, || {
        (app.page("/entries").0 == 200).then_some(())
    });
    app.send("/entries.json", &json!({"entry": {"text": "opened"}}));
    let order = json!({"order": {"customer": "Ann", "item": "Rope", "quantity": 2}});
    let order = format!("/orders/{}", app.send("/orders.json", &order)["id"]);
    assert_eq!(app.ask("/entries"), json!(["opened"]));
    assert_eq!(rows(cluster, "quarry_ledger", "SELECT count(*) FROM entries"), "1");

    fs::write(shop.path().join(SECOND), MIGRATION).unwrap();
    shop.commit("author");
    shop.deploy(&[]).expect(0, &["migration is complete"]);
    assert_eq!(columns(cluster), "author,id,text");
    // A task goes through PgBouncer as the app does, and leaves no lock there for the next migration to wait for.
    shop.deploy(&["--task", "bin/rails", "db:rollback:ledger"]).expect(0, &[]);
    assert_eq!(columns(cluster), "id,text");
    let locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'";
    assert_eq!(rows(cluster, "quarry_ledger", locks), "0");
    assert_eq!(app.ask("/entries"), json!(["opened"]));
    assert_eq!(app.ask(&order)["customer"], "Ann");
    cluster.ask("delete namespace quarry --wait=false");
    cluster.ask("delete pod/pgbouncer service/pgbouncer configmap/pgbouncer --namespace=data");
}

/// The columns of the second database's table.
fn columns(cluster: &Cluster) -> String {
    let query = "SELECT string_agg(column_name, ',' ORDER BY column_name) FROM information_schema.columns WHERE table_name = 'entries'";
    rows(cluster, "quarry_ledger", query)
}

/// How often a query is asked again that gets no answer.
const TRIES: usize = 6;
/// What `timeout` ends with when it was too long.
const TIMED_OUT: i32 = 124;

/// What PostgreSQL itself answers.
pub(crate) fn rows(cluster: &Cluster, database: &str, query: &str) -> String {
    let words = format!("exec postgres --namespace=data -- psql -U postgres -At -d {database} -c");
    let kubectl = cluster.kubectl(&words);
    for _ in 0..TRIES {
        // What is executed in a pod is a stream, which a node that goes away leaves open for ever.
        let mut bounded = Command::new("timeout");
        bounded.arg("20").arg(kubectl.get_program()).args(kubectl.get_args()).arg(query);
        bounded.envs(kubectl.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let output = bounded.output().unwrap();
        if output.status.code() != Some(TIMED_OUT) {
            assert!(output.status.success(), "{query}: {}", told(&output));
            return String::from_utf8_lossy(&output.stdout).trim().to_owned();
        }
    }
    panic!("no answer to {query}")
}

/// Rows outlive the pod and follow a release; tasks see them, and the documented copy has them.
pub(crate) fn sqlite(story: &mut Story) {
    let cluster = &story.cluster;
    let classes = cluster.get("storageclasses");
    let class = classes["items"][0]["metadata"]["name"].as_str().unwrap().to_owned();
    let shop = Shop::new(|spec| {
        web_alone(&spec, "kiosk").replace("replicas: 2", "replicas: 1")
            + &format!(
                "redis: {{kind: none}}\ndatabase: {{adapter: sqlite, storage: 1Gi}}\nstorage: {{class: {class}}}\n"
            )
    });
    shop.release("sqlite");
    login(cluster, &shop);
    shop.prepare(cluster, &[("RAILS_MASTER_KEY", "")]);
    shop.deploy(&[]).expect(0, &["migration is complete"]);
    let app = App::of(cluster, "kiosk");
    let order = json!({"order": {"customer": "Ann", "item": "Rope", "quantity": 2}});
    let order = format!("/orders/{}", app.send("/orders.json", &order)["id"]);
    let served = |what: &str| {
        cluster.wait(what, LIMIT, || (app.page("/up").0 == 200).then_some(()));
        assert_eq!(app.ask(&order)["customer"], "Ann", "{what}");
    };

    cluster.ask("delete pods --namespace=kiosk --selector=app.kubernetes.io/component=web");
    cluster.ask("rollout status deployment/kiosk-web --namespace=kiosk --timeout=180s");
    served("after the end of its pod");
    shop.deploy(&["--task", "bin/rails", "orders:sample", "COUNT=2"]).expect(0, &["2 orders made"]);
    assert_eq!(app.ask("/counts")["orders"], 3);
    let blocks = shop.documented("Files");
    let (_, copy) = blocks.iter().find(|(_, block)| block.contains("sqlite3")).unwrap();
    shop.paste(copy, "");
    let copy = fs::read_to_string(shop.path().join("../kiosk-production.sqlite3.sql")).unwrap();
    assert!(copy.contains("CREATE TABLE") && copy.contains("'Ann'"), "{copy}");

    fs::write(shop.path().join("config/release.txt"), "sqlite again\n").unwrap();
    shop.commit("again");
    shop.deploy(&[]).expect(0, &[]);
    served("after a release");
    assert_eq!(app.ask("/version")["release"], "sqlite again");
    shop.deploy(&["--rollback"]).expect(0, &[]);
    served("after a rollback");
    assert_eq!(app.ask("/version")["release"], "sqlite");
    cluster.ask("delete namespace kiosk --wait=false");
}
