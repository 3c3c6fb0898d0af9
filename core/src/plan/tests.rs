//! Choices that do not go together are refused with help.

mod front_door;
mod process;
mod workers;

use crate::generate;

/// Rules and places of what a spec is told, app and image given.
fn check(rest: &str, expect: &[&str]) {
    assert_eq!(rules(rest), expect, "{rest}");
}

fn rules(rest: &str) -> Vec<String> {
    let found = generate(&format!("app: shop\nimage: a/b\n{rest}")).report.diagnostics;
    assert!(found.iter().all(|each| !each.help.is_empty()));
    found.iter().map(|each| format!("{} {} {}", each.place.line, each.rule, each.path)).collect()
}

#[test]
fn sqlite_serves_one_pod() {
    check("database: {adapter: sqlite}\n", &[]);
    check("database: {adapter: sqlite}\nweb: {replicas: 2}\n", &["4 sqlite-replicas web.replicas"]);
    // Locks work between the processes of one node, and workers go to the node of the web pod.
    check("database: {adapter: sqlite}\nworkers: [{name: jobs, kind: solid_queue}]\n", &[]);
}

#[test]
fn grace_is_longer_than_what_has_to_end_in_it() {
    check("web: {grace: 45}\n", &[]);
    check("web: {grace: 44}\n", &["3 grace-too-short web.grace"]);
    check("web: {grace: 60, drain: 30}\n", &["3 grace-too-short web.grace"]);
    check(
        "workers: [{name: sidekiq, timeout: 25, grace: 25}]\n",
        &["3 grace-too-short workers[0].grace"],
    );
}

#[test]
fn limits_are_not_below_requests() {
    check("web: {memory: 2Gi, memory_limit: 2Gi}\n", &[]);
    check("web: {memory: 2Gi}\n", &["3 limit-below-request web.memory_limit"]);
}

#[test]
fn secrets_stay_out_of_the_environment() {
    check("env: {PUBLIC_URL: 'https://shop.example.com'}\n", &[]);
    check("env: {STRIPE_API_KEY: sk_live}\n", &["3 secret-in-env env.STRIPE_API_KEY"]);
    for (name, value) in [
        ("LICENSE", "sk_live_51Hqz0aBcDeF"),
        ("GH", "ghp_16C7e42F292c6912"),
        ("PGPASS", "x"),
        ("SMTP_PASSWD", "x"),
        ("CHAT_URL", "https://hooks.slack.com/services/T0/B0/x"),
    ] {
        let expect = format!("3 secret-in-env env.{name}");
        check(&format!("env: {{{name}: {value}}}\n"), &[&expect]);
    }
    check("secrets: [stripe_key, http_proxy]\n", &["3 lower-case-secret secrets[0]"]);
    check("env: {SEARCH_URL: 'http://a:b@c/d'}\n", &["3 secret-in-env env.SEARCH_URL"]);
    check("env: {DATABASE_URL: x}\n", &["3 twice-in-environment env.DATABASE_URL"]);
    check("env: {RAILS_ENV: staging}\n", &["3 reserved-variable env.RAILS_ENV"]);
    check("secrets: [PORT]\n", &["3 reserved-variable secrets[0]"]);
}

#[test]
fn workers_have_names_of_their_own_and_what_they_need() {
    check(
        "workers: [{name: web}, {name: a}, {name: a}]\n",
        &["3 name-taken workers[0].name", "3 name-taken workers[2].name"],
    );
    check(
        "redis: {kind: none}\nworkers: [{name: sidekiq}]\n",
        &["3 sidekiq-without-redis redis.kind"],
    );
    check(
        "database: {adapter: none}\nworkers: [{name: a, kind: solid_queue}]\n",
        &["3 solid-queue-without-database database.adapter"],
    );
}

