//! Processes, what each has for itself, and what none may.

use super::check;

#[test]
fn variables_of_one_process_are_judged_as_those_of_all() {
    check("web: {env: {WEB_ONLY: '1', RACK_TIMEOUT: '20'}}\n", &[]);
    check("env: {LEVEL: a}\nweb: {env: {LEVEL: b}}\n", &[]);
    check("web: {env: {STRIPE_API_KEY: sk_live}}\n", &["3 secret-in-env web.env.STRIPE_API_KEY"]);
    check("web: {env: {DATABASE_URL: x}}\n", &["3 twice-in-environment web.env.DATABASE_URL"]);
    check("web: {env: {PORT: '80'}}\n", &["3 reserved-variable web.env.PORT"]);
    let worker = |env: &str| format!("workers: [{{name: a, env: {env}}}]\n");
    check(&worker("{DB_POOL: '9'}"), &[]);
    check(
        &worker("{RAILS_MAX_THREADS: '9'}"),
        &["3 reserved-variable workers[0].env.RAILS_MAX_THREADS"],
    );
    check(
        "workers: [{name: a, kind: good_job, env: {GOOD_JOB_QUEUES: b}}]\n",
        &["3 reserved-variable workers[0].env.GOOD_JOB_QUEUES"],
    );
    check("workers: [{name: a, kind: command, command: b, env: {GOOD_JOB_QUEUES: b}}]\n", &[]);
    let cron =
        "cron: [{name: a, schedule: '@daily', command: b, env: {BATCH: '9', API_TOKEN: abc123}}]\n";
    check(cron, &["3 secret-in-env cron[0].env.API_TOKEN"]);
}

#[test]
fn the_revision_has_variables_of_its_own() {
    check("revision_env: [GIT_SHA, REVISION]\n", &[]);
    check("revision_env: [RAILS_ENV]\n", &["3 reserved-variable revision_env[0]"]);
    check(
        "revision_env: [REVISION]\nweb: {env: {REVISION: a}}\n",
        &["3 twice-in-environment revision_env[0]"],
    );
    check(
        "revision_env: [REVISION]\nsecrets: [REVISION]\n",
        &["3 twice-in-environment revision_env[0]"],
    );
}

#[test]
fn what_may_run_once_only_has_one_pod() {
    let clock = |rest: &str| {
        format!("workers: [{{name: clock, kind: command, command: clockwork a.rb{rest}}}]\n")
    };
    check(&clock(", once: true"), &[]);
    check(&clock(", once: true, replicas: 0"), &[]);
    check(&clock(", once: true, replicas: 2"), &["3 once-with-several workers[0].replicas"]);
    check(
        &clock(", once: true, autoscale: {max: 2}"),
        &[
            "3 autoscale-command workers[0].autoscale.max",
            "3 once-with-several workers[0].autoscale.max",
        ],
    );
    check(&clock(""), &["3 clock-without-once workers[0]"]);
    for (worker, is_clock) in [
        ("kind: command, command: bundle exec karafka server", false),
        ("kind: command, command: script/background-worker.rb start", true),
        ("kind: command, command: bin/rails runner bin/threaded.rb", true),
        ("kind: command, command: bundle exec rake resque:scheduler", true),
        ("queues: [default, scheduler]", true),
        ("queues: [default, mailers]", false),
    ] {
        let expect: &[&str] = if is_clock { &["3 clock-without-once workers[0]"] } else { &[] };
        check(&format!("workers: [{{name: a, {worker}}}]\n"), expect);
    }
}

#[test]
fn a_server_that_answers_one_request_at_a_time_holds_one_connection_a_process() {
    let each = |web: &str| {
        let plan =
            crate::generate(&format!("app: a\nimage: b\nweb: {{processes: 4, threads: 5{web}}}\n"))
                .plan;
        plan.web.at_a_time()
    };
    assert_eq!(each(""), 20);
    assert_eq!(each(", command: bundle exec falcon serve"), 20);
    assert_eq!(each(", command: bundle exec unicorn -c config/unicorn.rb"), 4);
    assert_eq!(each(", command: bundle exec pitchfork"), 4);
    assert_eq!(each(", command: bin/start"), 20);
}

