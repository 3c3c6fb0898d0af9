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
