//! Workers and schedules that do not go together are refused with help.

use super::check;
use crate::generate;

#[test]
fn each_kind_of_worker_takes_its_own_settings() {
    let one =
        |rest: &str, expect: &[&str]| check(&format!("workers: [{{name: a, {rest}}}]\n"), expect);
    one("capsules: ['x:1:y', 'z:2:y']", &[]);
    one("capsules: ['x:1:y', 'x:2:z']", &["3 name-taken workers[0].capsules[1]"]);
    one("kind: solid_queue, quiet: 10", &["3 worker-setting workers[0].quiet"]);
    one("kind: solid_queue, queues: [b, 'c:2']", &["3 queue-weight workers[0].queues[1]"]);
    one("kind: good_job, queues: [b, c]", &[]);
    one("kind: good_job, capsules: ['x:1:y']", &["3 worker-setting workers[0].capsules"]);
    one("command: b", &["3 worker-setting workers[0].command"]);
    one("kind: command", &["3 worker-without-command workers[0].kind"]);
    one("kind: command, command: b, probe: c", &[]);
    one("kind: command, command: b, queues: [c]", &["3 worker-setting workers[0].queues"]);
}

#[test]
fn health_is_seen_as_the_kind_shows_it() {
    let one = |rest: &str, fits: bool| {
        let expect = ["3 worker-health workers[0].health"];
        check(&format!("workers: [{{name: a, {rest}}}]\n"), if fits { &[] } else { &expect });
    };
    for (kind, file, endpoint) in [
        ("sidekiq", true, true),
        ("solid_queue", true, false),
        ("good_job", false, true),
        ("command, command: b", false, false),
    ] {
        one(&format!("kind: {kind}, health: none"), true);
        one(&format!("kind: {kind}, health: file"), file);
        one(&format!("kind: {kind}, health: endpoint"), endpoint);
    }
}

#[test]
fn good_job_lives_in_postgresql() {
    let worker = "workers: [{name: a, kind: good_job}]\n";
    check(worker, &[]);
    check(
        &format!("database: {{adapter: mysql}}\n{worker}"),
        &["3 good-job-without-postgresql database.adapter"],
    );
}

#[test]
fn quiet_time_counts_as_grace() {
    let worker = |rest: &str| format!("workers: [{{name: a, timeout: 100, {rest}}}]\n");
    check(&worker("quiet: 60, grace: 165"), &[]);
    check(&worker("quiet: 60, grace: 164"), &["3 grace-too-short workers[0].grace"]);
    let plan = generate(&format!("app: a\nimage: b\n{}", worker("quiet: 60"))).plan;
    assert_eq!(plan.workers[0].grace.value, 175);
}

#[test]
fn the_pool_holds_all_threads_and_what_each_kind_adds() {
    let pool = |rest: &str| {
        let text = format!("app: a\nimage: b\nworkers: [{{name: a, concurrency: 4, {rest}}}]\n");
        generate(&text).plan.workers[0].pool()
    };
    assert_eq!(pool("kind: sidekiq"), 4);
    assert_eq!(pool("capsules: ['x:1:y', 'z:20:y']"), 25);
    assert_eq!(pool("kind: solid_queue"), 6);
    assert_eq!(pool("kind: good_job"), 7);
    assert_eq!(pool("kind: command, command: b"), 4);
}

#[test]
fn a_schedule_names_what_its_scheduler_can_run() {
    let with = |scheduler: &str, job: &str, expect: &[&str]| {
        check(
            &format!(
                "workers: [{{name: a}}, {{name: b, kind: solid_queue}}]\nscheduler: {{kind: {scheduler}}}\ncron: [{{name: c, schedule: '@daily', {job}}}]\n"
            ),
            expect,
        );
    };
    for scheduler in ["kubernetes", "sidekiq_cron", "solid_queue"] {
        with(scheduler, "class: A", &[]);
        with(scheduler, "class: A, command: b", &["5 scheduled-work cron[0].class"]);
        with(scheduler, "time_zone: UTC", &["5 scheduled-work cron[0]"]);
    }
    with("kubernetes", "command: b, retries: 2", &[]);
    with("solid_queue", "command: 'A.b(c: 1)'", &[]);
    with("sidekiq_cron", "command: b", &["5 scheduled-work cron[0].command"]);
    with("sidekiq_cron", "class: A, retries: 2", &["5 scheduled-setting cron[0].retries"]);
    with("solid_queue", "class: A, memory: 1Gi", &["5 scheduled-setting cron[0].memory"]);
}

