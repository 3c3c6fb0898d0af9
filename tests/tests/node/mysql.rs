//! MariaDB and memcached in the cluster: what is kept survives the end of its pod, what is cached that of the app's, and
//! DEPLOY.md's commands do what they say.

use crate::app::App;
use crate::cluster::{Cluster, LIMIT, told};
use crate::data_parts::{block, order};
use crate::policies::{NEIGHBOUR, insist};
use crate::releases::{login, secrets};
use crate::shop::Shop;
use crate::story::Story;
use serde_json::Value;
use std::fs;

const SPACE: &str = "--namespace=dock";
/// Changes the schema.
const MIGRATION: &str = "class AddRemarkToOrders < ActiveRecord::Migration[7.2]\n  def change\n    add_column :orders, :remark, :string\n  end\nend\n";
const CHANGE: &str = "db/migrate/20260401100000_add_remark_to_orders.rb";

/// Rows outlive a release and the pod, a dump brings them back, a new password is taken.
pub(crate) fn mariadb(story: &mut Story) {
    let cluster = &story.cluster;
    let classes = cluster.get("storageclasses");
    let class = classes["items"][0]["metadata"]["name"].as_str().unwrap().to_owned();
    let shop = Shop::new(|spec| {
        let (spec, _) = spec.split_once("workers:").unwrap();
        let image = "docker.io/library/mariadb:11.8";
        spec.replace("app: shop", "app: dock").replace("replicas: 2", "replicas: 1")
            + &format!(
                "redis: {{kind: external}}\ndatabase: {{adapter: mysql, kind: cluster, storage: 1Gi, image: '{image}', cpu: 100m, memory: 128Mi, memory_limit: 512Mi}}\nstorage: {{class: {class}}}\nmemcached: {{kind: cluster, image: 'docker.io/library/memcached:1.6', cpu: 50m}}\n"
            )
    });
    shop.release("mysql");
    let mut secrets = secrets();
    secrets.retain(|(name, _)| *name != "DATABASE_URL");
    // Made by its command.
    secrets.push(("DATABASE_PASSWORD", ""));
    login(cluster, &shop);
    shop.prepare(cluster, &secrets);
    shop.deploy(&[]).expect(0, &["migration is complete"]);
    let app = App::of(cluster, "dock");
    let first = order(&app, "Ann 🚢");
    let word = app.ask("/cached");
    let kept = |what: &str| {
        cluster.wait(what, LIMIT, || (app.page(&first).0 == 200).then_some(()));
        assert_eq!(app.ask(&first)["customer"], "Ann 🚢", "{what}");
    };

    fs::write(shop.path().join(CHANGE), MIGRATION).unwrap();
    shop.commit("remark");
    shop.deploy(&[]).expect(0, &["migration is complete"]);
    kept("after a release");
    let (_, columns) = as_user(cluster, "app", "", "SHOW COLUMNS FROM orders LIKE 'remark'");
    assert!(columns.contains("varchar"), "{columns}");

    cluster.ask(&format!("delete pod dock-mysql-0 {SPACE}"));
    ready(cluster, "statefulset/dock-mysql");
    kept("after the end of its pod");
    rights(cluster);
    cached(cluster, &app, &word);
    restored(cluster, &shop, &app);
    kept("after a restore");
    password(cluster, &shop);
    kept("with a new password");
    cluster.ask("delete namespace dock --wait=false");
}

/// The cache outlives the app's pods, which a release has replaced, and not memcached's own. Nobody else reaches it.
fn cached(cluster: &Cluster, app: &App, word: &Value) {
    assert_eq!(app.ask("/cached"), *word);
    insist(cluster, NEIGHBOUR, ("dock-memcached.dock", 11211), false);
    cluster.ask(&format!("delete pod dock-memcached-0 {SPACE}"));
    ready(cluster, "statefulset/dock-memcached");
    let next = cluster.wait("the cache keeps another word", LIMIT, || {
        let next = app.ask("/cached");
        (app.ask("/cached") == next).then_some(next)
    });
    assert_ne!(next, *word);
}

fn ready(cluster: &Cluster, workload: &str) {
    cluster.ask(&format!("rollout status {workload} {SPACE} --timeout=180s"));
}

/// What a script says in MariaDB's own pod, and whether it ended well.
fn inside(cluster: &Cluster, script: &str) -> (bool, String) {
    let words = format!("exec dock-mysql-0 {SPACE} -- sh -c");
    let output = cluster.kubectl(&words).arg(script).output().unwrap();
    (output.status.success(), told(&output))
}

/// The answer to a user with the password of the pod and such options.
fn as_user(cluster: &Cluster, user: &str, options: &str, query: &str) -> (bool, String) {
    let ask = format!("mariadb --batch --user={user} {options} --database=app");
    inside(cluster, &format!("MYSQL_PWD=\"$MYSQL_PASSWORD\" {ask} --execute=\"{query}\""))
}

/// Only the app's user gets in by the pod's address, by its password, and sees its own databases; root does at the socket. The pod
/// asks itself, for its policy lets it call nobody.
fn rights(cluster: &Cluster) {
    let network = "--host=dock-mysql-0 --protocol=tcp";
    let (entered, said) = as_user(cluster, "app", network, "SELECT CURRENT_USER()");
    assert!(entered && said.contains("app@%"), "{said}");
    let wrong = format!("{network} --password=wrong");
    for (user, options) in [("app", wrong.as_str()), ("root", network)] {
        let (entered, said) = as_user(cluster, user, options, "SELECT 1");
        assert!(!entered && said.contains("Access denied"), "{user}: {said}");
    }
    let (entered, said) = as_user(cluster, "root", "", "SELECT CURRENT_USER()");
    assert!(entered && said.contains("root@localhost"), "{said}");
    let (made, said) =
        as_user(cluster, "app", "", "CREATE DATABASE app_more; DROP DATABASE app_more");
    assert!(made, "{said}");
    let (made, said) = as_user(cluster, "app", "", "CREATE DATABASE other");
    assert!(!made && said.contains("Access denied"), "{said}");
    let (wrote, said) = inside(cluster, "touch /x /usr/x");
    assert!(!wrote && said.matches("Read-only file system").count() == 2, "{said}");
    let (_, said) = as_user(
        cluster,
        "app",
        "",
        "SELECT @@innodb_buffer_pool_size DIV 1048576, @@character_set_server",
    );
    assert!(said.contains("256") && said.contains("utf8mb4"), "{said}");
}

/// What was there when the dump was made is there again, and nothing else.
fn restored(cluster: &Cluster, shop: &Shop, app: &App) {
    let kept = order(app, "Bo");
    shop.paste(&block(shop, "Database", "mysqldump"), "");
    let lost = order(app, "Cy");
    shop.paste(&block(shop, "Database", "--replicas=0"), "");
    ready(cluster, "deployment/dock-web");
    assert_eq!(app.ask(&kept)["customer"], "Bo");
    assert_eq!(app.page(&lost).0, 404);
}

/// After the two commands, the app and MariaDB know the new password, and nobody the old one.
fn password(cluster: &Cluster, shop: &Shop) {
    let digest = || inside(cluster, "printf %s \"$MYSQL_PASSWORD\" | sha256sum").1;
    let before = digest();
    shop.paste(&block(shop, "Secrets", "--secret DATABASE_PASSWORD"), "");
    shop.paste(&block(shop, "Database", "ALTER USER"), "");
    ready(cluster, "deployment/dock-web");
    assert_ne!(digest(), before);
    rights(cluster);
}
