//! Files below `config/initializers` that a person writes; those of the bundle are named in the list behind.

use super::{App, close, open};
use crate::files::text::Text;
use crate::plan::{Decided, Metrics, Plan, RedisKind, WorkerKind};

pub(super) fn write(app: &App<'_>, text: &mut Text) {
    metrics(app, text);
    sidekiq(app, text);
}

fn with<'a>(app: &App<'a>, metrics: Metrics) -> Option<&'a Plan> {
    app.find(|plan| plan.monitoring.metrics.value == metrics)
}

fn metrics(app: &App<'_>, text: &mut Text) {
    let solid = app.worker(WorkerKind::SolidQueue).is_some();
    if let Some(plan) = with(app, Metrics::Yabeda) {
        let several = plan.web.processes.value > 1 || solid;
        if !several {
            return;
        }
        text.because(plan.monitoring.metrics.reason());
        open(text, "config/initializers/metrics.rb", "ruby");
        text.because(plan.web.processes.because("Each process counts for itself."));
        text.push("# What the processes of a pod count comes together in one place.\nPrometheus::Client.config.data_store = Prometheus::Client::DataStores::DirectFileStore.new(dir: \"/tmp/metrics\")");
        if solid {
            text.because(plan.monitoring.metrics.reason());
            text.push("SolidQueue.on_start { Yabeda::Prometheus::Exporter.start_metrics_server! } if Rails.env.production?");
        }
        close(text);
    }
    if let Some(plan) = with(app, Metrics::PrometheusExporter) {
        text.because(plan.monitoring.metrics.because("Each pod runs its server beside the app."));
        open(text, "config/initializers/metrics.rb", "ruby");
        text.push(format!(
            "if Rails.env.production?\n  require \"prometheus_exporter/middleware\"\n  require \"prometheus_exporter/instrumentation\"\n  PrometheusExporter::Client.default = PrometheusExporter::Client.new(host: \"localhost\", port: {})\n  Rails.application.middleware.unshift PrometheusExporter::Middleware\nend",
            plan.monitoring.port.value
        ));
        close(text);
    }
}

const EXPORTER: &str = "  if Rails.env.production?\n    config.server_middleware { |chain| chain.add PrometheusExporter::Instrumentation::Sidekiq }\n    config.death_handlers << PrometheusExporter::Instrumentation::Sidekiq.death_handler\n    config.on(:startup) do\n      PrometheusExporter::Instrumentation::Process.start type: \"sidekiq\"\n      PrometheusExporter::Instrumentation::SidekiqQueue.start\n    end\n  end";

/// What Sidekiq is told beside its arguments.
fn sidekiq(app: &App<'_>, text: &mut Text) {
    let Some(worker) = app.worker(WorkerKind::Sidekiq) else { return };
    let json = app.find(|plan| plan.logging.json.value);
    let (yabeda, exporter) = (with(app, Metrics::Yabeda), with(app, Metrics::PrometheusExporter));
    // Sidekiq finds REDIS_URL by itself.
    let usual = app.plan.redis.variables.url.as_ref().is_some_and(|url| url.value == "REDIS_URL");
    let credentials = usual && app.in_credentials("REDIS_URL");
    let told = credentials || (!usual && app.plan.redis.kind.value != RedisKind::None);
    if json.is_none() && yabeda.is_none() && exporter.is_none() && !told {
        return;
    }
    text.because(worker.kind.reason());
    open(text, "config/initializers/sidekiq.rb", "ruby");
    if told {
        let variables = &app.plan.redis.variables;
        let named =
            variables.set().map_or_else(|| app.plan.secret_store.kind.reason(), Decided::reason);
        text.because(named);
        let settings: Vec<String> = match &variables.url {
            Some(url) => vec![format!("url: {}", app.address(&url.value))],
            None => App::parts(variables, ["host", "port", "username", "password", "db"])
                .into_iter()
                .map(|(key, read)| format!("{key}: {read}"))
                .collect(),
        };
        text.push(format!(
            "redis = {{ {} }}\nSidekiq.configure_client {{ |config| config.redis = redis }}",
            settings.join(", ")
        ));
        text.because(worker.kind.reason());
    }
    text.push("Sidekiq.configure_server do |config|");
    if told {
        text.push("  config.redis = redis");
    }
    if let Some(plan) = json {
        text.because(plan.logging.json.because("Sidekiq has a log of its own."));
        text.push("  config.logger.formatter = Sidekiq::Logger::Formatters::JSON.new if Rails.env.production?");
    }
    if let Some(plan) = yabeda {
        text.because(plan.monitoring.metrics.reason());
        text.push("  Yabeda::Prometheus::Exporter.start_metrics_server! if Rails.env.production?");
    }
    if let Some(plan) = exporter {
        text.because(plan.monitoring.metrics.reason());
        text.push(EXPORTER);
    }
    text.because(worker.kind.reason());
    text.push("end");
    close(text);
}
