//! What the app itself has to bring, file by file, for its version of Rails.

use crate::facts::{self, BOOTSNAP};
use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::{Adapter, Health, Plan, Uploads, Worker, WorkerKind};

pub(super) fn write(plan: &Plan, text: &mut Text) {
    text.fixed(Guide::Application, "What the app itself has to bring.");
    text.push(format!(
        "## In the app\n\nFor Rails {}: what these files have to say, beside what `rails new` writes into them. What is there already may stay as it is.\n",
        plan.build.rails.value
    ));
    gemfile(plan, text);
    production(plan, text);
    database(plan, text);
    puma(plan, text);
    rest(plan, text);
}

/// The head of a listing.
fn open(text: &mut Text, path: &str, language: &str) {
    text.push(format!("`{path}`:\n\n```{language}"));
}

fn close(text: &mut Text) {
    text.push("```\n");
}

/// A text as Ruby writes it, whatever it holds.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        if matches!(char, '"' | '\\' | '#') {
            out.push('\\');
        }
        out.push(char);
    }
    out.push('"');
    out
}

fn gemfile(plan: &Plan, text: &mut Text) {
    text.fixed(Guide::Application, "Gems that the processes of this bundle need.");
    open(text, "Gemfile", "ruby");
    text.push("gem \"puma\"");
    text.because(plan.database.adapter.reason());
    let gem = match plan.database.adapter.value {
        Adapter::Postgresql => Some("gem \"pg\""),
        Adapter::Mysql => Some("gem \"mysql2\""),
        Adapter::Sqlite => Some("gem \"sqlite3\""),
        Adapter::None => None,
    };
    if let Some(gem) = gem {
        text.push(gem);
    }
    if plan.build.bootsnap.value {
        text.because(plan.build.bootsnap.reason());
        text.push(format!("gem \"bootsnap\", \">= {BOOTSNAP}\", require: false"));
    }
    if plan.build.image_variants.value {
        text.because(plan.build.image_variants.reason());
        text.push("gem \"image_processing\" # resizes images with the libvips of the Dockerfile");
    }
    for (kind, gem) in [
        (WorkerKind::Sidekiq, "sidekiq"),
        (WorkerKind::SolidQueue, "solid_queue"),
        (WorkerKind::GoodJob, "good_job"),
    ] {
        if let Some(worker) = plan.workers.iter().find(|worker| worker.kind.value == kind) {
            text.because(worker.kind.reason());
            text.push(format!("gem \"{gem}\""));
        }
    }
    close(text);
}

fn production(plan: &Plan, text: &mut Text) {
    text.fixed(Guide::Application, "Settings of production that the pods rely on.");
    open(text, "config/environments/production.rb", "ruby");
    text.push("Rails.application.configure do");
    front_door(plan, text);
    text.fixed(Guide::Logging, "Kubernetes keeps what a process prints; the request's number joins the lines of one request.");
    text.push("  config.logger = ActiveSupport::TaggedLogging.new(ActiveSupport::Logger.new(STDOUT))\n  config.log_tags = [ :request_id ]\n  config.log_level = ENV.fetch(\"RAILS_LOG_LEVEL\", \"info\")");
    if plan.database.adapter.value != Adapter::None {
        text.fixed(
            Guide::Migrations,
            "The file system is read-only, and the schema belongs into git.",
        );
        text.push("  config.active_record.dump_schema_after_migration = false");
    }
    let service = &plan.active_storage.service;
    text.because(service.reason());
    match service.value {
        Uploads::External => {
            text.push("  config.active_storage.service = :amazon # a service of config/storage.yml, never :local: a pod's files are gone with it");
        }
        Uploads::Local => {
            text.push("  config.active_storage.service = :local # kept at Rails.root.join(\"storage\") by config/storage.yml");
        }
        Uploads::None => {}
    }
    let solid = |worker: &&Worker| {
        worker.kind.value == WorkerKind::SolidQueue && worker.health.value != Health::File
    };
    if let Some(worker) = plan.workers.iter().find(solid) {
        text.because(worker.timeout.reason());
        text.push(format!(
            "  config.active_job.queue_adapter = :solid_queue\n  config.solid_queue.shutdown_timeout = {}.seconds",
            worker.timeout.value
        ));
    }
    text.fixed(Guide::Application, "Settings of production that the pods rely on.");
    text.push("end");
    close(text);
    if plan.build.credentials.value {
        text.because(plan.build.credentials.reason());
        text.push("The image is built without the master key. So `config.require_master_key = true` would stop the build: leave it out, or write `config.require_master_key = ENV[\"SECRET_KEY_BASE_DUMMY\"].blank?`.\n");
    }
}

