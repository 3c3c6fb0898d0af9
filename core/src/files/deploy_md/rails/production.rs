//! `config/environments/production.rb`.

use super::super::stores;
use super::{App, close, open, quoted};
use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::{Adapter, Health, Plan, Uploads, Worker, WorkerKind};

pub(super) fn write(app: &App<'_>, text: &mut Text) {
    let plan = app.plan;
    text.fixed(Guide::Application, "Settings of production that the pods rely on.");
    open(text, "config/environments/production.rb", "ruby");
    text.push("Rails.application.configure do");
    front_door(app, text);
    log(app, text);
    if plan.database.adapter.value != Adapter::None {
        text.fixed(
            Guide::Migrations,
            "The file system is read-only, and the schema belongs into git.",
        );
        text.push("  config.active_record.dump_schema_after_migration = false");
    }
    if let Some(plan) = app.find(Plan::uses_memcached) {
        text.because(plan.memcached.kind.reason());
        text.push(stores::cache_store(plan));
    }
    if app.solid_cache() {
        text.because(plan.database.also.reason());
        text.push("  config.cache_store = :solid_cache_store");
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
    jobs(app, text);
    text.fixed(Guide::Application, "Settings of production that the pods rely on.");
    text.push("end");
    close(text);
    if app.find(|plan| plan.logging.json.value).is_some() {
        text.because(plan.logging.json.reason());
        text.push("Remove `config.log_tags` and `config.log_formatter` from that file: a tag before a line would make it invalid JSON.\n");
    }
    if plan.build.credentials.value {
        text.because(plan.build.credentials.reason());
        text.push("The image is built without the master key. So `config.require_master_key = true` would stop the build: leave it out, or write `config.require_master_key = ENV[\"SECRET_KEY_BASE_DUMMY\"].blank?`.\n");
    }
}

/// TLS ends before the app, and health checks come by plain HTTP to the pod's address.
fn front_door(app: &App<'_>, text: &mut Text) {
    let path = quoted(&app.plan.web.health_path.value);
    if let Some(plan) = app.find(|plan| plan.expose.is_https()) {
        text.because(plan.expose.tls.reason());
        // What passes TCP on alone cannot say by which scheme it was asked.
        let assume = if plan.expose.provider_tls().is_some_and(|tls| !tls.redirects) {
            "  # HTTPS ends at the load balancer, which does not tell Rails. Health checks come by plain HTTP.\n  config.assume_ssl = true\n"
        } else {
            "  # HTTPS ends in front of the app, and X-Forwarded-Proto tells Rails whether the request was HTTPS: with assume_ssl,\n  # plain HTTP would be answered instead of redirected. Health checks come by plain HTTP.\n  config.assume_ssl = false\n"
        };
        let assume = if plan.build.is_old() { without_assume(assume) } else { assume };
        text.push(format!(
            "{assume}  config.force_ssl = true\n  config.ssl_options = {{ redirect: {{ exclude: ->(request) {{ request.path == {path} }} }} }}"
        ));
    } else {
        text.because(app.plan.expose.tls.reason());
        let assume = if app.plan.build.is_old() { "" } else { "  config.assume_ssl = false\n" };
        text.push(format!("  # Nothing in front of the app speaks HTTPS, so a redirect to it would lead nowhere.\n{assume}  config.force_ssl = false"));
    }
    let hosts = app.hosts();
    if let Some(plan) = app.find(|plan| plan.expose.any_host.value) {
        text.because(plan.expose.any_host.reason());
        text.push("  config.hosts.clear # any host: domains of customers are answered too");
    } else if !hosts.is_empty() {
        text.because(app.plan.hosts.reason());
        // A leading dot stands for every name below.
        let hosts: Vec<String> =
            hosts.iter().map(|host| quoted(host.trim_start_matches('*'))).collect();
        text.push(format!(
            "  config.hosts = [ {} ]\n  config.host_authorization = {{ exclude: ->(request) {{ request.path == {path} }} }}",
            hosts.join(", ")
        ));
    }
}

/// The same for Rails up to 7.0, which has no `assume_ssl`: where nobody tells it the scheme, a line in front of it does.
fn without_assume(assume: &str) -> &'static str {
    if assume.contains("= true") {
        "  # HTTPS ends at the load balancer, which does not tell Rails.\n  https = Struct.new(:app) { def call(env) = app.call(env.merge(\"HTTPS\" => \"on\", \"HTTP_X_FORWARDED_PROTO\" => \"https\")) }\n  config.middleware.insert_before 0, https\n"
    } else {
        ""
    }
}

