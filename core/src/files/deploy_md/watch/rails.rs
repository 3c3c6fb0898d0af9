//! What the app itself has to bring for logging and monitoring.

use crate::files::text::Text;
use crate::plan::{Apm, Metrics, Plan, WorkerKind};

/// Adds to the list of what stands in the app.
pub(in super::super) fn rails(plan: &Plan, text: &mut Text) {
    logging(plan, text);
    metrics(plan, text);
    text.because(plan.monitoring.apm.reason());
    match plan.monitoring.apm.value {
        Apm::None => {}
        Apm::Datadog => {
            text.push("- The Gemfile has `gem \"datadog\", require: \"datadog/auto_instrument\"`.");
        }
        Apm::NewRelic => {
            text.push("- The Gemfile has `gem \"newrelic_rpm\"`, and `config/newrelic.yml` no licence key.");
        }
    }
}

fn logging(plan: &Plan, text: &mut Text) {
    let json = &plan.logging.json;
    if !json.value {
        return;
    }
    text.because(json.reason());
    text.push("- One line of JSON for each request: the Gemfile has `gem \"lograge\"`, and `config/environments/production.rb` has `config.lograge.enabled = true`, `config.lograge.formatter = Lograge::Formatters::Json.new` and `config.lograge.custom_options = ->(event) { { request_id: event.payload[:request].request_id } }`. The line `config.log_tags = [ :request_id ]` goes out of it: a tag before the line would make it no JSON.");
    text.push("- `env: {RAILS_LOG_LEVEL: debug}` in `linkspan.yml` shows more, `warn` less.");
    if plan.build.rails.value == "8.1" {
        text.because(plan.build.rails.reason());
        text.push("- Rails 8.1 has structured events too: `Rails.event.notify(\"order.paid\", id: 1)`, and a subscriber that writes each as JSON to STDOUT.");
    }
}

fn metrics(plan: &Plan, text: &mut Text) {
    let monitoring = &plan.monitoring;
    let sidekiq = plan.workers.iter().any(|worker| worker.kind.value == WorkerKind::Sidekiq);
    let solid = plan.workers.iter().any(|worker| worker.kind.value == WorkerKind::SolidQueue);
    text.because(monitoring.metrics.reason());
    match monitoring.metrics.value {
        Metrics::None => return,
        Metrics::Yabeda => {
            text.push("- The Gemfile has `yabeda-rails`, `yabeda-puma-plugin` and `yabeda-prometheus`; `config/puma.rb` has `activate_control_app`, `plugin :yabeda` and `plugin :yabeda_prometheus`, which listens at the port in `PROMETHEUS_EXPORTER_PORT`.");
            if plan.web.processes.value > 1 {
                text.because(plan.web.processes.because("Each process counts for itself."));
                text.push("- `config/initializers/metrics.rb` puts what the processes of a pod count into one place: `Prometheus::Client.config.data_store = Prometheus::Client::DataStores::DirectFileStore.new(dir: \"/tmp/metrics\")`.");
            }
            if sidekiq {
                text.push("- The Gemfile has `yabeda-sidekiq` and `webrick`; `config/initializers/sidekiq.rb` has `Sidekiq.configure_server { Yabeda::Prometheus::Exporter.start_metrics_server! }`.");
            }
            if solid {
                text.push("- Solid Queue: the Gemfile has `yabeda-activejob` and `webrick`; `SolidQueue.on_start { Yabeda::Prometheus::Exporter.start_metrics_server! }` stands in an initializer, with the same store of files.");
            }
        }
        Metrics::PrometheusExporter => {
            let port = monitoring.port.value;
            text.push(
                "- The Gemfile has `prometheus_exporter`; each pod runs its server beside the app.",
            );
            text.push(format!("- `config/initializers/metrics.rb` has `require \"prometheus_exporter/middleware\"` and `Rails.application.middleware.unshift PrometheusExporter::Middleware, client: PrometheusExporter::Client.new(host: \"localhost\", port: {port})`, and does nothing in the test environment."));
            if sidekiq {
                text.push("- `config/initializers/sidekiq.rb` adds `PrometheusExporter::Instrumentation::Sidekiq` to the server's middleware and starts `PrometheusExporter::Instrumentation::SidekiqQueue` at `:startup`, as its README shows.");
            }
        }
    }
    if monitoring.alerts.value && solid && !sidekiq {
        text.because(monitoring.alerts.reason());
        text.push("- No alarm tells of jobs that wait too long in Solid Queue: no gem that we know measures it.");
    }
}