#[test]
fn scheduled_jobs_have_names_of_their_own() {
    let job = |name: &str| format!("{{name: {name}, schedule: '@daily', command: a}}");
    check(&format!("cron: [{}]\n", job("digest")), &[]);
    for taken in ["web", "console", "task", "redis", "unreleased"] {
        check(&format!("cron: [{}]\n", job(taken)), &["3 name-taken cron[0].name"]);
    }
    check(
        &format!("workers: [{{name: a}}]\ncron: [{}]\n", job("a")),
        &["4 name-taken cron[0].name"],
    );
    let long = format!("app: {}\nimage: a/b\n", "a".repeat(40));
    let found = generate(&format!("{long}cron: [{}]\n", job("twelve-chars"))).report.diagnostics;
    assert_eq!(found.first().map(|each| each.rule.name), Some("name-too-long"));
    assert!(!generate(&format!("{long}cron: [{}]\n", job("eleven-char"))).report.has_errors());
    let name = "recalculate-all-balances-of-the-month";
    check(&format!("cron: [{}]\n", job(name)), &[]);
    let sidekiq = format!("{long}workers: [{{name: a}}]\nscheduler: {{kind: sidekiq_cron}}\n");
    let class = format!("cron: [{{name: {name}, schedule: '@daily', class: A}}]\n");
    assert!(!generate(&format!("{sidekiq}{class}")).report.has_errors());
}

#[test]
fn a_volume_serves_one_web_pod() {
    let local = "active_storage: {service: local}\n";
    check(local, &[]);
    check(&format!("{local}workers: [{{name: sidekiq, replicas: 2}}]\n"), &[]);
    check(&format!("{local}web: {{replicas: 2}}\n"), &["4 local-storage-replicas web.replicas"]);
    let size = |rest: &str| {
        generate(&format!("app: a\nimage: b\n{rest}"))
            .plan
            .volume
            .map(|size| (size.field, size.value))
    };
    let of = |field: &str, size: &str| Some((field.to_owned(), size.to_owned()));
    assert_eq!(size(""), None);
    assert_eq!(size(local), of("active_storage.storage", "10Gi"));
    let both = format!("{local}database: {{adapter: sqlite, storage: 11Gi}}\n");
    assert_eq!(size(&both), of("database.storage", "11Gi"));
}

#[test]
fn redis_in_the_cluster_has_an_address_and_a_disk() {
    let redis = "redis: {kind: cluster}\n";
    check(&format!("{redis}workers: [{{name: sidekiq}}]\n"), &[]);
    check(&format!("{redis}env: {{REDIS_URL: a}}\n"), &["4 reserved-variable env.REDIS_URL"]);
    check(&format!("{redis}secrets: [REDIS_URL]\n"), &["4 reserved-variable secrets[0]"]);
    check("redis: {kind: cluster, storage: 500Mi}\n", &["3 redis-storage redis.storage"]);
    check("redis: {kind: cluster, image: 'valkey:latest'}\n", &["3 wrong-value redis.image"]);
    let megabytes = |limit: &str| {
        let text = format!("app: a\nimage: b\nredis: {{memory_limit: {limit}}}\n");
        generate(&text).plan.redis.maxmemory.value
    };
    assert_eq!([megabytes("1Gi"), megabytes("1M")], [512, 1]);
}