/// TLS ends before the app, and health checks come by plain HTTP to the pod's address.
fn front_door(plan: &Plan, text: &mut Text) {
    let path = quoted(&plan.web.health_path.value);
    if plan.expose.is_https() {
        text.because(plan.expose.tls.reason());
        // What passes TCP on alone cannot say by which scheme it was asked.
        let assume = if plan.expose.provider_tls().is_some_and(|tls| !tls.redirects) {
            "  # TLS ends at the load balancer, which cannot say so. Health checks come without it.\n  config.assume_ssl = true\n"
        } else {
            "  # TLS ends before the app, where X-Forwarded-Proto says how it was asked: with assume_ssl, plain HTTP would be\n  # answered instead of sent on. Health checks come without TLS.\n"
        };
        text.push(format!(
            "{assume}  config.force_ssl = true\n  config.ssl_options = {{ redirect: {{ exclude: ->(request) {{ request.path == {path} }} }} }}"
        ));
    }
    if !plan.hosts.value.is_empty() {
        text.because(plan.hosts.reason());
        // A leading dot stands for every name below.
        let hosts: Vec<String> =
            plan.hosts.value.iter().map(|host| quoted(host.trim_start_matches('*'))).collect();
        text.push(format!(
            "  config.hosts = [ {} ]\n  config.host_authorization = {{ exclude: ->(request) {{ request.path == {path} }} }}",
            hosts.join(", ")
        ));
    }
}

fn database(plan: &Plan, text: &mut Text) {
    let (adapter, pool) = match plan.database.adapter.value {
        Adapter::Postgresql => ("postgresql", true),
        Adapter::Mysql => ("mysql2", true),
        Adapter::Sqlite => ("sqlite3", false),
        Adapter::None => return,
    };
    let key = facts::rails(&plan.build.rails.value).map_or("pool", |rails| rails.pool);
    text.because(plan.database.adapter.reason());
    text.push("A connection for each thread:\n");
    open(text, "config/database.yml", "yaml");
    text.push(format!("production:\n  primary:\n    adapter: {adapter}"));
    if pool {
        text.push("    url: <%= ENV[\"DATABASE_URL\"] %>");
    } else {
        text.push("    database: storage/production.sqlite3");
    }
    text.because(plan.build.rails.because("The key's name changed in Rails 8.1."));
    text.push(format!("    {key}: <%= ENV.fetch(\"RAILS_MAX_THREADS\") {{ 5 }} %>"));
    close(text);
    if plan.database.adapter.value == Adapter::Postgresql {
        text.because(plan.database.adapter.reason());
        text.push("Where DATABASE_URL leads to a PgBouncer in transaction mode, add `prepared_statements: false` and `advisory_locks: false` there, and give the migration an address that leads past it.\n");
    }
}

/// How Puma ends, which is in accord with the pod's grace period.
fn puma(plan: &Plan, text: &mut Text) {
    let web = &plan.web;
    text.because(web.shutdown_timeout.reason());
    open(text, "config/puma.rb", "ruby");
    text.push("threads_count = ENV.fetch(\"RAILS_MAX_THREADS\", 3)\nthreads threads_count, threads_count\nport ENV.fetch(\"PORT\", 3000)");
    // Without worker processes, Puma would wait for ever.
    let option =
        if web.processes.value == 0 { "force_shutdown_after" } else { "worker_shutdown_timeout" };
    text.push(format!("{option} {}", web.shutdown_timeout.value));
    close(text);
    text.push("Puma reads `WEB_CONCURRENCY` itself.\n");
}

fn rest(plan: &Plan, text: &mut Text) {
    text.because(plan.web.health_path.reason());
    text.push(format!(
        "- `config/routes.rb` answers {} (`get \"up\" => \"rails/health#show\"`).",
        plan.web.health_path.value
    ));
    if facts::rails(&plan.build.rails.value).is_some_and(|rails| rails.pid_file) {
        text.because(plan.build.rails.reason());
        text.push(format!(
            "- Rails {} writes `tmp/pids/server.pid`; the entrypoint removes an old one.",
            plan.build.rails.value
        ));
    }
    super::front_door::remote_address(plan, text);
    super::front_door::cable(plan, text);
    super::watch::rails(plan, text);
    super::workers::write(plan, text);
}
