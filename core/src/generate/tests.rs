//! Several environments from one spec: places, merging, conflicts, files.

use crate::generate;

const BASE: &str = "app: shop\nimage: a/b\nhosts: [shop.example.com]\nworkers: [{name: mail, timeout: 60}, {name: slow}]\n";

/// `line:column rule path: message` of what a spec is told, after the four lines of the base.
fn check(environments: &str, expect: &[&str]) {
    let generated = generate(&format!("{BASE}environments:\n{environments}"));
    let found: Vec<String> = generated
        .report
        .diagnostics
        .iter()
        .map(|each| {
            assert!(!each.help.is_empty(), "{each:?}");
            let place = each.place;
            format!("{}:{} {} {}: {}", place.line, place.column, each.rule, each.path, each.message)
        })
        .collect();
    assert_eq!(found, expect, "{environments}");
}

#[test]
fn an_environment_is_judged_as_the_base_is() {
    check("  staging: {hosts: [b.example.com]}\n  production:\n", &[]);
    check(
        "  staging:\n    web: {replcas: 1, threads: lots}\n    hots: [b.c]\n    hosts: [b.example.com]\n",
        &[
            "7:11 unknown-field environments.staging.web.replcas: `environments.staging.web` has no field `replcas`",
            "7:32 wrong-value environments.staging.web.threads: `environments.staging.web.threads` (`lots`) is not a whole number",
            "8:5 unknown-field environments.staging.hots: `environments.staging` has no field `hots`",
        ],
    );
    check(
        "  staging:\n    web.replicas: none\n    cron: [{command: bin/rails a, schedule: '@daily'}]\n",
        &[
            "7:19 wrong-value environments.staging.web.replicas: `environments.staging.web.replicas` (`none`) is not a whole number",
            "8:12 missing-field environments.staging.cron[0].name: `name` is not set",
        ],
    );
    check(
        "  Staging: {}\n  jobs: {}\n  live: 3\n",
        &[
            "6:3 wrong-value environments.Staging: `environments.Staging` (`Staging`) is not a name that Kubernetes accepts",
            "7:3 wrong-value environments.jobs: `environments.jobs` (`jobs`) is a folder of every bundle",
            "8:9 wrong-type environments.live: `environments.live` takes the fields that differ, not one value",
        ],
    );
}

#[test]
fn what_the_image_holds_is_the_same_everywhere() {
    check(
        "  staging:\n    app: other\n    rails: {version: '8.0'}\n    hosts: [b.example.com]\n  production: {environments: {}}\n",
        &[
            "7:5 same-everywhere environments.staging.app: `app` is the same in every environment",
            "8:5 same-everywhere environments.staging.rails: `rails` is the same in every environment",
            "10:16 same-everywhere environments.production.environments: environments hold no environments",
        ],
    );
    check(
        "  staging: {hosts: [b.example.com], redis: {kind: external}}\n  production: {database: {adapter: mysql}}\n",
        &[
            "7:3 same-everywhere environments.production: `Dockerfile` would not be the same in `staging` and `production`",
        ],
    );
}

#[test]
fn conflicts_are_told_where_they_were_written_with_the_environment() {
    check(
        "  staging: {hosts: [b.example.com], workers: [{name: mail, grace: 62}]}\n  production: {}\n",
        &[
            "6:67 grace-too-short environments.staging.workers[0].grace: in `staging`: the grace period of 62 s is shorter than the 60 s that jobs may take, and 5 s to put them back",
        ],
    );
    check(
        "  staging: {hosts: [b.example.com], database: {adapter: none}, workers: [{name: mail, replicas: 2}]}\n  production: {}\n",
        &[
            "7:3 same-everywhere environments.production: `Dockerfile` would not be the same in `staging` and `production`",
        ],
    );
    check(
        "  staging: {namespace: shop, hosts: [b.example.com]}\n  production: {namespace: shop}\n",
        &[
            "7:27 namespace-shared environments.production.namespace: `staging` and `production` have one namespace, `shop`: each would overwrite the other",
        ],
    );
    check(
        "  staging: {hosts: [b.example.com]}\n  production: {migrate: {strategy: downtime}}\n",
        &[
            "7:36 same-everywhere environments.production.migrate.strategy: `production` would migrate in another way than the first environment",
        ],
    );
    check(
        "  staging: {hosts: [b.example.com], secret_store: {kind: sops}}\n  production: {secret_store: {kind: kubectl}}\n",
        &[
            "7:37 same-everywhere environments.production.secret_store.kind: `production` would keep its secrets in another way than the first environment",
        ],
    );
    let logging =
        "logging: {kind: fluent_bit, to: loki, url: 'https://loki.example.com', namespace: logs}";
    check(
        &format!("  staging: {{hosts: [b.example.com], {logging}}}\n  production: {{{logging}}}\n"),
        &[
            "7:98 namespace-shared environments.production.logging.namespace: the log agents of `staging` and `production` have one namespace, `logs`: each would take the other's pods for its own",
        ],
    );
    check(
        "  staging: {hosts: [b.example.com]}\n  production: {delivery: {ci: github}}\n",
        &[
            "7:16 same-everywhere environments.production.delivery: `delivery` is the same in every environment",
        ],
    );
    check(
        "  staging: {}\n  production: {}\n",
        &["3:9 host-shared hosts[0]: `staging` and `production` both answer at `shop.example.com`"],
    );
}