#[test]
fn databases_run_in_the_cluster() {
    check("database: {kind: cluster}\n", &[]);
    check("database: {kind: cnpg, pooler: true}\n", &[]);
    check("database: {adapter: mysql, kind: cluster}\n", &[]);
    check("database: {adapter: mysql, kind: cnpg}\n", &["3 database-kind database.kind"]);
    check("database: {adapter: none, kind: cnpg}\n", &["3 database-kind database.kind"]);
    let pooler = "pooler-without-cnpg database.pooler";
    check("database: {kind: cluster, pooler: true}\n", &[&format!("3 {pooler}")]);
    check("database: {pooler: true}\n", &[&format!("3 {pooler}")]);
    check(
        "database: {kind: cluster, memory: 128Mi, memory_limit: 128Mi}\n",
        &["3 database-memory database.memory_limit"],
    );
    check("database: {kind: cnpg}\nkubernetes: '1.37'\n", &["4 cnpg-kubernetes kubernetes"]);
    check(
        "database: {kind: cluster, direct_url: true}\n",
        &["3 direct-url-without-server database.direct_url"],
    );
    let inside = "database: {kind: cluster, also: [queue]}\n";
    check(&format!("{inside}workers: [{{name: postgres}}]\n"), &["4 name-taken workers[0].name"]);
    for (watch, taken) in [
        ("apm: datadog", "DD_ENV"),
        ("apm: newrelic", "NEW_RELIC_LOG"),
        ("metrics: yabeda", "PROMETHEUS_EXPORTER_PORT"),
    ] {
        check(
            &format!("monitoring: {{{watch}}}\nenv: {{{taken}: a}}\n"),
            &[&format!("4 reserved-variable env.{taken}")],
        );
    }
    check(
        "console: {always: true}\nworkers: [{name: terminal, kind: solid_queue}]\n",
        &["4 name-taken workers[0].name"],
    );
    for taken in ["DATABASE_URL", "QUEUE_DATABASE_URL"] {
        check(&format!("{inside}secrets: [{taken}]\n"), &["4 reserved-variable secrets[0]"]);
    }
    let keys = |rest: &str| {
        let plan = generate(&format!("app: a\nimage: b\n{rest}")).plan;
        plan.secrets.into_iter().map(|key| key.value).collect::<Vec<_>>()
    };
    assert_eq!(keys(inside), ["RAILS_MASTER_KEY", "DATABASE_PASSWORD"]);
    assert_eq!(keys("database: {kind: cnpg, also: [queue]}\n"), ["RAILS_MASTER_KEY"]);
}

#[test]
fn connections_are_added_up() {
    // Two pods and one of a rollout with one process of three threads; console, task, migration.
    let allows = |most: i64| format!("database: {{max_connections: {most}}}\n");
    check(&format!("{}web: {{processes: 1, threads: 3}}\n", allows(16)), &[]);
    check(
        &format!("{}web: {{processes: 1, threads: 3}}\n", allows(15)),
        &["3 too-many-connections database.max_connections"],
    );
    let large = "web: {replicas: 9, processes: 2, threads: 5}\n";
    check(large, &[]);
    let refused = "too-many-connections database.max_connections";
    let found = generate(&format!("app: a\nimage: b\n{large}database: {{kind: cnpg}}\n")).report;
    assert!(found.has_errors(), "{refused}");
    check(&format!("{large}database: {{kind: cnpg, pooler: true}}\n"), &[]);
    // GoodJob goes past PgBouncer: 40 and 2 of the rest, and eleven pods of eight.
    let jobs = |most: i64| {
        format!(
            "database: {{kind: cnpg, pooler: true, max_connections: {most}}}\nworkers: [{{name: jobs, kind: good_job, replicas: 10, concurrency: 5}}]\n"
        )
    };
    check(&jobs(133), &[]);
    check(&jobs(132), &["3 too-many-connections database.max_connections"]);
    let needed = |rest: &str| {
        super::connections(&generate(&format!("app: a\nimage: b\n{rest}")).plan).needed()
    };
    let web = "web: {replicas: 1, processes: 1, threads: 3}\n";
    assert_eq!(needed(web), 6 + 2 + 2);
    assert_eq!(needed(&format!("{web}database: {{kind: cluster, also: [queue]}}\n")), 20);
    let jobs = "workers: [{name: jobs, kind: solid_queue, replicas: 2, concurrency: 4}]\n";
    assert_eq!(needed(&format!("{web}{jobs}")), 10 + 3 * 6);
    assert_eq!(needed(&format!("{web}active_storage: {{service: local}}\n")), 3 + 2 + 2);
}

#[test]
fn an_ingress_has_hosts() {
    check("expose: {via: ingress}\n", &["3 ingress-without-hosts expose.via"]);
    check("hosts: ['*.example.com']\n", &["3 wildcard-certificate hosts[0]"]);
}

