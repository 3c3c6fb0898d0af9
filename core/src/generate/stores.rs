//! Stores of apps in the wild, and the variables that their addresses are read from.

use super::apps::{check, lines};
use crate::generate;

const WEB: &str = "config/kube/release/web.yml";
const KEYS: &str = "secret_keys=";

/// The rules that say something of a spec.
fn rules(rest: &str) -> Vec<&'static str> {
    let found = generate(&format!("app: shop\nimage: a/b\n{rest}")).report.diagnostics;
    found.iter().map(|each| each.rule.name).collect()
}

#[test]
fn a_database_elsewhere_is_read_in_parts() {
    let parts =
        "database: {variables: {host: DB_HOST, name: DB_NAME, user: DB_USER, password: DB_PASS}}\n";
    let plain = format!("{parts}env: {{DB_HOST: pg.example.com, DB_NAME: shop, DB_USER: shop}}\n");
    check(&plain, "deploy.sh", KEYS, &["secret_keys=('RAILS_MASTER_KEY' 'DB_PASS')"]);
    check(&plain, WEB, "DATABASE_URL", &[]);
    check(&plain, "DEPLOY.md", "DATABASE_URL", &[]);
    check(&plain, "DEPLOY.md", "DB_NAME", &[r#"database: <%= ENV["DB_NAME"] %>"#]);
    check(
        parts,
        "deploy.sh",
        KEYS,
        &["secret_keys=('RAILS_MASTER_KEY' 'DB_HOST' 'DB_NAME' 'DB_USER' 'DB_PASS')"],
    );
    let policy = format!("{plain}security: {{network_policy: true}}\n");
    check(&policy, "config/kube/network-app.yml", "port: 5432", &["port: 5432"]);
    let more = "database: {also: [queue], replicas: [reporting], variables: {host: DB_HOST, name: DB_NAME, password: DB_PASS}}\n";
    check(
        more,
        "deploy.sh",
        KEYS,
        &[
            "secret_keys=('RAILS_MASTER_KEY' 'DB_HOST' 'DB_NAME' 'DB_PASS' 'QUEUE_DB_NAME' 'REPORTING_DB_HOST')",
        ],
    );
    check(more, "DEPLOY.md", "QUEUE_DB_NAME\"", &[r#"database: <%= ENV["QUEUE_DB_NAME"] %>"#]);
    check(more, "DEPLOY.md", "REPORTING_DB_HOST\"", &[r#"host: <%= ENV["REPORTING_DB_HOST"] %>"#]);
    // KEDA cannot put parts together, so it has the whole in a Secret of its own.
    let scaled =
        format!("{parts}workers: [{{name: jobs, kind: solid_queue, autoscale: {{max: 3}}}}]\n");
    check(&scaled, "config/kube/jobs-login.yml", "key:", &["key: connection"]);
    check(
        &scaled,
        "DEPLOY.md",
        "`connection`",
        &[
            "`connection`: the database of the jobs, as `postgresql://USER:PASSWORD@HOST:5432/DATABASE`.",
        ],
    );
    // A password is never plain.
    assert!(rules(&format!("{parts}env: {{DB_PASS: a}}\n")).contains(&"twice-in-environment"));
    // Past PgBouncer lead host and port alone.
    let direct = "database: {direct_url: true, variables: {host: DB_HOST, password: DB_PASS}}\nenv: {DB_HOST: pool.example.com}\n";
    let migrate = "config/kube/jobs/migrate.yml";
    check(direct, migrate, "DB_HOST", &["- name: DB_HOST", "key: MIGRATION_DB_HOST"]);
    check(direct, WEB, "DB_HOST", &[]);
}

#[test]
fn a_database_in_the_cluster_is_read_in_parts() {
    let names = "variables: {host: DB_HOST, port: DB_PORT, name: DB_NAME, user: DB_USER, password: DB_PASS}";
    let inside = format!("database: {{kind: cluster, also: [queue], {names}}}\n");
    check(&inside, "deploy.sh", KEYS, &["secret_keys=('RAILS_MASTER_KEY' 'DB_PASS')"]);
    check(
        &inside,
        WEB,
        "DB_",
        &[
            "- name: DB_PASS",
            "key: DB_PASS",
            "- name: DB_HOST",
            "- name: DB_PORT",
            "- name: DB_NAME",
            "- name: DB_USER",
            "- name: QUEUE_DB_NAME",
        ],
    );
    check(&inside, WEB, "app_queue", &["value: app_queue"]);
    check(&inside, WEB, "shop-postgres", &["value: shop-postgres"]);
    check(&inside, "config/kube/postgres.yml", "key:", &["key: DB_PASS"]);
    check(&inside, "DEPLOY.md", "DATABASE_PASSWORD", &[]);
    let pooled = format!("database: {{kind: cnpg, pooler: true, {names}}}\n");
    check(&pooled, WEB, "value: shop-", &["value: shop-postgres-pooler"]);
    check(&pooled, WEB, "key: password", &["key: password"]);
    check(&pooled, "config/kube/jobs/migrate.yml", "value: shop-", &["value: shop-postgres-rw"]);
    check(&pooled, "DEPLOY.md", "advisory_locks:", &["advisory_locks: false"]);
    let own = "database: {kind: cluster, variables: {url: SHOP_DB}}\n";
    check(own, WEB, "SHOP_DB", &["- name: SHOP_DB"]);
    check(own, "DEPLOY.md", "SHOP_DB", &[r#"url: <%= ENV["SHOP_DB"] %>"#]);
    for (rest, rule) in [
        (format!("{inside}env: {{DB_HOST: a}}\n"), "reserved-variable"),
        (format!("{inside}secrets: [DB_NAME]\n"), "reserved-variable"),
        ("database: {variables: {host: DB, name: DB}}\n".to_owned(), "store-variable"),
        ("database: {adapter: sqlite, variables: {host: DB}}\n".to_owned(), "no-effect"),
        ("redis: {variables: {host: R}}\n".to_owned(), "no-effect"),
    ] {
        assert!(rules(&rest).contains(&rule), "{rest}: {:?}", rules(&rest));
    }
    // Whoever names the password below `secrets` too says it twice and no more.
    assert!(rules(&format!("{inside}secrets: [DB_PASS]\n")).is_empty());
}

#[test]
fn redis_is_read_in_parts() {
    let names = "variables: {host: REDIS_HOST, port: REDIS_PORT, password: REDIS_AUTH}";
    let inside = format!("redis: {{kind: cluster, also: [cache], {names}}}\n");
    check(
        &inside,
        WEB,
        "REDIS_",
        &[
            "# Else a Service named `redis` would set REDIS_PORT in every pod.",
            "- name: REDIS_AUTH",
            "key: REDIS_AUTH",
            "- name: REDIS_HOST",
            "- name: REDIS_PORT",
            "- name: CACHE_REDIS_HOST",
        ],
    );
    check(&inside, "config/kube/redis.yml", "key: R", &["key: REDIS_AUTH", "key: REDIS_AUTH"]);
    let outside = format!(
        "redis: {{kind: external, {names}}}\nworkers: [{{name: sidekiq}}]\nenv: {{REDIS_HOST: r.example.com, REDIS_PORT: '6380'}}\n"
    );
    check(
        &outside,
        "deploy.sh",
        KEYS,
        &["secret_keys=('RAILS_MASTER_KEY' 'DATABASE_URL' 'REDIS_AUTH')"],
    );
    let told = r#"redis = { host: ENV["REDIS_HOST"], port: ENV["REDIS_PORT"], password: ENV["REDIS_AUTH"] }"#;
    check(&outside, "DEPLOY.md", "redis = {", &[told]);
    check(&outside, "DEPLOY.md", "host: <%=", &[r#"host: <%= ENV["REDIS_HOST"] %>"#]);
}

#[test]
fn memcached_runs_in_the_cluster_or_elsewhere() {
    let inside = "memcached: {kind: cluster}\n";
    let set = "config/kube/memcached.yml";
    check(inside, set, "image:", &["image: docker.io/library/memcached:1.6.45"]);
    check(inside, set, "\"192\"", &["- \"192\""]);
    check(inside, set, "runAsUser", &["runAsUser: 11211"]);
    check(inside, set, "volume", &[]);
    check(inside, WEB, "memcached", &["value: shop-memcached:11211"]);
    check(inside, "DEPLOY.md", "config.cache_store", &["config.cache_store = :mem_cache_store"]);
    check(inside, "DEPLOY.md", "dalli", &["gem \"dalli\", \">= 3.0.1\" # for :mem_cache_store"]);
    let policy = format!("{inside}security: {{network_policy: true}}\n");
    check(&policy, "config/kube/network-memcached.yml", "port:", &["port: 11211"]);
    let egress = "config/kube/network-app.yml";
    check(&policy, egress, "11211", &["port: 11211"]);
    let named = "memcached: {kind: external, variables: {url: MEMCACHED_URL}}\n";
    let keys = ["secret_keys=('RAILS_MASTER_KEY' 'DATABASE_URL' 'MEMCACHED_URL')"];
    check(named, "deploy.sh", KEYS, &keys);
    check(
        named,
        "DEPLOY.md",
        "config.cache_store",
        &[r#"config.cache_store = :mem_cache_store, *ENV.fetch("MEMCACHED_URL", "").split(",")"#],
    );
    let plain = "memcached: {kind: external}\nenv: {MEMCACHE_SERVERS: 'cache.example.com:11212'}\nsecurity: {network_policy: true}\n";
    check(plain, "deploy.sh", KEYS, &["secret_keys=('RAILS_MASTER_KEY' 'DATABASE_URL')"]);
    check(plain, egress, "1121", &["port: 11211", "port: 11212"]);
    for (rest, rule) in [
        ("memcached: {kind: cluster, image: 'docker.io/library/redis:8.2'}\n", "store-image"),
        ("memcached: {kind: cluster}\nworkers: [{name: memcached}]\n", "name-taken"),
        ("memcached: {kind: cluster}\nenv: {MEMCACHE_SERVERS: a}\n", "reserved-variable"),
        ("memcached: {kind: cluster, memory_limit: 64Mi}\n", "limit-below-request"),
        ("memcached: {kind: cluster}\nquota: {pods: 1}\n", "quota-too-small"),
    ] {
        assert!(rules(rest).contains(&rule), "{rest}: {:?}", rules(rest));
    }
}

#[test]
fn a_search_engine_runs_in_the_cluster_or_elsewhere() {
    let inside = "search: {kind: cluster, memory_limit: 3Gi}\n";
    let set = "config/kube/search.yml";
    check(inside, set, "-Xm", &["value: \"-Xms1536m -Xmx1536m\""]);
    check(inside, set, "- name: node.store", &["- name: node.store.allow_mmap"]);
    check(inside, set, "runAsGroup", &["runAsGroup: 1000"]);
    check(inside, WEB, "shop-search", &["value: http://shop-search:9200"]);
    check(inside, WEB, "OPENSEARCH_URL", &["- name: OPENSEARCH_URL"]);
    let elastic = "search: {kind: cluster, image: 'docker.elastic.co/elasticsearch/elasticsearch:8.19.8', variables: {host: ES_HOST, port: ES_PORT}}\n";
    check(elastic, set, "ES_JAVA_OPTS", &["- name: ES_JAVA_OPTS"]);
    check(elastic, set, "runAsGroup", &["runAsGroup: 0"]);
    check(elastic, WEB, "ES_", &["- name: ES_HOST", "- name: ES_PORT"]);
    check(elastic, WEB, "shop-search", &["value: shop-search"]);
    let policy = format!("{inside}security: {{network_policy: true}}\n");
    check(&policy, "config/kube/network-search.yml", "port:", &["port: 9200"]);
    let outside = "search: {kind: external, engine: elasticsearch}\n";
    let keys = ["secret_keys=('RAILS_MASTER_KEY' 'DATABASE_URL' 'ELASTICSEARCH_URL')"];
    check(outside, "deploy.sh", KEYS, &keys);
    for (rest, rule) in [
        ("search: {kind: cluster, memory: 512Mi, memory_limit: 512Mi}\n", "search-memory"),
        (
            "search: {kind: cluster, engine: elasticsearch, image: 'opensearchproject/opensearch:3.8.0'}\n",
            "store-image",
        ),
        ("search: {variables: {url: ES_URL}}\n", "no-effect"),
    ] {
        assert!(rules(rest).contains(&rule), "{rest}: {:?}", rules(rest));
    }
}

/// MongoDB and others by address: never a database of Active Record, and their port is open.
#[test]
fn other_stores_by_address_are_left_as_they_are() {
    let rest = "secrets: [MONGO_DATABASE_URL, MONGODB_URI, AMQP_URL]\nsecurity: {network_policy: true}\nprocesses: [{name: search, command: bin/search, env: {SOLR_URL: 'http://solr.example.com:8983'}}]\nweb: {env: {ELASTICSEARCH_HOST: es.example.com}}\n";
    check(rest, "DEPLOY.md", "mongo_migrate", &[]);
    check(rest, "DEPLOY.md", "replica:", &[]);
    let open = lines(rest, "config/kube/network-app.yml", "port:");
    for port in ["27017", "5672", "8983", "9200"] {
        assert!(open.contains(&format!("port: {port}")), "{open:?}");
    }
}

/// One node holds the volume, and locks work between its processes: workers and CronJobs go there.
#[test]
fn workers_open_the_file_of_sqlite_beside_the_web_pod() {
    let rest = "database: {adapter: sqlite, also: [archive]}\nworkers: [{name: jobs, kind: solid_queue}]\ncron: [{name: digest, schedule: '@daily', command: bin/digest}]\n";
    for part in ["jobs", "digest", "web"] {
        let path = format!("config/kube/release/{part}.yml");
        check(rest, &path, "mountPath: /rails/storage", &["mountPath: /rails/storage"]);
        check(rest, &path, "podAffinity", &["podAffinity:"]);
    }
    check(rest, "config/kube/release/jobs.yml", "type: Recreate", &["type: Recreate"]);
}
