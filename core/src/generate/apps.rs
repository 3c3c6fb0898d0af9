//! What apps in the wild have: no bundle makes one lose a job or a row.

use crate::generate;

/// The lines of a file that hold a word.
pub(super) fn lines(rest: &str, path: &str, word: &str) -> Vec<String> {
    let made = generate(&format!("app: shop\nimage: a/b\n{rest}"));
    assert!(!made.report.has_errors(), "{rest}: {:?}", made.report.diagnostics);
    let text = made.bundle.files.get(path).map(|file| file.text()).unwrap_or_default();
    text.lines().filter(|line| line.contains(word)).map(|line| line.trim().to_owned()).collect()
}

/// The lines of one file that hold a word, after the spec's app and image.
pub(super) fn check(rest: &str, path: &str, word: &str, expect: &[&str]) {
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
    let worker =
        |command: &str| format!("workers: [{{name: jobs, kind: command, command: {command}}}]\n");
    let stays = "# config.active_job.queue_adapter stays what the app has, if `jobs` takes its jobs from there. Else set it to";
    guide(&worker("bundle exec rails runner bin/threaded.rb"), &[stays]);
    guide(&worker("bundle exec karafka server"), &[stays]);
    for (command, adapter) in [
        ("bundle exec rake jobs:work", ":delayed_job"),
        ("bundle exec resque-pool", ":resque"),
        ("bundle exec que", ":que"),
        ("bundle exec sidekiq -C config/sidekiq.yml", ":sidekiq"),
    ] {
        let rest = worker(command);
        let line = format!(
            "config.active_job.queue_adapter = {adapter} # `jobs` takes the jobs; if the app hands them to something else, what it has stays"
        );
        guide(&rest, &[&line]);
    }
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
    let named = "database: {replicas: [reporting], direct_url: true}\n";
    check(named, "DEPLOY.md", "replica: true", &["replica: true"]);
    check(named, "DEPLOY.md", "migrations_paths", &[]);
    check(
        named,
        "deploy.sh",
        "secret_keys=(",
        &[
            "secret_keys=('RAILS_MASTER_KEY' 'DATABASE_URL' 'REPORTING_DATABASE_URL' 'MIGRATION_DATABASE_URL')",
        ],
    );
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

#[test]
fn a_job_system_of_a_command_has_what_it_needs() {
    let worker =
        |command: &str| format!("workers: [{{name: jobs, kind: command, command: {command}}}]\n");
    let path = "config/kube/release/jobs.yml";
    let resque = worker("bundle exec rake environment resque:work");
    check(&resque, path, "name: REDIS_URL", &["- name: REDIS_URL"]);
    check(&resque, path, "TERM", &["- name: TERM_CHILD", "- name: RESQUE_TERM_TIMEOUT"]);
    check(&resque, path, "maxSurge", &["maxSurge: 1"]);
    check(
        &resque,
        "DEPLOY.md",
        "Resque::TermException",
        &[
            "- Worker `jobs` is Resque: a running job has 25 seconds, then it gets `Resque::TermException`; `resque-pool` is started with `--term-graceful-wait`.",
        ],
    );
    check(&worker("bundle exec rake jobs:work"), path, "type: Re", &[]);
    check(&worker("bundle exec clockwork clock.rb"), path, "type: Re", &["type: Recreate"]);
    let without = format!("redis: {{kind: none}}\n{resque}");
    let made = generate(&format!("app: shop\nimage: a/b\n{without}"));
    let found = made.report.diagnostics.iter().find(|each| each.rule == "sidekiq-without-redis");
    assert_eq!(
        found.map(|each| each.message.as_str()),
        Some("Resque keeps its jobs in Redis, and there is none")
    );
}

#[test]
fn a_scheduled_job_keeps_its_arguments_and_its_queue() {
    let job = "cron: [{name: import, schedule: '0 4 * * *', class: Import::Job, args: [1, full, {clear: false}], queue: low}]\n";
    check(
        &format!("workers: [{{name: jobs, kind: solid_queue}}]\n{job}"),
        "config/kube/release/import.yml",
        "perform_later",
        &[
            r#"- "Import::Job.set(queue: \"low\").perform_later(1, \"full\", {\"clear\" => false})""#,
        ],
    );
    for (scheduler, kind, path) in [
        ("sidekiq_cron", "sidekiq", "config/schedule.yml"),
        ("sidekiq_scheduler", "sidekiq", "config/sidekiq_scheduler.yml"),
        ("solid_queue", "solid_queue", "config/recurring.yml"),
    ] {
        let rest = format!(
            "scheduler: {{kind: {scheduler}}}\nworkers: [{{name: jobs, kind: {kind}}}]\n{job}"
        );
        check(&rest, path, "low", &["queue: low"]);
        check(&rest, path, "- full", &["- full"]);
        check(&rest, path, "clear:", &["- clear: false"]);
    }
    let good =
        format!("scheduler: {{kind: good_job}}\nworkers: [{{name: jobs, kind: good_job}}]\n{job}");
    check(
        &good,
        "config/initializers/linkspan_good_job.rb",
        "import",
        &[
            r#"import: { cron: "0 4 * * * Etc/UTC", class: "Import::Job", args: [1, "full", {"clear" => false}], set: { queue: "low" } },"#,
        ],
    );
    check(&good, "config/kube/release/jobs.yml", "ENABLE_CRON", &["- name: GOOD_JOB_ENABLE_CRON"]);
    let loads = "scheduler: {kind: sidekiq_scheduler}\nworkers: [{name: jobs}]\n";
    check(
        &format!("{loads}{job}"),
        "config/initializers/linkspan_sidekiq.rb",
        "schedule = ",
        &[r#"Sidekiq.schedule = YAML.load_file(Rails.root.join("config/sidekiq_scheduler.yml"))"#],
    );
    for (rest, rule) in [
        ("cron: [{name: a, schedule: '@daily', command: a, args: [1]}]\n", "scheduled-work"),
        ("cron: [{name: a, schedule: '@daily', class: A, args: {a: 1}}]\n", "wrong-type"),
        ("cron: [{name: a, schedule: '@daily', class: A, args: [1.5]}]\n", "wrong-type"),
        ("cron: [{name: a, schedule: '@daily', class: A, args: full}]\n", "wrong-value"),
        ("cron: [{name: a, schedule: '@daily', class: A, queue: 'low:2'}]\n", "wrong-value"),
    ] {
        let found = generate(&format!("app: shop\nimage: a/b\n{rest}")).report.diagnostics;
        assert!(found.iter().any(|each| each.rule == rule), "{rest}: {found:?}");
    }
}

/// An argument keeps its type when the form writes the spec again.
#[test]
fn arguments_are_written_again_as_they_were() {
    let text = "cron:\n  - name: a\n    args: [1, \"1\", {\"a\": true}]\n";
    assert_eq!(crate::spec::Draft::from_text(text).to_text(), text);
}

#[test]
fn a_network_policy_lets_out_what_the_environment_names() {
    let path = "config/kube/network-app.yml";
    let rest =
        "env: {ELASTICSEARCH_URL: 'http://es.data:9200'}\nsecurity: {network_policy: true}\n";
    check(rest, path, "port: 9200", &["port: 9200"]);
    check(rest, path, "port: 443", &["port: 443"]);
    let narrowed = "env: {ES_URL: 'http://es.data:9200'}\nsecurity: {network_policy: true, egress_addresses: ['10.0.0.0/8:9200']}\n";
    check(narrowed, path, "cidr", &["cidr: \"10.0.0.0/8\""]);
}

#[test]
fn several_commands_migrate_in_order() {
    let job = "config/kube/jobs/migrate.yml";
    let both = "migrate: {before: ['bin/rails db:migrate', 'bin/rails search:index'], after: ['bin/rails db:migrate']}\n";
    check(both, job, "bin/rails", &[r#"- "bin/rails db:migrate\nexec bin/rails search:index""#]);
    check(both, "config/kube/jobs/after.yml", "name: shop-after", &["name: shop-after-unreleased"]);
    check(
        both,
        "config/kube/jobs/after.yml",
        "component",
        &["app.kubernetes.io/component: migrate"; 2],
    );
    let one = "migrate: {before: ['bin/rails db:migrate']}\n";
    check(one, job, "- bin/rails", &["- bin/rails"]);
    check(one, "deploy.sh", "after_rollout", &[]);
    let behind = "migrate: {strategy: deploy_then_migrate, after: ['bin/rails a']}\n";
    check(behind, job, "- bin/rails", &["- bin/rails"]);
    check(behind, "config/kube/jobs/after.yml", "kind: Job", &["kind: Job"]);
    let idle = "database: {adapter: none}\nmigrate: {strategy: downtime, after: [a]}\n";
    check(idle, job, "kind", &[]);
    check(idle, "deploy.sh", "stop_app", &[]);
    let none = "database: {adapter: none}\nmigrate: {after: ['bin/rails search:index']}\n";
    check(none, job, "kind", &[]);
    check(none, "config/kube/jobs/after.yml", "kind: Job", &["kind: Job"]);
    for (rest, path) in [
        ("migrate: {strategy: deploy_then_migrate, before: [a]}\n", "migrate.before"),
        ("migrate: {command: a, before: [b]}\n", "migrate.command"),
        (
            "migrate: {after: [a]}\ndelivery: {gitops: flux, repository: 'https://git.example.com/a/b.git'}\n",
            "migrate.after",
        ),
    ] {
        let found = generate(&format!("app: shop\nimage: a/b\n{rest}")).report.diagnostics;
        let told = found.iter().find(|each| each.rule == "migrate-steps");
        assert_eq!(told.map(|each| each.path.as_str()), Some(path), "{rest}: {found:?}");
    }
}

#[test]
fn mysql_runs_in_the_cluster() {
    let spec = |rest: &str| format!("database: {{adapter: mysql, kind: cluster{rest}}}\n");
    let set = "config/kube/mysql.yml";
    check(&spec(""), set, "image:", &["image: docker.io/library/mariadb:11.8.9"]);
    check(&spec(""), set, "innodb", &[r#"- "--innodb-buffer-pool-size=512M""#]);
    check(
        &spec(", image: 'docker.io/library/mysql:8.4.11'"),
        set,
        "image:",
        &["image: docker.io/library/mysql:8.4.11"],
    );
    check(
        &spec(", also: [queue]"),
        "config/kube/release/web.yml",
        "mysql2:",
        &[
            r#"value: "mysql2://app:$(DATABASE_PASSWORD)@shop-mysql:3306/app""#,
            r#"value: "mysql2://app:$(DATABASE_PASSWORD)@shop-mysql:3306/app_queue""#,
        ],
    );
    check(&spec(""), "config/kube/postgres.yml", "kind", &[]);
    check(
        &spec(""),
        "deploy.sh",
        "secret_keys=",
        &["secret_keys=('RAILS_MASTER_KEY' 'DATABASE_PASSWORD')"],
    );
    let policy = format!("{}security: {{network_policy: true}}\n", spec(""));
    check(&policy, "config/kube/network-mysql.yml", "port:", &["port: 3306"]);
    assert!(!lines(&spec(""), "DEPLOY.md", "mysqldump").is_empty());
    for (rest, rule) in [
        ("database: {adapter: mysql, kind: cnpg}\n", "database-kind"),
        ("database: {adapter: sqlite, kind: cluster}\n", "database-kind"),
        ("database: {kind: cluster, image: 'docker.io/library/mariadb:11.8.9'}\n", "store-image"),
        ("redis: {kind: cluster, image: 'docker.io/library/postgres:18.6'}\n", "store-image"),
        ("database: {extensions: [postgis]}\n", "no-effect"),
        ("database: {adapter: mysql, kind: cluster}\nworkers: [{name: mysql}]\n", "name-taken"),
    ] {
        let found = generate(&format!("app: shop\nimage: a/b\n{rest}")).report.diagnostics;
        assert!(found.iter().any(|each| each.rule == rule), "{rest}: {found:?}");
    }
}

#[test]
fn postgresql_has_extensions_that_only_its_superuser_creates() {
    let spec = |rest: &str| format!("database: {{kind: cluster, {rest}}}\n");
    let set = "config/kube/postgres.yml";
    let init = "config/kube/postgres-init.yml";
    let postgis = spec(
        "image: 'docker.io/postgis/postgis:17-3.5', extensions: [postgis, pg_stat_statements]",
    );
    check(
        &postgis,
        init,
        "CREATE EXTENSION",
        &[
            r#"CREATE EXTENSION IF NOT EXISTS \"postgis\" CASCADE;\n\"#,
            r#"CREATE EXTENSION IF NOT EXISTS \"pg_stat_statements\" CASCADE;\n\"#,
        ],
    );
    check(&postgis, init, "connect template1", &[r"\\connect template1\n\"]);
    check(&postgis, set, "preload", &["- shared_preload_libraries=pg_stat_statements"]);
    check(&postgis, set, "initdb.d", &["mountPath: /docker-entrypoint-initdb.d/zz-app.sql"]);
    check(&spec("storage: 5Gi"), set, "initdb.d", &["mountPath: /docker-entrypoint-initdb.d"]);
    check(
        &postgis,
        "DEPLOY.md",
        "postgis:",
        &[r#"url: <%= ENV["DATABASE_URL"].sub("postgresql:", "postgis:") %>"#],
    );
    check(
        &spec("image: 'docker.io/library/postgres:16-alpine'"),
        set,
        "runAsUser",
        &["runAsUser: 70"],
    );
    let cnpg = "database: {kind: cnpg, extensions: [vector]}\n";
    check(
        cnpg,
        set,
        "CREATE EXTENSION",
        &[r#"- "CREATE EXTENSION IF NOT EXISTS \"vector\" CASCADE;""#],
    );
}

#[test]
fn what_is_backed_up_is_there_and_comes_back() {
    let sqlite = "database: {adapter: sqlite, also: [archive]}\n";
    let guide = |rest: &str, word: &str, expect: &[&str]| check(rest, "DEPLOY.md", word, expect);
    guide(
        sqlite,
        " .dump",
        &[
            r#"kubectl --namespace shop exec deployment/shop-web -- sqlite3 -readonly /rails/storage/"$file" .dump >../shop-"$file".sql || echo "No backup of $file""#,
        ],
    );
    guide(
        sqlite,
        "for file in",
        &[
            "for file in $(kubectl --namespace shop exec deployment/shop-web -- sh -c 'cd /rails/storage && ls *.sqlite3'); do",
        ],
    );
    guide(sqlite, "for dump in", &["for dump in ../shop-*.sqlite3.sql; do"]);
    guide(
        sqlite,
        "delete configmap shop-migrated",
        &["kubectl --namespace shop delete configmap shop-migrated --ignore-not-found"],
    );
    guide(
        &format!("{sqlite}active_storage: {{service: local}}\n"),
        "tar -cz",
        &[
            "kubectl --namespace shop exec deployment/shop-web -- tar -cz -C /rails --exclude='*.sqlite3*' storage >../shop-storage.tar.gz",
        ],
    );
    guide(
        "active_storage: {service: local}\n",
        "tar -",
        &[
            "kubectl --namespace shop exec deployment/shop-web -- tar -cz -C /rails storage >../shop-storage.tar.gz",
            "kubectl --namespace shop exec --stdin deployment/shop-web -- tar -xz -C /rails <../shop-storage.tar.gz",
        ],
    );
    // What another program keeps open is copied by that program alone.
    let foreign = "processes: [{name: mongo, image: 'mongo:8'}]\nvolumes: [{name: data, path: /data/db, size: 1Gi, of: [mongo]}]\n";
    guide(foreign, "tar -", &[]);
    guide(
        &foreign.replace("of: [mongo]", "of: [web]"),
        "tar -cz",
        &[
            "kubectl --namespace shop exec deployment/shop-web -- tar -cz -C /data/db . >../shop-data.tar.gz",
        ],
    );
    guide(&foreign.replace("of: [mongo]", "of: [web, mongo]"), "tar -", &[]);
}

#[test]
fn sqlite_keeps_each_database_of_the_app_in_a_file() {
    let rest = "database: {adapter: sqlite, also: [archive]}\n";
    check(
        rest,
        "DEPLOY.md",
        "production_archive",
        &["database: storage/production_archive.sqlite3"],
    );
    check(rest, "DEPLOY.md", "production_queue", &["database: storage/production_queue.sqlite3"]);
    check(rest, "DEPLOY.md", "archive_migrate", &["migrations_paths: db/archive_migrate"]);
}

#[test]
fn an_app_has_several_redis() {
    let inside = "redis: {kind: cluster, also: [cache, rate_limit]}\n";
    let web = "config/kube/release/web.yml";
    check(
        inside,
        web,
        "redis://",
        &[
            r#"value: "redis://:$(REDIS_PASSWORD)@shop-redis:6379/0""#,
            r#"value: "redis://:$(REDIS_PASSWORD)@shop-redis-cache:6379/0""#,
            r#"value: "redis://:$(REDIS_PASSWORD)@shop-redis-rate-limit:6379/0""#,
        ],
    );
    check(inside, web, "_REDIS_URL", &["- name: CACHE_REDIS_URL", "- name: RATE_LIMIT_REDIS_URL"]);
    check(inside, "config/kube/redis-cache.yml", "allkeys", &["- allkeys-lru"]);
    check(inside, "config/kube/redis-rate-limit.yml", "noevict", &["- noeviction"]);
    check(inside, "config/kube/redis.yml", "noevict", &["- noeviction"]);
    let policy = format!("{inside}security: {{network_policy: true}}\n");
    check(&policy, "config/kube/network-redis-cache.yml", "port:", &["port: 6379"]);
    let outside = "redis: {kind: external, also: [cache]}\n";
    check(
        outside,
        "deploy.sh",
        "secret_keys=",
        &["secret_keys=('RAILS_MASTER_KEY' 'DATABASE_URL' 'REDIS_URL' 'CACHE_REDIS_URL')"],
    );
    for (rest, rule) in [
        ("redis: {also: [cache]}\n", "no-effect"),
        ("redis: {kind: cluster, also: [cache]}\nworkers: [{name: redis-cache}]\n", "name-taken"),
        ("redis: {kind: cluster, also: [cache]}\nenv: {CACHE_REDIS_URL: a}\n", "reserved-variable"),
    ] {
        let found = generate(&format!("app: shop\nimage: a/b\n{rest}")).report.diagnostics;
        assert!(found.iter().any(|each| each.rule == rule), "{rest}: {found:?}");
    }
}