#[test]
fn versions_out_of_support_are_told() {
    check("rails: {version: '7.2'}\n", &["3 rails-ended rails.version"]);
    check("rails: {ruby: '3.2'}\n", &["3 ruby-ended rails.ruby"]);
    check("rails: {ruby: '3.1'}\n", &["3 ruby-before-rails rails.ruby"]);
    check("rails: {ruby: latest}\n", &["3 wrong-value rails.ruby"]);
    let ended = "3 rails-ended rails.version";
    for (version, ruby, late) in [
        ("7.1", "3.3", false),
        ("7.1", "3.4", true),
        ("7.2", "3.4", false),
        ("7.2", "4.0", true),
        ("8.0", "4.0", false),
        ("8.1", "4.0", false),
    ] {
        let mut expect = vec![];
        if ruby == "3.3" {
            expect.push("3 ruby-ends rails.ruby");
        }
        if late {
            expect.push("3 ruby-after-rails rails.ruby");
        }
        if version != "8.1" {
            expect.push(ended);
        }
        let mut found = rules(&format!("rails: {{version: '{version}', ruby: '{ruby}'}}\n"));
        found.sort();
        expect.sort_unstable();
        assert_eq!(found, expect, "{version} {ruby}");
    }
    for (node, ended) in [(18, true), (20, true), (22, false), (24, false), (25, true), (30, false)]
    {
        let expect: &[&str] = if ended { &["3 node-ended rails.node"] } else { &[] };
        check(&format!("rails: {{javascript: yarn, node: {node}}}\n"), expect);
    }
    check("rails: {node: 18}\n", &[]);
    check("rails: {javascript: npm, node: v12}\n", &["3 node-ended rails.node"]);
}

#[test]
fn versions_are_taken_as_the_files_of_an_app_write_them() {
    let ended = "3 rails-ended rails.version";
    let unknown = "3 rails-unknown rails.version";
    for (version, expect) in [
        ("8.1.3", &[] as &[&str]),
        ("8.2.0.alpha", &[unknown]),
        ("'8.2'", &[unknown]),
        ("7.1.5.2", &[ended]),
        ("'7.0'", &[ended]),
        ("6.1", &[ended]),
        ("5.2.8", &[ended]),
        ("edge", &["3 wrong-value rails.version"]),
    ] {
        let ruby = if version.contains("8.") { "3.4" } else { "3.2" };
        let mut found = rules(&format!("rails: {{version: {version}, ruby: '{ruby}'}}\n"));
        found.retain(|each| !each.contains("ruby-ended"));
        assert_eq!(found, expect, "{version}");
    }
    for (ruby, expect) in [
        ("ruby-3.4.4", &[] as &[&str]),
        ("3.4.4", &[]),
        ("4.1.0-preview1", &["3 ruby-unknown rails.ruby"]),
        ("'4.2'", &["3 ruby-unknown rails.ruby"]),
        ("jruby-9.4.8.0", &["3 wrong-value rails.ruby"]),
    ] {
        check(&format!("rails: {{ruby: {ruby}}}\n"), expect);
    }
    for node in ["20.17.0", "v20", "lts/iron", "20"] {
        let rest = format!("rails: {{javascript: npm, node: {node}}}\n");
        check(&rest, &["3 node-ended rails.node"]);
    }
    let file = |rest: &str| {
        let bundle = generate(&format!("app: a\nimage: b\n{rest}")).bundle;
        bundle.files["Dockerfile"].text()
    };
    let text = file("rails: {ruby: ruby-3.4.4, javascript: npm, node: v22.11.0}\n");
    assert!(text.contains("ARG RUBY_VERSION=3.4.4\n"), "{text}");
    assert!(text.contains("docker.io/library/node:22.11.0-slim"), "{text}");
    assert!(text.contains("SECRET_KEY_BASE_DUMMY=1 ./bin/rails"), "{text}");
    let old = file("rails: {version: '7.0'}\n");
    assert!(old.contains("SECRET_KEY_BASE=unused ./bin/rails assets:precompile"), "{old}");
}

/// The day is that of the line, not of the patch.
#[test]
fn a_line_of_ruby_came_out_on_a_day() {
    let found = generate("app: a\nimage: b\nrails: {version: '7.1', ruby: 3.4.4}\n").report;
    let told = found.diagnostics.iter().find(|each| each.rule == "ruby-after-rails").unwrap();
    assert!(told.message.starts_with("Ruby 3.4 came out on 2024-12-25"), "{}", told.message);
}

