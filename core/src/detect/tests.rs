//! Whole apps, made up in the shapes of real ones, and files that nobody meant to be read.

use super::{App, Given, Trust, detect, spec, wanted};
use crate::diagnostic::Severity;
use crate::generate;

const PRODUCTION: &str = "Rails.application.configure do\n  config.active_storage.service = :local\n  config.force_ssl = true\n  \
    config.cache_store = :solid_cache_store\n  config.active_job.queue_adapter = :solid_queue\nend\n";
const PUMA: &str = "threads_count = ENV.fetch(\"RAILS_MAX_THREADS\", 3)\nthreads threads_count, threads_count\n\
    port ENV.fetch(\"PORT\", 3000)\nplugin :tmp_restart\nplugin :solid_queue if ENV[\"SOLID_QUEUE_IN_PUMA\"]\n";
const DOCKERFILE: &str = "ARG RUBY_VERSION=3.4.7\nFROM docker.io/library/ruby:$RUBY_VERSION-slim AS base\nWORKDIR /rails\n\
    FROM base AS build\nRUN bundle install\nCOPY . .\nFROM base\nUSER 1000:1000\nENTRYPOINT [\"/rails/bin/docker-entrypoint\"]\nEXPOSE 80\n\
    CMD [\"./bin/thrust\", \"./bin/rails\", \"server\"]\n";
const ROUTES: &str = "Rails.application.routes.draw do\n  get \"up\" => \"rails/health#show\", as: :rails_health_check\nend\n";
const SQLITE: &str = "default: &default\n  adapter: sqlite3\n  max_connections: <%= ENV.fetch(\"RAILS_MAX_THREADS\") { 5 } %>\n\
    production:\n  primary:\n    <<: *default\n    database: storage/production.sqlite3\n  cache:\n    <<: *default\n    \
    migrations_paths: db/cache_migrate\n  queue:\n    <<: *default\n    migrations_paths: db/queue_migrate\n  cable:\n    \
    <<: *default\n    migrations_paths: db/cable_migrate\n";

fn lock(gems: &[&str]) -> String {
    let gems: Vec<String> = gems.iter().map(|gem| format!("    {gem} (1.0)\n")).collect();
    format!("GEM\n  remote: https://rubygems.org/\n  specs:\n    rails (8.1.2)\n{}", gems.concat())
}

/// What `rails new` gives, as far as it is read.
fn fresh(database: &str, gem: &str) -> App {
    let mut app = App::new("blog");
    let gems = [
        "bootsnap",
        "image_processing",
        "puma",
        "solid_cable",
        "solid_cache",
        "solid_queue",
        "thruster",
    ];
    let all: Vec<&str> = gems.into_iter().chain([gem]).collect();
    for (path, text) in [
        (".ruby-version", "ruby-3.4.7\n"),
        ("Gemfile", "source \"https://rubygems.org\"\ngem \"rails\", \"~> 8.1.2\"\n"),
        ("Gemfile.lock", &lock(&all)),
        (
            "config/application.rb",
            "require \"rails/all\"\nmodule Blog\n  class Application < Rails::Application\n  end\nend\n",
        ),
        (
            "config/cable.yml",
            "development:\n  adapter: async\nproduction:\n  adapter: solid_cable\n",
        ),
        ("config/database.yml", database),
        ("config/environments/production.rb", PRODUCTION),
        ("config/puma.rb", PUMA),
        ("config/routes.rb", ROUTES),
        (
            "config/storage.yml",
            "local:\n  service: Disk\n  root: <%= Rails.root.join(\"storage\") %>\n",
        ),
        ("db/schema.rb", "ActiveRecord::Schema[8.1].define(version: 0) do\nend\n"),
        ("Dockerfile", DOCKERFILE),
    ] {
        app.add_text(path, text);
    }
    app.add_path("config/credentials.yml.enc");
    app
}