const JSON: &str = r#"  # Each line of the log is JSON: a request's with its fields, any other with its text.
  json = ->(severity, time, _program, message) do
    fields = message.is_a?(Hash) ? message : { message: message.to_s.dup.force_encoding("UTF-8").scrub }
    { time: time.utc.iso8601(3), level: severity }.merge(fields).to_json << "\n"
  end
  config.logger = ActiveSupport::Logger.new(STDOUT, formatter: json)
  config.lograge.enabled = true
  config.lograge.formatter = Lograge::Formatters::Raw.new
  config.lograge.custom_options = ->(event) { { request_id: event.payload[:request].request_id } }"#;

fn log(app: &App<'_>, text: &mut Text) {
    if let Some(plan) = app.find(|plan| plan.logging.json.value) {
        text.because(plan.logging.json.reason());
        text.push(JSON);
        if plan.build.api_only.value {
            text.because(plan.build.api_only.reason());
            text.push("  config.lograge.base_controller_class = \"ActionController::API\"");
        }
    } else {
        text.fixed(Guide::Logging, "Kubernetes keeps what a process prints; the request's number joins the lines of one request.");
        text.push("  config.logger = ActiveSupport::TaggedLogging.new(ActiveSupport::Logger.new(STDOUT))\n  config.log_tags = [ :request_id ]");
    }
    text.fixed(Guide::Logging, "`env: {RAILS_LOG_LEVEL: debug}` shows more, `warn` less.");
    text.push("  config.log_level = ENV.fetch(\"RAILS_LOG_LEVEL\", \"info\")");
}

fn adapter(kind: WorkerKind) -> &'static str {
    match kind {
        WorkerKind::Sidekiq => ":sidekiq",
        WorkerKind::SolidQueue => ":solid_queue",
        WorkerKind::GoodJob => ":good_job",
        WorkerKind::Command => ":async",
    }
}

const fn called(kind: WorkerKind) -> &'static str {
    match kind {
        WorkerKind::Sidekiq => "Sidekiq",
        WorkerKind::SolidQueue => "Solid Queue",
        WorkerKind::GoodJob => "GoodJob",
        WorkerKind::Command => "a command",
    }
}

/// Who gets the jobs of Active Job.
fn jobs(app: &App<'_>, text: &mut Text) {
    let kinds = app.job_kinds();
    let commands = app.commands();
    let names: Vec<String> =
        commands.iter().map(|worker| format!("`{}`", worker.name.value)).collect();
    let names = names.join(" or ");
    if let (None, Some(worker)) = (kinds.first(), commands.first()) {
        text.because(worker.kind.reason());
        let known = commands.iter().find_map(|worker| Some((worker.system()?, worker)));
        if let Some((adapter, (_, worker))) = known.and_then(|each| Some((each.0.adapter?, each))) {
            text.push(format!(
                "  config.active_job.queue_adapter = {adapter} # `{}` takes the jobs; if the app hands them to something else, what it has stays",
                worker.name.value
            ));
            return;
        }
        text.push(format!("  # config.active_job.queue_adapter stays what the app has, if {names} takes its jobs from there. Else set it to\n  # :async, and jobs run in the web pods, and are lost with them."));
        return;
    }
    let Some((first, others)) = kinds.split_first() else {
        text.fixed(
            Guide::BackgroundJobs,
            "Rails 8 puts jobs into a table, from which nothing here would take them.",
        );
        text.push("  config.active_job.queue_adapter = :async # no worker: jobs run in the web pods, and are lost with them");
        return;
    };
    if let Some(worker) = app.worker(*first) {
        text.because(worker.kind.reason());
    } else {
        text.fixed(Guide::BackgroundJobs, "SOLID_QUEUE_IN_PUMA: jobs run beside Puma.");
    }
    for other in others {
        text.push(format!(
            "  # A job for the other workers says so itself: self.queue_adapter = {}",
            adapter(*other)
        ));
    }
    if !names.is_empty() {
        let (name, adapter) = (called(*first), adapter(*first));
        text.push(format!("  # If {names} takes the app's jobs, its adapter stays, and a job for {name} says so itself: self.queue_adapter = {adapter}"));
    }
    text.push(format!("  config.active_job.queue_adapter = {}", adapter(*first)));
    if !kinds.contains(&WorkerKind::SolidQueue) {
        return;
    }
    if app.has_database("queue") {
        text.because(app.plan.database.also.reason());
        text.push("  config.solid_queue.connects_to = { database: { writing: :queue } }");
    }
    // The initializer of this bundle reads it from the Deployment.
    let by_hand = |worker: &&Worker| {
        worker.kind.value == WorkerKind::SolidQueue && worker.health.value != Health::File
    };
    if let Some(worker) = app.workers().find(by_hand) {
        text.because(worker.timeout.reason());
        text.push(format!(
            "  config.solid_queue.shutdown_timeout = {}.seconds",
            worker.timeout.value
        ));
    }
}