#[test]
fn another_word_for_a_choice_is_understood() {
    for (rest, help) in [
        ("database: {adapter: trilogy}\n", "write `mysql`"),
        ("database: {adapter: mariadb}\n", "write `mysql`"),
        ("database: {adapter: postgis}\n", "write `postgresql`"),
        ("database: {adapter: mongodb}\n", "write `none`"),
        ("active_storage: {service: s3}\n", "write `external`"),
        ("workers: [{name: a, kind: resque}]\n", "write `command`"),
        ("workers: [{name: a, kind: delayed_job}]\n", "write `command`"),
        ("action_cable: {adapter: anycable}\n", "write `none`"),
        ("rails: {javascript: importmap}\n", "write `none`"),
        ("scheduler: {kind: whenever}\n", "write `kubernetes`"),
    ] {
        let found = generate(&format!("app: a\nimage: b\n{rest}")).report.diagnostics;
        let wrong = found.iter().find(|each| each.rule == "wrong-value").unwrap();
        assert!(wrong.help.starts_with(help), "{rest}: {}", wrong.help);
    }
    check("action_cable: {adapter: postgresql}\n", &[]);
    let rest = "database: {adapter: mysql}\naction_cable: {adapter: postgresql}\n";
    check(rest, &["4 cable-without-database action_cable.adapter"]);
    let rest = "database: {kind: cnpg, pooler: true}\naction_cable: {adapter: postgresql}\n";
    check(rest, &["4 cable-without-database action_cable.adapter"]);
}

/// A broken spec still shows a bundle; its errors keep the command line from writing it.
#[test]
fn there_is_always_a_bundle() {
    for text in ["", "app: [", "- a", "app: 'A B'", "\u{0}", "workers: [{}]"] {
        let generated = generate(text);
        assert!(generated.report.has_errors(), "{text:?}");
        assert!(generated.bundle.files.contains_key("config/kube/release/web.yml"), "{text:?}");
    }
}

#[test]
fn pods_by_load_have_bounds_and_no_volume() {
    check("web: {replicas: 2, autoscale: {max: 2}}\n", &[]);
    check("web: {replicas: 3, autoscale: {max: 2}}\n", &["3 autoscale-bounds web.autoscale.max"]);
    check(
        "database: {adapter: sqlite}\nweb: {autoscale: {max: 2}}\n",
        &["4 autoscale-volume web.autoscale.max"],
    );
    check(
        "active_storage: {service: local}\nworkers: [{name: a, autoscale: {max: 2}}]\n",
        &["4 autoscale-volume workers[0].autoscale.max"],
    );
    check(
        "workers: [{name: a, replicas: 5, autoscale: {max: 2}}]\n",
        &["3 autoscale-bounds workers[0].autoscale.max"],
    );
}

#[test]
fn an_agent_sends_where_it_can() {
    check("logging: {kind: fluentd}\n", &[]);
    check("logging: {kind: otel, url: 'https://a.example'}\n", &[]);
    check("logging: {kind: fluent_bit}\n", &["3 logging-without-url logging.url"]);
    check("logging: {kind: fluentd, to: loki}\n", &["3 logging-store logging.to"]);
    check("logging: {kind: otel, to: logzio}\n", &["3 logging-store logging.to"]);
    check("logging: {kind: otel, url: 'http://a.example:1'}\n", &[]);
    check(
        "logging: {kind: otel, url: 'http://a.example:1', login: true}\n",
        &["3 login-in-the-clear logging.url"],
    );
    check(
        "logging: {kind: fluentd, namespace: shop}\n",
        &["3 logging-namespace logging.namespace"],
    );
}

#[test]
fn what_measures_and_checks_has_a_place_to_do_so() {
    check("monitoring: {metrics: yabeda, alerts: true, check: cron}\n", &[]);
    check("monitoring: {port: 3000}\n", &[]);
    check("monitoring: {metrics: yabeda, port: 3000}\n", &["3 metrics-port monitoring.port"]);
    check("monitoring: {check: probe}\n", &["3 probe-without-host monitoring.check"]);
    check("hosts: [a.example]\nmonitoring: {check: probe}\n", &[]);
    check(
        "workers: [{name: check}]\nmonitoring: {check: cron}\n",
        &["3 name-taken workers[0].name"],
    );
}