#[test]
fn volumes_lie_where_they_hide_nothing() {
    let one = |path: &str, expect: &[&str]| {
        check(&format!("volumes: [{{name: up, path: {path}}}]\n"), expect);
    };
    for path in ["public/system", "files", "/data", "/opt/other", "tmp/uploads"] {
        one(path, &[]);
    }
    for path in ["public", "/rails", "/rails/app", "config", "/usr", "/etc"] {
        one(path, &["3 hidden-folder volumes[0].path"]);
    }
    one("/tmp", &["3 mount-overlap volumes[0].path"]);
    one("log", &["3 mount-overlap volumes[0].path"]);
    let two = |first: &str, second: &str, expect: &[&str]| {
        check(&format!("volumes: [{{name: a, {first}}}, {{name: b, {second}}}]\n"), expect);
    };
    two("path: /a", "path: /b", &[]);
    two("path: /a", "path: /ab", &[]);
    two("path: /a", "path: /a", &["3 mount-overlap volumes[1].path"]);
    two("path: /a", "path: /a/b", &["3 mount-overlap volumes[1].path"]);
    two("path: /a/b", "path: /a", &["3 mount-overlap volumes[1].path"]);
    two("path: /a, of: [web]", "path: /a, of: [cron]", &[]);
    check("volumes: [{name: storage, path: /a}]\n", &["3 name-taken volumes[0].name"]);
    check("volumes: [{name: a, path: /a, of: [wrb]}]\n", &["3 unknown-process volumes[0].of[0]"]);
    let local = "active_storage: {service: local}\nvolumes: [{name: a, path: storage/b}]\n";
    check(local, &["4 mount-overlap volumes[0].path"]);
}

#[test]
fn a_volume_that_one_node_holds_means_one_web_pod() {
    let volume = |rest: &str| format!("volumes: [{{name: up, path: /a{rest}}}]\n");
    let replicas = |rest: &str| {
        let plan = crate::generate(&format!("app: a\nimage: b\n{rest}")).plan;
        plan.web.replicas.value
    };
    assert_eq!(replicas(&volume("")), 1);
    assert_eq!(replicas(&volume(", access: ReadWriteMany")), 2);
    assert_eq!(replicas(&volume(", of: [cron]")), 2);
    let three = |rest: &str| format!("web: {{replicas: 3}}\n{}", volume(rest));
    check(&three(""), &["3 local-storage-replicas web.replicas"]);
    check(&three(", access: ReadWriteMany"), &[]);
    check(&three(", of: [migrate]"), &[]);
    check(
        &format!("web: {{autoscale: {{max: 4}}}}\n{}", volume("")),
        &["3 autoscale-volume web.autoscale.max"],
    );
}

#[test]
fn pods_that_share_a_volume_by_way_of_a_third_are_together() {
    use crate::plan::Together;
    let spec = "app: a\nimage: b\nworkers: [{name: one}, {name: two}, {name: three}]\nvolumes: [{name: a, path: /a, of: [web, one]}, {name: b, path: /b, of: [one, two]}]\n";
    let plan = crate::generate(spec).plan;
    let only = |names: &[&str]| {
        Some(Together::Only(names.iter().map(|name| (*name).to_owned()).collect()))
    };
    for part in ["web", "one", "two"] {
        assert_eq!(plan.together(part), only(&["web", "one", "two"]), "{part}");
    }
    assert_eq!(plan.together("three"), None);
    assert!(plan.holds("two") && !plan.holds("three"));
    let all = crate::generate("app: a\nimage: b\nactive_storage: {service: local}\n").plan;
    assert_eq!(all.together("task"), Some(Together::All));
}