#[test]
fn a_scheduler_needs_its_workers() {
    let expect = ["3 scheduler-without-worker scheduler.kind"];
    check("scheduler: {kind: sidekiq_cron}\nworkers: [{name: a, kind: solid_queue}]\n", &expect);
    check("scheduler: {kind: solid_queue}\nworkers: [{name: a}]\n", &expect);
    check("scheduler: {kind: solid_queue}\nenv: {SOLID_QUEUE_IN_PUMA: 'true'}\n", &[]);
}

#[test]
fn somebody_moves_jobs_for_later() {
    let none = "replicas: 0, autoscale: {max: 2}";
    let group = |kind: &str| format!("{{name: main, kind: {kind}, {none}}}");
    let warned = ["3 autoscale-from-zero workers[0].replicas"];
    check(&format!("workers: [{}]\n", group("sidekiq")), &warned);
    check(&format!("workers: [{}]\n", group("solid_queue")), &warned);
    check(&format!("workers: [{}]\n", group("good_job")), &[]);
    check(&format!("workers: [{}, {{name: a}}]\n", group("sidekiq")), &[]);
    check(&format!("workers: [{}, {{name: a, kind: solid_queue}}]\n", group("sidekiq")), &warned);
    check("workers: [{name: a, replicas: 0}]\n", &[]);
    let in_puma = "env: {SOLID_QUEUE_IN_PUMA: 'true'}\n";
    check(&format!("workers: [{}]\n{in_puma}", group("solid_queue")), &[]);
    let cron = "cron: [{name: c, schedule: '@daily', class: A}]\n";
    for (kind, scheduler) in [("sidekiq", "sidekiq_cron"), ("solid_queue", "solid_queue")] {
        let with = format!("scheduler: {{kind: {scheduler}}}\n{cron}");
        check(
            &format!("workers: [{}]\n{with}", group(kind)),
            &["3 scheduler-at-zero workers[0].replicas"],
        );
        let kubernetes = format!("workers: [{}]\n{cron}", group(kind));
        check(&kubernetes, &warned);
    }
}

#[test]
fn solid_queue_in_puma_is_never_told_no() {
    for value in ["'false'", "'0'", "''", "'off'"] {
        let env = format!("env: {{SOLID_QUEUE_IN_PUMA: {value}}}\n");
        check(&env, &["3 solid-queue-false env.SOLID_QUEUE_IN_PUMA"]);
    }
}

#[test]
fn solid_queue_in_puma_stands_with_no_other_adapter() {
    let one = |workers: &str, fits: bool| {
        let expect = ["3 solid-queue-in-puma env.SOLID_QUEUE_IN_PUMA"];
        let text = format!("env: {{SOLID_QUEUE_IN_PUMA: 'true'}}\nworkers: [{workers}]\n");
        check(&text, if fits { &[] } else { &expect });
    };
    one("{name: a, kind: solid_queue}", true);
    one("{name: a, kind: command, command: b}", true);
    one("{name: a}", false);
    one("{name: a, kind: good_job}", false);
    one("{name: a}, {name: b, kind: solid_queue}", true);
}

/// Each scheduler finds its jobs in one place, and in no other: an initializer that loads them too would leave jobs
/// behind that are no longer in the file.
#[test]
fn scheduled_jobs_stand_in_one_place() {
    let files = |scheduler: &str| {
        let text = format!(
            "app: a\nimage: b\nworkers: [{{name: s}}, {{name: q, kind: solid_queue}}]\nscheduler: {{kind: {scheduler}}}\ncron: [{{name: c, schedule: '@daily', class: A}}]\n"
        );
        let files = generate(&text).bundle.files.into_keys();
        let ours = |path: &String| {
            path == "config/kube/release/c.yml"
                || (path.starts_with("config/") && !path.starts_with("config/kube/"))
        };
        files.filter(ours).collect::<Vec<_>>()
    };
    assert_eq!(files("kubernetes"), ["config/kube/release/c.yml"]);
    assert_eq!(files("sidekiq_cron"), ["config/schedule.yml"]);
    assert_eq!(files("solid_queue"), ["config/recurring.yml"]);
}