/// The spec without its comments, after it was seen to give a bundle without an error.
fn bare(app: &App) -> String {
    let findings = detect(app, &Given::new());
    let open: Vec<&str> = findings.questions.iter().map(|each| each.path.as_str()).collect();
    assert_eq!(open, ["image", "hosts"], "only where the app shall live is open");
    let text = spec(&findings);
    let told = generate(&text).report.diagnostics;
    let told: Vec<_> = told.iter().filter(|each| !each.rule.name.starts_with("rails-")).collect();
    assert!(told.is_empty(), "{text}{told:#?}");
    let lines = text.lines().skip(1).map(|line| line.split("  #").next().unwrap_or_default());
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_fresh_app_with_sqlite_runs_its_jobs_in_puma() {
    assert_eq!(
        bare(&fresh(SQLITE, "sqlite3")),
        "app: blog\nimage: registry.example.com/blog\nbuild:\n  from: dockerfile\nrails:\n  version: \"1.0\"\n"
            .replace("1.0", "8.1.2")
            + "  ruby: \"3.4.7\"\nenv:\n  SOLID_QUEUE_IN_PUMA: \"true\"\ndatabase:\n  adapter: sqlite\n  also: [cache, queue, cable]\n\
               active_storage:\n  service: local\n"
    );
}

#[test]
fn a_fresh_app_with_postgresql_has_a_worker() {
    let database = SQLITE.replace("sqlite3", "postgresql");
    assert_eq!(
        bare(&fresh(&database, "pg")),
        "app: blog\nimage: registry.example.com/blog\nbuild:\n  from: dockerfile\nrails:\n  version: \"8.1.2\"\n  ruby: \"3.4.7\"\n\
         database:\n  also: [cache, queue, cable]\nactive_storage:\n  service: none\nworkers:\n  - name: jobs\n    kind: solid_queue\n"
    );
}

#[test]
fn processes_stand_beside_puma_where_sqlite_is() {
    let mut app = fresh(SQLITE, "sqlite3");
    let script =
        DOCKERFILE.replace("[\"./bin/thrust\", \"./bin/rails\", \"server\"]", "[\"bin/boot\"]");
    app.add_text("Dockerfile", script);
    app.add_text("Procfile", "web: bundle exec thrust bin/start-app\nredis: redis-server config/redis.conf\nworkers: A=1 bundle exec resque-pool\n");
    let text = bare(&app);
    for part in [
        "command: bundle exec thrust bin/start-app",
        "HTTP_PORT: \"3000\"",
        "  - name: local-redis\n    command: redis-server config/redis.conf\n    port: 6379\n",
        "  - name: workers\n    command: bundle exec resque-pool\n    env:\n      A: \"1\"\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

/// A Procfile may call the web by another name.
#[test]
fn the_process_that_starts_a_server_is_the_web() {
    for (procfile, workers) in [
        (
            "custom-web: bundle exec puma\njobs: bin/jobs\n",
            "  - name: jobs\n    kind: solid_queue\n",
        ),
        ("rails: bin/rails s -p 3000\njobs: bin/jobs\n", "  - name: jobs\n    kind: solid_queue\n"),
        ("web: bin/rails s\nother: bundle exec puma -p 4000\n", "processes:\n  - name: other\n"),
        (
            "console: bin/rails c\nrake: bundle exec rake\n",
            "workers:\n  - name: jobs\n    kind: solid_queue\n",
        ),
    ] {
        let mut app = fresh(&SQLITE.replace("sqlite3", "postgresql"), "pg");
        app.add_text("Procfile", procfile);
        let text = bare(&app);
        assert!(text.contains(workers) && !text.contains("name: custom-web"), "{procfile}{text}");
        assert!(!text.contains("name: rails"), "{procfile}{text}");
    }
}

/// A bundle that follows from it has one web process, and no error.
#[test]
fn a_cable_within_one_process_leaves_one_process() {
    let mut app = fresh(&SQLITE.replace("sqlite3", "postgresql"), "pg");
    app.add_text("config/cable.yml", "production:\n  adapter: async\n");
    app.add_text("config/puma.rb", PUMA.to_owned() + "workers ENV.fetch(\"WEB_CONCURRENCY\", 4)\n");
    let text = bare(&app);
    assert!(text.contains("  replicas: 1\n") && text.contains("  processes: 0\n"), "{text}");
}

#[test]
fn uploads_on_a_volume_leave_one_pod() {
    let mut app = fresh(&SQLITE.replace("sqlite3", "postgresql"), "pg");
    let deploy = "service: shop\nimage: acme/shop\nservers: [10.0.0.1, 10.0.0.2]\nvolumes: [\"shop:/rails/storage\"]\n";
    app.add_text("config/deploy.yml", deploy);
    let findings = detect(&app, &Given::new());
    let replicas = findings.get("web.replicas").map(|each| each.value.shown());
    assert_eq!(replicas.as_deref(), Some("1"));
    let told = generate(&spec(&findings)).report.diagnostics;
    assert!(told.iter().all(|each| each.severity != Severity::Error), "{told:#?}");
}

#[test]
fn a_dockerfile_of_development_is_not_that_of_production() {
    let develop = "FROM ruby:3.4\nWORKDIR /app\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install\n";
    let mut app = fresh(SQLITE, "sqlite3");
    app.add_text("Dockerfile", "");
    app.add_text("docker/develop/Dockerfile", develop);
    let findings = detect(&app, &Given::new());
    assert!(findings.get("build.from").is_none());
    assert!(findings.remarks.iter().any(|each| each.at.file == "docker/develop/Dockerfile"));

    app.add_text("Dockerfile", develop);
    let findings = detect(&app, &Given::new());
    assert!(findings.get("build.from").is_some(), "one at the top is that of production");
    assert!(findings.remarks.iter().any(|each| each.says.contains("copies no code")));

    let stages = "FROM ruby:3.4 AS production\nWORKDIR /srv\nCOPY . .\nUSER www-data\nFROM production AS development\n\
        WORKDIR /dev\nUSER root\n";
    app.add_text("Dockerfile", stages);
    let findings = detect(&app, &Given::new());
    for (path, value) in
        [("build.target", "production"), ("container.workdir", "/srv"), ("container.user", "33")]
    {
        let found = findings.get(path).map(|each| each.value.shown());
        assert_eq!(found.as_deref(), Some(value), "{path}");
    }
}

#[test]
fn a_value_of_a_secret_is_never_kept() {
    let value = "sk_live_abcdefghijklmnop1234567890";
    let mut app = fresh(SQLITE, "sqlite3");
    app.add_text(".env", format!("STRIPE_API_KEY={value}\n"));
    app.add_text(".env.example", format!("STRIPE_API_KEY={value}\nMAIL_PASSWORD=hunter22\n"));
    app.add_text(
        "Procfile",
        format!("web: bin/rails s\nmail: API_TOKEN={value} bin/mail --key {value}\n"),
    );
    app.add_text("config/storage.yml", format!("local:\n  service: {value}\n"));
    let findings = detect(&app, &Given::new());
    let all = format!("{findings:?}{}", spec(&findings));
    assert!(!all.contains(value) && !all.contains("hunter22"), "{all}");
    assert!(all.contains("secrets.STRIPE_API_KEY"), "{all}");
}

#[test]
fn what_two_files_say_otherwise_is_asked_and_a_flag_answers_it() {
    let mut app = fresh(SQLITE, "sqlite3");
    app.add_text(".tool-versions", "ruby 3.3.9\n");
    let findings = detect(&app, &Given::new());
    let question = findings.questions.iter().find(|each| each.path == "rails.ruby").unwrap();
    assert_eq!(question.flag(), "--set rails.ruby=VALUE");
    let findings = detect(&app, &vec![("rails.ruby".to_owned(), "3.3.9".into())]);
    assert_eq!(findings.get("rails.ruby").map(|each| each.trust), Some(Trust::Given));
    assert!(findings.questions.iter().all(|each| each.path != "rails.ruby"));
}

/// Texts that nobody meant: cut, doubled, with bytes of other kinds; the numbers come from a seed.
#[test]
fn mutated_files_are_read_without_a_panic() {
    let whole = fresh(SQLITE, "sqlite3");
    let sources = [
        ("config/deploy.yml", include_str!("import/kamal/tests/every_key.yml")),
        ("config/deploy.staging.yml", include_str!("import/kamal/tests/every_key.yml")),
        ("compose.yml", include_str!("import/compose/tests/shop.yml")),
        ("config/kube/shop.yml", include_str!("import/manifests/tests/shop.yml")),
        ("values.yaml", "image: {repository: a/b}\ningress: {hosts: [{host: a.b}]}\nenv: {A: b}\n"),
        ("Cuberfile", "app 'a'\nproc :web, 'x', scale: 3, ram: 0.5\nenv 'A', 'b', secret: true\n"),
        ("kuby.rb", "Kuby.define('a') do\n  add_plugin :sidekiq do\n    replicas 2\n  end\nend\n"),
        (".kamal/secrets", "A=$(kamal secrets fetch --adapter 1password A)\nB=c\n"),
    ];
    let texts: Vec<(String, String)> = whole
        .texts()
        .chain(sources)
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect();
    let pieces = [
        "<%",
        "%>",
        "<%= ENV.fetch('A') %>",
        "{",
        "}",
        "do",
        "end",
        "\"",
        "'",
        "<<~A\n",
        "%w[",
        "#{",
        ":",
        "&a ",
        "*a",
        "\n",
        "é",
        "if ",
        "=begin\n",
        "\u{0}",
        "- ",
        "((((",
        "$PORT",
        "FROM ",
    ];
    let mut seed: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut next = |most: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % u64::try_from(most.max(1)).unwrap()).unwrap()
    };
    for _ in 0..1_500 {
        let mut app = App::new("x");
        for _ in 0..3 {
            let (path, text) = &texts[next(texts.len())];
            let mut chars: Vec<char> = text.chars().collect();
            for _ in 0..next(6) {
                let at = next(chars.len() + 1);
                let piece: Vec<char> = pieces[next(pieces.len())].chars().collect();
                let end = (at + next(9)).min(chars.len());
                chars.splice(at..end, piece);
            }
            let (other, _) = &texts[next(texts.len())];
            let path = if next(8) == 0 { other } else { path };
            let text: String = chars.into_iter().collect();
            if wanted(path).is_some() {
                app.add_text(path.as_str(), text);
            } else {
                app.add_source(path.as_str(), text);
            }
        }
        let findings = detect(&app, &Given::new());
        if next(20) == 0 {
            let _ = generate(&spec(&findings));
        }
    }
}

/// Gems that bring others along, gems of another database, a module of one word.
#[test]
fn packages_are_those_of_gems_that_the_app_uses() {
    let mut app = App::new("docushop");
    app.add_text(
        "Gemfile",
        "gem \"rails\"\ngem \"pg\"\ngem \"image_processing\"\nif ENV[\"DB\"] == \"mssql\"\n  gem \"tiny_tds\"\nend\ngem \"curb\"\n",
    );
    app.add_text("config/application.rb", "module DocuShop\nend\n");
    let findings = detect(&app, &Given::new());
    let shown = |path: &str| findings.get(path).map(|found| found.value.shown());
    assert_eq!(shown("rails.packages"), None);
    assert_eq!(shown("build.packages").as_deref(), Some("libcurl4-openssl-dev"));
    assert_eq!(shown("app").as_deref(), Some("docushop"));
    assert_eq!(findings.get("build.lock").map(|found| found.trust), Some(Trust::Likely));
    let lock = "GEM\n  specs:\n    curb (1)\n    image_processing (1)\n      mini_magick (>= 4)\n    mini_magick (5)\n    pg (1)\n    rails (8.1.2)\n";
    app.add_text("Gemfile.lock", lock);
    let findings = detect(&app, &Given::new());
    assert_eq!(findings.get("rails.packages"), None);
    app.add_text(
        "Gemfile.lock",
        lock.replace("    pg (1)\n", "    other (1)\n      mini_magick\n    pg (1)\n"),
    );
    let findings = detect(&app, &Given::new());
    let shown = findings.get("rails.packages").map(|found| found.value.shown());
    assert_eq!(shown.as_deref(), Some("imagemagick"));
}

/// SQLite, and Redis and jobs beside Puma in one pod: nothing of it is set up outside.
#[test]
fn a_redis_beside_puma_is_no_server_elsewhere() {
    let mut app = App::new("chat");
    for (path, text) in [
        (
            "Gemfile",
            "gem \"rails\", \"8.1.2\"\ngem \"sqlite3\"\ngem \"redis\"\ngem \"resque-pool\"\n",
        ),
        (
            "Procfile",
            "web: bin/rails server\nredis: redis-server config/redis.conf\nworkers: bundle exec resque-pool\n",
        ),
        ("config/database.yml", "production:\n  adapter: sqlite3\n"),
        ("config/cable.yml", "production:\n  adapter: redis\n  url: redis://localhost:6379\n"),
        (
            "config/environments/production.rb",
            "Rails.application.configure do\n  config.cache_store = :redis_cache_store\n  config.active_job.queue_adapter = :resque\nend\n",
        ),
    ] {
        app.add_text(path, text);
    }
    let findings = detect(&app, &Given::new());
    assert_eq!(findings.get("redis.kind"), None);
    let names: Vec<String> = findings
        .found
        .iter()
        .filter(|each| each.path.ends_with("].name"))
        .map(|each| each.path.clone())
        .collect();
    assert_eq!(names, ["sidecars[local-redis].name", "sidecars[workers].name"]);
}

/// Rails 7.1's Dockerfile makes its user without a number; a base image of somebody else's does not tell.
#[test]
fn the_first_user_of_an_image_has_a_number() {
    let asked = |steps: &str| {
        let mut app = App::new("shop");
        app.add_text("Gemfile", "gem \"rails\"\n");
        app.add_text(
            "Dockerfile",
            format!("FROM ruby:3.4-slim\nCOPY . .\nRUN bundle install\n{steps}USER rails:rails\n"),
        );
        detect(&app, &Given::new()).questions.iter().any(|each| each.path == "container.user")
    };
    assert!(!asked("RUN useradd rails --create-home --shell /bin/bash\n"));
    assert!(asked("") && asked("RUN useradd --system rails\n"));
}