#[test]
fn files_have_a_text_that_is_no_secret() {
    let file = |rest: &str| format!("files: [{{name: a, path: config/a.yml{rest}}}]\n");
    check(&file(", secret: A_YML"), &[]);
    check(&file(", text: 'a: 1'"), &[]);
    check(&file(""), &["3 file-source files[0]"]);
    check(&file(", secret: A_YML, text: 'a: 1'"), &["3 no-effect files[0].text"]);
    check(&file(", text: 'password: hunter2hunter2'"), &["3 secret-in-file files[0].text"]);
    check(&file(", secret: A_YML, of: [nobody]"), &["3 unknown-process files[0].of[0]"]);
    let keys = |rest: &str| {
        let plan = crate::generate(&format!("app: a\nimage: b\n{rest}")).plan;
        plan.secret_keys().map(|key| key.value.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        keys(&file(", secret: A_YML")),
        ["RAILS_MASTER_KEY", "DATABASE_URL", "A_YML"],
        "a key of a file is no variable"
    );
}

#[test]
fn processes_have_what_leads_to_them() {
    let process = |rest: &str| format!("processes: [{{name: cable, {rest}}}]\n");
    check(&process("command: bin/cable"), &[]);
    check(&process("image: 'a/b:1'"), &[]);
    check(&process("port: 4000"), &["3 process-without-command processes[0]"]);
    let at = |rest: &str| format!("hosts: [a.example.com]\n{}", process(rest));
    check(&at("command: a, path: /x"), &["4 process-without-port processes[0].path"]);
    check(
        &process("command: a, port: 4000, path: /x"),
        &["3 process-at-no-door processes[0].path"],
    );
    check(&process("command: a, tcp: 25"), &["3 process-without-port processes[0].tcp"]);
    check(&process("command: a, probe: http"), &["3 process-without-port processes[0].probe"]);
    check(
        &process("command: a, probe: command"),
        &["3 process-without-command processes[0].probe"],
    );
    check(&process("command: a, port: 25"), &["3 process-low-port processes[0].port"]);
    check(&at("command: a, port: 4000, path: /x"), &[]);
    check(&at("command: a, port: 4000, path: /"), &["4 process-at-no-door processes[0].path"]);
    check(
        &at("command: a, port: 4000, host: b.example.com"),
        &["4 process-at-no-door processes[0].host"],
    );
    check(
        &format!(
            "hosts: [a.example.com, b.example.com]\n{}",
            process("command: a, port: 4000, host: b.example.com")
        ),
        &[],
    );
    for via in ["none", "load_balancer"] {
        check(
            &format!("expose: {{via: {via}}}\n{}", process("command: a, port: 4000, path: /x")),
            &["4 process-at-no-door processes[0].path"],
        );
    }
    check(
        "hosts: [a.example.com]\nprocesses: [{name: a, command: a, port: 4000, path: /x}, {name: b, command: b, port: 4001, path: /x}]\n",
        &["4 process-at-no-door processes[1].path"],
    );
    check(
        &process("command: a, once: true, replicas: 2"),
        &["3 once-with-several processes[0].replicas"],
    );
    check("processes: [{name: web, command: a}]\n", &["3 name-taken processes[0].name"]);
}

#[test]
fn what_stands_beside_a_process_is_known() {
    check("sidecars: [{name: a, image: 'b/c:1'}]\n", &[]);
    check("sidecars: [{name: a, command: bin/a}]\n", &[]);
    for name in ["PATH", "CACHE", "npm_token", "DOCKER_HOST", "GITHUB_REF", "KUBECONFIG"] {
        check(
            &format!("build: {{secrets: [NPM_TOKEN, {name}]}}\n"),
            &["3 build-secret-name build.secrets[1]"],
        );
    }
    check("build: {secrets: [GITHUB_TOKEN, CI_JOB_TOKEN, BUNDLE_GITHUB__COM]}\n", &[]);
    check("sidecars: [{name: a}]\n", &["3 process-without-command sidecars[0]"]);
    check(
        "processes: [{name: a, command: b, secrets: [KEY]}]\ninit: [{name: c, command: d, secrets: [KEY]}]\n",
        &["3 no-effect processes[0].secrets[0]", "4 no-effect init[0].secrets[0]"],
    );
    check(
        "init: [{name: c, image: 'a/b:1', command: d, env: {KEY: a}, secrets: [KEY]}]\n",
        &["3 twice-in-environment init[0].env.KEY"],
    );
    check(
        "sidecars: [{name: a, command: b, of: [cron]}]\n",
        &["3 unknown-process sidecars[0].of[0]"],
    );
    check("init: [{name: a, command: b}]\n", &[]);
    check("init: [{name: a, command: b, of: [sidekik]}]\n", &["3 unknown-process init[0].of[0]"]);
}

#[test]
fn whatever_runs_in_the_image_of_the_app_finds_its_program_there() {
    for (rest, path) in [
        ("workers: [{name: a, kind: command, command: node a.js}]\n", "workers[0].command"),
        ("processes: [{name: a, command: node a.js}]\n", "processes[0].command"),
        ("sidecars: [{name: a, command: npx a}]\n", "sidecars[0].command"),
        ("init: [{name: a, command: yarn a}]\n", "init[0].command"),
        ("cron: [{name: a, schedule: '@daily', command: node a.js}]\n", "cron[0].command"),
        ("web: {command: bun run a}\n", "web.command"),
    ] {
        check(rest, &[&format!("3 node-not-in-image {path}")]);
    }
    check("processes: [{name: a, image: 'a/b:1', command: node a.js}]\n", &[]);
}
