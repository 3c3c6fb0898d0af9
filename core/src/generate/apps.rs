//! What apps in the wild have: no bundle makes one lose a job or a row.

use crate::generate;

/// The lines of a file that hold a word.
fn lines(rest: &str, path: &str, word: &str) -> Vec<String> {
    let made = generate(&format!("app: shop\nimage: a/b\n{rest}"));
    assert!(!made.report.has_errors(), "{rest}: {:?}", made.report.diagnostics);
    let text = made.bundle.files.get(path).map(|file| file.text()).unwrap_or_default();
    text.lines().filter(|line| line.contains(word)).map(|line| line.trim().to_owned()).collect()
}

/// The lines of one file that hold a word, after the spec's app and image.
fn check(rest: &str, path: &str, word: &str, expect: &[&str]) {
    assert_eq!(lines(rest, path, word), expect, "{rest}");
}

#[test]
fn a_command_that_takes_the_jobs_keeps_their_queue_adapter() {
    let guide = |rest: &str, expect: &[&str]| check(rest, "DEPLOY.md", "queue_adapter", expect);
    guide(
        "",
        &[
            "config.active_job.queue_adapter = :async # no worker: jobs run in the web pods, and are lost with them",
        ],
    );
    let delayed = "workers: [{name: jobs, kind: command, command: bundle exec rake jobs:work}]\n";
    let stays = "# config.active_job.queue_adapter stays what the app has, if `jobs` takes its jobs from there. Else set it to";
    guide(delayed, &[stays]);
    let both = "workers: [{name: sidekiq}, {name: jobs, kind: command, command: bundle exec rake jobs:work}]\n";
    guide(
        both,
        &[
            "# If `jobs` takes the app's jobs, its adapter stays, and a job for Sidekiq says so itself: self.queue_adapter = :sidekiq",
            "config.active_job.queue_adapter = :sidekiq",
        ],
    );
}

#[test]
fn a_migration_of_an_app_without_a_relational_database_runs() {
    let command = "migrate: {command: bin/rails db:mongoid:create_indexes}\n";
    let none = "database: {adapter: none}\n";
    let job = "config/kube/jobs/migrate.yml";
    check(none, job, "kind: Job", &[]);
    check(&format!("{none}{command}"), job, "kind: Job", &["kind: Job"]);
    check(&format!("{none}{command}"), job, "- bin/rails", &["- bin/rails"]);
    check(&format!("{none}{command}"), "deploy.sh", "migrate_timeout=", &["migrate_timeout=900"]);
    check(&format!("{none}{command}"), "DEPLOY.md", "db:prepare", &[]);
}

#[test]
fn only_what_is_known_to_be_one_becomes_a_database_of_rails() {
    let names = |rest: &str, expect: &[&str]| check(rest, "DEPLOY.md", "migrations_paths", expect);
    names("secrets: [MONGO_DATABASE_URL, LEGACY_DATABASE_URL, SEARCH_DATABASE_URL]\n", &[]);
    names("secrets: [QUEUE_DATABASE_URL]\n", &["migrations_paths: db/queue_migrate"]);
    names("database: {also: [legacy]}\n", &["migrations_paths: db/legacy_migrate"]);
}

#[test]
fn a_replica_is_read_and_never_migrated() {
    let rest = "database: {also: [replica, ledger, ledger_replica], direct_url: true}\n";
    check(rest, "DEPLOY.md", "replica: true", &["replica: true", "replica: true"]);
    check(rest, "DEPLOY.md", "migrations_paths", &["migrations_paths: db/ledger_migrate"]);
    let keys = lines(rest, "deploy.sh", "secret_keys=(");
    assert_eq!(
        keys,
        [
            "secret_keys=('RAILS_MASTER_KEY' 'DATABASE_URL' 'REPLICA_DATABASE_URL' 'LEDGER_DATABASE_URL' 'LEDGER_REPLICA_DATABASE_URL' 'MIGRATION_DATABASE_URL' 'MIGRATION_LEDGER_DATABASE_URL')"
        ]
    );
}

#[test]
fn a_scheduled_class_is_put_into_its_queue_whatever_it_is() {
    let cron = |rest: &str| {
        format!("{rest}cron: [{{name: digest, schedule: '@daily', class: Digest::DailyJob}}]\n")
    };
    let args = |rest: &str, expect: &str| {
        check(&cron(rest), "config/kube/release/digest.yml", "perform_", &[expect]);
    };
    let either = "- \"Digest::DailyJob.respond_to?(:perform_later) ? Digest::DailyJob.perform_later : Digest::DailyJob.perform_async\"";
    args("", either);
    args("workers: [{name: sidekiq}]\n", either);
    args("workers: [{name: jobs, kind: solid_queue}]\n", "- \"Digest::DailyJob.perform_later\"");
    check(
        &cron("workers: [{name: sidekiq}]\nscheduler: {kind: sidekiq_cron}\n"),
        "DEPLOY.md",
        "--task bin/rails runner",
        &[
            "./deploy.sh --task bin/rails runner 'Digest::DailyJob.respond_to?(:perform_later) ? Digest::DailyJob.perform_later : Digest::DailyJob.perform_async'",
        ],
    );
}

#[test]
fn a_command_that_runs_once_does_not_run_beside_its_successor() {
    let worker = |rest: &str| {
        format!(
            "workers: [{{name: clock, kind: command, command: bundle exec clockwork clock.rb{rest}}}]\n"
        )
    };
    let path = "config/kube/release/clock.yml";
    check(&worker(""), path, "type: Re", &["type: Recreate"]);
    check(&worker(", replicas: 2"), path, "maxSurge", &["maxSurge: 1"]);
    check("workers: [{name: clock}]\n", path, "maxSurge", &["maxSurge: 1"]);
}

#[test]
fn sidekiq_by_a_command_of_its_own_has_redis() {
    let path = "config/kube/release/jobs.yml";
    for command in ["bundle exec sidekiq -C config/sidekiq.yml", "bundle exec sidekiqswarm"] {
        let rest = format!("workers: [{{name: jobs, kind: command, command: {command}}}]\n");
        check(&rest, path, "name: REDIS_URL", &["- name: REDIS_URL"]);
    }
    check(
        "workers: [{name: jobs, kind: command, command: bundle exec rake jobs:work}]\n",
        path,
        "REDIS_URL",
        &[],
    );
}
