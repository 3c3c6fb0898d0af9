//! PostgreSQL in the cluster, with extensions that only its superuser may create: what is kept survives the end of its pod, and DEPLOY.md's commands do what they say.

use crate::app::App;
use crate::cluster::{Cluster, told};
use crate::releases::{login, secrets};
use crate::shop::Shop;
use crate::story::Story;
use serde_json::json;

const SPACE: &str = "--namespace=depot";

/// Rows outlive the pod, a dump brings them back, a new password is taken.
pub(crate) fn postgres(story: &mut Story) {
    let cluster = &story.cluster;
    let classes = cluster.get("storageclasses");
    let class = classes["items"][0]["metadata"]["name"].as_str().unwrap().to_owned();
    let spec = |spec: String| {
        let image = "docker.io/library/postgres:17";
        spec.replace("app: shop", "app: depot")
            + &format!(
                "database: {{kind: cluster, storage: 1Gi, image: '{image}', cpu: 100m, memory: 128Mi, memory_limit: 512Mi, extensions: [pg_stat_statements, file_fdw]}}\nstorage: {{class: {class}}}\n"
            )
    };
    let shop = Shop::new(spec);
    let mut secrets = secrets();
    secrets.retain(|(name, _)| *name == "RAILS_MASTER_KEY");
    // Made by its command.
    secrets.push(("DATABASE_PASSWORD", ""));
    secrets.push(("REDIS_URL", "redis://redis.data:6379/3"));
    login(cluster, &shop);
    shop.prepare(cluster, &secrets);
    shop.deploy(&[]).expect(0, &[]);
    let claim = cluster.get(&format!("persistentvolumeclaim data-depot-postgres-0 {SPACE}"));
    assert_eq!(claim["spec"]["storageClassName"], class.as_str());

    let app = App::of(cluster, "depot");
    let order = order(&app, "Ann");
    cluster.ask(&format!("delete pod depot-postgres-0 {SPACE}"));
    ready(cluster, "statefulset/depot-postgres");
    assert_eq!(app.ask(&order)["customer"], "Ann");
    rights(cluster);
    extensions(cluster, "depot");
    restored(cluster, &shop, &app);
    assert_eq!(app.ask(&order)["customer"], "Ann");
    extensions(cluster, "depot");
    password(cluster, &shop);
    assert_eq!(app.ask(&order)["customer"], "Ann");
    let packing = app.pack(1);
    app.packed(cluster, packing);
    cluster.ask("delete namespace depot --wait=false");
}

/// An order of this customer, by its path.
pub(crate) fn order(app: &App, customer: &str) -> String {
    let order = json!({"order": {"customer": customer, "item": "Rope", "quantity": 2}});
    format!("/orders/{}", app.send("/orders.json", &order)["id"])
}

fn ready(cluster: &Cluster, workload: &str) {
    cluster.ask(&format!("rollout status {workload} {SPACE} --timeout=180s"));
}

/// What a script says in the pod of an app's PostgreSQL, and whether it ended well.
fn inside(cluster: &Cluster, app: &str, script: &str) -> (bool, String) {
    let words = format!("exec {app}-postgres-0 --namespace={app} -- sh -c");
    let output = cluster.kubectl(&words).arg(script).output().unwrap();
    (output.status.success(), told(&output))
}

/// Only the app's role gets in by the pod's address, by its password, and it is no superuser. The pod asks itself, for its policy
/// lets it call nobody.
fn rights(cluster: &Cluster) {
    let ask = |user: &str, password: &str| {
        let ask = "psql --no-psqlrc --tuples-only --host=depot-postgres-0 --dbname=app";
        let query = "SELECT usesuper FROM pg_user WHERE usename = current_user";
        inside(
            cluster,
            "depot",
            &format!("PGPASSWORD={password} {ask} --username={user} -c \"{query}\""),
        )
    };
    let (entered, said) = ask("app", "\"$POSTGRES_PASSWORD\"");
    assert!(entered && said.trim() == "f", "{said}");
    for (user, password) in [("app", "wrong"), ("postgres", "\"$POSTGRES_PASSWORD\"")] {
        let (entered, said) = ask(user, password);
        assert!(!entered && said.contains("password authentication failed"), "{user}: {said}");
    }
    let (wrote, said) = inside(cluster, "depot", "touch /x /usr/x");
    assert!(!wrote && said.matches("Read-only file system").count() == 2, "{said}");
    let (_, settings) = inside(
        cluster,
        "depot",
        "psql -U postgres -Atc 'SHOW max_connections; SHOW shared_buffers'",
    );
    assert!(settings.contains("100") && settings.contains("128MB"), "{settings}");
}

/// The app's role uses extensions that it may not create: they are in its database and in each that it makes, and one of them
/// works only because the server loaded it when it started.
pub(crate) fn extensions(cluster: &Cluster, app: &str) {
    let ask = |database: &str, query: &str| {
        let ask = "psql --no-psqlrc --tuples-only --no-align --host=\"$HOSTNAME\" --username=app";
        let script =
            format!("PGPASSWORD=\"$POSTGRES_PASSWORD\" {ask} --dbname={database} -c \"{query}\"");
        inside(cluster, app, &script)
    };
    let (_, counted) = ask("app", "SELECT count(*) > 0 FROM pg_stat_statements");
    assert_eq!(counted, "t\n");
    let there = "SELECT string_agg(extname, ',' ORDER BY extname) FROM pg_extension";
    assert_eq!(ask("app", there).1, "file_fdw,pg_stat_statements,plpgsql\n");
    let (refused, said) = ask("app", "CREATE EXTENSION pageinspect");
    assert!(!refused && said.contains("permission denied"), "{said}");
    for query in ["CREATE DATABASE app_more", "DROP DATABASE app_more"] {
        let (made, said) = ask("postgres", query);
        assert!(made, "{said}");
        if query.starts_with("CREATE") {
            assert_eq!(ask("app_more", there).1, "file_fdw,pg_stat_statements,plpgsql\n");
        }
    }
}

/// The block of a section that has this word in it.
pub(crate) fn block(shop: &Shop, section: &str, word: &str) -> String {
    let blocks = shop.documented(section);
    blocks.into_iter().find(|(_, block)| block.contains(word)).unwrap().1
}

/// What was there when the dump was made is there again, and nothing else.
fn restored(cluster: &Cluster, shop: &Shop, app: &App) {
    let kept = order(app, "Bo");
    shop.paste(&block(shop, "Database", "pg_dump"), "");
    let lost = order(app, "Cy");
    shop.paste(&block(shop, "Database", "pg_restore"), "");
    ready(cluster, "deployment/depot-web");
    assert_eq!(app.ask(&kept)["customer"], "Bo");
    assert_eq!(app.page(&lost).0, 404);
}

/// After the two commands, the app and PostgreSQL know the new password.
fn password(cluster: &Cluster, shop: &Shop) {
    let digest = || inside(cluster, "depot", "printf %s \"$POSTGRES_PASSWORD\" | sha256sum").1;
    let before = digest();
    shop.paste(&block(shop, "Secrets", "--secret DATABASE_PASSWORD"), "");
    shop.paste(&block(shop, "Database", "ALTER ROLE"), "");
    for workload in ["deployment/depot-web", "deployment/depot-sidekiq"] {
        ready(cluster, workload);
    }
    assert_ne!(digest(), before);
    rights(cluster);
}