/// What is said to hold, written into the spec, changes no file but the spec itself, and its checksum in deploy.sh.
#[test]
fn values_in_force_can_be_written_out() {
    use crate::field::{self, Default};
    use crate::spec::Draft;
    for preset in crate::preset::PRESETS {
        let before = generate(preset.text);
        let mut draft = Draft::from_text(preset.text);
        let values = super::values(&before.plan);
        for (path, text) in &values {
            draft.set_text(path, text);
        }
        let mut after = generate(&draft.to_text());
        assert!(!after.report.has_errors(), "{}: {:#?}", preset.id, after.report);
        after.bundle.files.remove("linkspan.yml");
        for (path, file) in after.bundle.files {
            let said = |text: String| {
                let lines = text.lines().filter(|line| !line.starts_with("spec_sum="));
                lines.map(str::to_owned).collect::<Vec<_>>()
            };
            let then = said(before.bundle.files[&path].text());
            assert_eq!(said(file.text()), then, "{}: {path}", preset.id);
        }
        for field in field::fields() {
            let single = !field.path.contains('[') && !field.accepts.is_list();
            // Where nothing says it, the cluster's own default or a server that nobody described holds; nodes that may
            // read the registry anyway have no login.
            let open = ["storage.class", "database.max_connections", "registry.pull_secret"];
            let open = open.contains(&field.path);
            if single && !open && field.default != Default::Nothing {
                assert!(values.contains_key(field.path), "{}: {}", preset.id, field.path);
            }
        }
    }
}

#[test]
fn databases_are_of_a_server_and_named_once() {
    check("database: {also: [queue, cache]}\n", &[]);
    check("database: {also: [primary]}\n", &["3 primary-database database.also[0]"]);
    let also = |adapter: &str| format!("database: {{adapter: {adapter}, also: [archive]}}\n");
    check(&also("none"), &["3 database-without-server database.also"]);
    check(&also("sqlite"), &[]);
}

#[test]
fn migrations_go_past_a_pooler_only_where_there_is_a_server() {
    check("database: {direct_url: true, also: [queue]}\n", &[]);
    check("database: {also: [migration]}\n", &[]);
    check(
        "database: {direct_url: true, also: [queue, migration_queue]}\n",
        &["3 direct-url-name database.also[1]"],
    );
    for adapter in ["sqlite", "none"] {
        check(
            &format!("database: {{adapter: {adapter}, direct_url: true}}\n"),
            &["3 direct-url-without-server database.direct_url"],
        );
    }
}

#[test]
fn delivery_needs_what_it_deploys_from() {
    check("delivery: {gitops: flux}\n", &["3 gitops-without-repository delivery.gitops"]);
    let argo = "delivery: {gitops: argocd, repository: 'https://git.example.com/a.git'}\n";
    check(argo, &[]);
    check(
        &format!("{argo}migrate: {{strategy: downtime}}\n"),
        &["3 gitops-strategy delivery.gitops"],
    );
    check("delivery: {tests: ci.yml}\n", &["3 tests-without-ci delivery.tests"]);
    check("delivery: {ci: github, tests: ci.yml}\n", &[]);
    for wrong in ["deploy.yml", "tests"] {
        let text = format!("delivery: {{ci: github, tests: {wrong}}}\n");
        check(&text, &["3 tests-file delivery.tests"]);
    }
    check("delivery: {ci: github}\nenvironments: {staging: {}}\n", &[]);
}

#[test]
fn versions_that_end_are_told() {
    check("kubernetes: '1.34'\n", &["3 kubernetes-ended kubernetes"]);
    check("kubernetes: '1.35'\n", &[]);
    check("rails: {ruby: 3.3.8}\n", &["3 ruby-ends rails.ruby"]);
    check("rails: {ruby: '3.2'}\n", &["3 ruby-ended rails.ruby"]);
    check("rails: {version: '8.0'}\n", &["3 rails-ended rails.version"]);
}