#[test]
fn a_conflict_of_all_environments_is_told_once() {
    let text = "app: shop\nimage: a/b\nweb: {grace: 10}\nexpose: {via: none}\nenvironments: {a: {}, b: {}}\n";
    let found = generate(text).report.diagnostics;
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].message.starts_with("the grace period"), "{found:#?}");
    assert_eq!(found[0].place.line, 3);
}

#[test]
fn groups_merge_by_name_lists_are_replaced_and_nothing_takes_away() {
    let over = "  staging:\n    hosts: ~\n    expose: {via: none}\n    workers: [{name: slow, replicas: 0}, {name: new}]\n    web.replicas: 1\n";
    let generated = generate(&format!("{BASE}environments:\n{over}"));
    assert_eq!(generated.report.diagnostics, []);
    let plan = &generated.environments[0];
    let workers: Vec<(&str, i64, i64)> = plan
        .workers
        .iter()
        .map(|each| (each.name.value.as_str(), each.replicas.value, each.timeout.value))
        .collect();
    assert_eq!(workers, [("mail", 1, 60), ("slow", 0, 25), ("new", 1, 25)]);
    assert!(plan.hosts.value.is_empty());
    assert_eq!(plan.web.replicas.value, 1);
    assert_eq!(plan.namespace.value, "shop-staging");
    assert_eq!(plan.app.value, "shop");
    let dotted = "  staging:\n    hosts: [b.example.com]\n    \"workers[mail].concurrency\": 2\n    \"workers[mail].replicas\": 3\n";
    let generated = generate(&format!("{BASE}environments:\n{dotted}"));
    assert_eq!(generated.report.diagnostics, []);
    let mail = &generated.environments[0].workers[0];
    assert_eq!((mail.concurrency.value, mail.replicas.value, mail.timeout.value), (2, 3, 60));
}

#[test]
fn lines_name_the_field_where_it_is_written() {
    let text = format!(
        "{BASE}environments:\n  staging: {{hosts: [b.example.com], web: {{replicas: 1}}}}\n  production: {{}}\n"
    );
    let bundle = generate(&text).bundle;
    let field = |environment: &str| {
        let file = &bundle.files[&format!("config/kube/{environment}/release/web.yml")];
        let line = file.lines.iter().find(|line| line.text.trim().starts_with("replicas:"));
        line.unwrap().reason.field.clone()
    };
    assert_eq!(field("staging"), "environments.staging.web.replicas");
    assert_eq!(field("production"), "web.replicas");
    for path in bundle.files.keys().filter(|path| path.starts_with("config/kube/")) {
        let folder = path.split('/').nth(2).unwrap();
        assert!(matches!(folder, "staging" | "production"), "{path}");
    }
    let script = bundle.files["deploy.sh"].text();
    for (part, count) in [("docker manifest inspect", 1), ("|| shift\nmain \"$@\"", 1)] {
        assert_eq!(script.matches(part).count(), count, "{part}");
    }
    assert!(
        !script
            .replace("config/kube/\"$env", "")
            .replace("config/kube/$env", "")
            .contains("config/kube")
    );
}
