//! What the Rails tier keeps silent about: cases that look like a fault and are none.

use super::Options;
use super::across::told;

fn deployment(spec: &str, pod: &str, container: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\nspec:\n  selector: {{matchLabels: {{app: web}}}}\n{spec}  template:\n    metadata: {{labels: {{app: web}}}}\n    spec:\n{pod}      containers:\n        - name: web\n          image: shop:1\n{container}"
    )
}

fn check(spec: &str, pod: &str, container: &str, expect: &[&str]) {
    let text = deployment(spec, pod, container);
    let found = told(&text, &Options::default());
    let rules: Vec<&str> = found.iter().filter_map(|each| each.split(' ').next()).collect();
    assert_eq!(rules, expect, "{text}\n{found:?}");
}

#[test]
fn grace_is_counted_with_what_comes_before() {
    let sidekiq = |args: &str| format!("          command: [bundle, exec, sidekiq{args}]\n");
    let grace = |seconds: u32| format!("      terminationGracePeriodSeconds: {seconds}\n");
    check("", "", &sidekiq(""), &[]);
    check("", &grace(29), &sidekiq(""), &["grace-period"]);
    check("", &grace(29), &sidekiq(", -C, config/sidekiq.yml"), &[]);
    check("", "", &sidekiq(", --timeout, \"26\""), &["grace-period"]);
    let hook = |seconds: u32| {
        format!(
            "          command: [bundle, exec, puma]\n          lifecycle: {{preStop: {{exec: {{command: [sh, -c, \"sleep {seconds}\"]}}}}}}\n"
        )
    };
    check("", "", &hook(20), &[]);
    check("", "", &hook(21), &["grace-period"]);
    check("", &grace(60), &hook(40), &[]);
    check(
        "",
        "",
        "          command: [bin/jobs]\n          lifecycle: {preStop: {sleep: {seconds: 40}}}\n",
        &["grace-period", "probe"],
    );
    check("", &grace(1), "          command: [nginx]\n", &[]);
}

#[test]
fn migrations_race_only_where_there_are_several_pods() {
    let init = "      initContainers: [{name: migrate, image: \"shop:1\", args: [bin/rails, \"db:migrate\"]}]\n";
    let puma = "          command: [bundle, exec, puma]\n";
    check("", init, puma, &[]);
    check("  replicas: 2\n", init, puma, &["migration-race"]);
    check("  replicas: 2\n", &init.replace("db:migrate", "db:migrate:status"), puma, &[]);
    check("  replicas: 2\n", &init.replace("db:migrate", "db:seed"), puma, &[]);
}

#[test]
fn only_what_is_certain_is_a_secret() {
    for (value, expect) in [
        ("{name: SMTP_PASSWORD, value: hush}", &["plain-secret"][..]),
        ("{name: SMTP_PASSWORD, value: \"$(OTHER)\"}", &[]),
        ("{name: SMTP_PASSWORD, value: \"\"}", &[]),
        ("{name: DATABASE_URL, value: \"postgres://a:b@db.example.com/x\"}", &["plain-secret"]),
        ("{name: DATABASE_URL, value: \"postgres://a@db.example.com/x\"}", &[]),
        ("{name: REDIS_URL, value: \"redis://:$(PASSWORD)@redis.example.com\"}", &[]),
        ("{name: RAILS_MASTER_KEY, value: abc}", &["master-key"]),
        ("{name: NOTES, value: \"see http://a:b@example.com\"}", &[]),
    ] {
        check("", "", &format!("          env: [{value}]\n"), expect);
    }
}

#[test]
fn probes_are_sent_away_only_by_an_app_that_does() {
    let probe = |env: &str| {
        format!(
            "          command: [bundle, exec, puma]\n          env: [{env}]\n          ports: [{{containerPort: 3000}}]\n          livenessProbe: {{httpGet: {{path: /up, port: 3000}}}}\n"
        )
    };
    check("", "", &probe(""), &[]);
    check("", "", &probe("{name: RAILS_FORCE_SSL, value: \"true\"}"), &["force-ssl-probe"]);
    check(
        "",
        "",
        &probe("{name: RAILS_FORCE_SSL, value: \"true\"}, {name: RAILS_ASSUME_SSL, value: \"1\"}"),
        &[],
    );
    check("", "", &probe("{name: RAILS_FORCE_SSL, value: \"false\"}"), &[]);
}

#[test]
fn pools_are_those_that_can_be_known() {
    let sidekiq =
        |env: &str| format!("          command: [bundle, exec, sidekiq, -c, \"10\"]\n{env}");
    check("", "", &sidekiq(""), &["small-pool"]);
    check("", "", &sidekiq("          env: [{name: RAILS_MAX_THREADS, value: \"10\"}]\n"), &[]);
    check("", "", &sidekiq("          env: [{name: DB_POOL, value: \"10\"}]\n"), &[]);
    check(
        "",
        "",
        &sidekiq("          envFrom: [{configMapRef: {name: env, optional: true}}]\n"),
        &[],
    );
}

#[test]
fn a_shell_that_gives_its_place_is_fine() {
    let shell = |script: &str| format!("          command: [sh, -c, \"{script}\"]\n");
    check("", "", &shell("exec bundle exec puma"), &[]);
    check("", "", &shell("bundle exec puma"), &["shell-without-exec"]);
    check("", "", &shell("bin/rails runner x && bin/rails about"), &[]);
    check("", "", &shell("set -e; bin/wait; exec bin/jobs"), &[]);
}

#[test]
fn thruster_wants_a_port_that_it_may_have() {
    let thrust = |rest: &str| format!("          command: [bin/thrust, bin/rails, server]\n{rest}");
    let safe = "      securityContext: {runAsNonRoot: true, runAsUser: 1000}\n";
    check("", "", &thrust(""), &[]);
    check("", safe, &thrust(""), &["thruster-port"]);
    check("", safe, &thrust("          env: [{name: HTTP_PORT, value: \"8080\"}]\n"), &[]);
    check(
        "",
        safe,
        &thrust("          securityContext: {capabilities: {add: [NET_BIND_SERVICE]}}\n"),
        &[],
    );
    check(
        "",
        "",
        &thrust("          env: [{name: HTTP_PORT, value: \"3000\"}]\n"),
        &["thruster-port"],
    );
}