#[test]
fn a_secret_store_knows_where_to_read() {
    let store = |rest: &str| format!("secret_store: {{{rest}}}\n");
    check(&store("kind: external_secrets, name: acme"), &[]);
    check(&store("kind: external_secrets"), &["3 no-secret-store secret_store.kind"]);
    check(
        &store("kind: external_secrets, name: a, key: shop, property: value"),
        &["3 same-secret secret_store.property"],
    );
    check(&store("kind: external_secrets, name: a, key: 'shop-{dashed}'"), &[]);
    check(&store("kind: sops, name: a"), &["3 no-effect secret_store.name"]);
    check(
        &store("age: [age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p]"),
        &["3 no-effect secret_store.age"],
    );
    check(&store("kind: credentials"), &[]);
    check(
        "rails: {credentials: false}\nsecret_store: {kind: credentials}\n",
        &["4 no-credentials secret_store.kind"],
    );
}

#[test]
fn one_key_opens_what_is_in_the_credentials() {
    let keys = |rest: &str| {
        let plan = generate(&format!("app: shop\nimage: a/b\n{rest}")).plan;
        plan.secrets.into_iter().map(|each| each.value).collect::<Vec<_>>()
    };
    let sidekiq = "workers: [{name: sidekiq}]\n";
    assert_eq!(keys(sidekiq), ["RAILS_MASTER_KEY", "DATABASE_URL", "REDIS_URL"]);
    let credentials = format!("{sidekiq}secret_store: {{kind: credentials}}\n");
    assert_eq!(keys(&credentials), ["RAILS_MASTER_KEY"]);
    // Redis itself cannot read the app's credentials.
    let cluster = format!("{credentials}redis: {{kind: cluster}}\n");
    assert_eq!(keys(&cluster), ["RAILS_MASTER_KEY", "REDIS_PASSWORD"]);
}

#[test]
fn network_policies_leave_the_front_door_open() {
    let security = |rest: &str| format!("security: {{{rest}}}\n");
    check(&security("network_policy: true, monitoring_namespace: monitoring"), &[]);
    check(
        &security("network_policy: true, ingress_namespace: traefik"),
        &["3 shut-door security.ingress_namespace"],
    );
    check(
        &format!(
            "hosts: [a.example.com]\n{}",
            security("network_policy: true, ingress_namespace: traefik")
        ),
        &[],
    );
    check(
        &security("ingress_namespace: traefik, egress_ports: [587, 25]"),
        &["3 no-effect security.ingress_namespace", "3 no-effect security.egress_ports"],
    );
    check(
        &security("keda_namespace: k, cnpg_namespace: c, egress_addresses: ['10.0.0.0/8:80']"),
        &[
            "3 no-effect security.keda_namespace",
            "3 no-effect security.cnpg_namespace",
            "3 no-effect security.egress_addresses",
        ],
    );
}

#[test]
fn an_identity_is_one_of_the_provider() {
    let with = |provider: &str, identity: &str, fits: bool| {
        let text = format!("provider: {provider}\nsecurity: {{cloud_identity: '{identity}'}}\n");
        let expect: &[&str] =
            if fits { &[] } else { &["4 cloud-identity security.cloud_identity"] };
        check(&text, expect);
    };
    let (role, account, client) = (
        "arn:aws:iam::1:role/shop",
        "shop@acme.iam.gserviceaccount.com",
        "0a0a0a0a-0000-0000-0000-000000000000",
    );
    for (provider, own) in [("eks", role), ("gke", account), ("aks", client), ("k3s", "")] {
        for identity in [role, account, client] {
            with(provider, identity, identity == own);
        }
    }
}

#[test]
fn an_image_on_the_nodes_has_no_digest_of_a_registry() {
    let pin = "provider: kind\nsecurity: {pin_image: true}\n";
    check(pin, &["4 pin-without-registry security.pin_image"]);
    check(&format!("{pin}registry: {{private: true}}\n"), &[]);
}

#[test]
fn a_quota_has_room_for_a_release() {
    // Two web pods and the one that a release adds, of 1536Mi and 500m each.
    check("quota: {cpu: 1500m, memory: 4608Mi, pods: 3}\n", &[]);
    check(
        "quota: {cpu: 1499m, memory: 4607Mi, pods: 2}\n",
        &[
            "3 quota-too-small quota.cpu",
            "3 quota-too-small quota.memory",
            "3 quota-too-small quota.pods",
        ],
    );
    // One pod at a time holds a volume.
    check("database: {adapter: sqlite}\nquota: {pods: 1}\n", &[]);
}
