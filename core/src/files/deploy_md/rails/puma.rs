//! The web server's own settings: `config/puma.rb`, and what other servers need.

use super::{App, close, open};
use crate::facts::PUMA;
use crate::files::text::Text;
use crate::plan::{Metrics, Web};

/// How the server ends, in accord with the pod's grace period, and what it writes and shows.
pub(super) fn write(app: &App<'_>, text: &mut Text) {
    let web = &app.plan.web;
    if web.server() == Some(&PUMA) {
        puma(app, text);
    } else {
        other(app, web, text);
    }
}

/// What a server has to keep to that is not Puma.
fn other(app: &App<'_>, web: &Web, text: &mut Text) {
    text.because(web.command.reason());
    text.push(format!(
        "The web server has to listen at every address, at the port in `PORT` ({}), and to end within {} seconds when it is told to stop.{}{}\n",
        web.port.value,
        app.shutdown(),
        if web.server().is_some() { " " } else { "" },
        web.server().map_or("", |server| server.setup),
    ));
}

fn puma(app: &App<'_>, text: &mut Text) {
    let web = &app.plan.web;
    text.because(web.threads.reason());
    open(text, "config/puma.rb", "ruby");
    text.push("threads_count = ENV.fetch(\"RAILS_MAX_THREADS\", 3)\nthreads threads_count, threads_count\nport ENV.fetch(\"PORT\", 3000)");
    text.because(web.shutdown_timeout.reason());
    // Without worker processes, Puma would wait for ever.
    let option =
        if web.processes.value == 0 { "force_shutdown_after" } else { "worker_shutdown_timeout" };
    text.push(format!("{option} {}", app.shutdown()));
    if app.jobs_in_puma() {
        text.push("plugin :solid_queue if ENV[\"SOLID_QUEUE_IN_PUMA\"]");
    }
    if let Some(plan) = app.find(|plan| plan.monitoring.metrics.value == Metrics::Yabeda) {
        text.because(plan.monitoring.metrics.because(
            "They listen at the port in PROMETHEUS_EXPORTER_PORT, which the Deployment sets.",
        ));
        text.push("if ENV[\"PROMETHEUS_EXPORTER_PORT\"]\n  activate_control_app\n  plugin :yabeda\n  plugin :yabeda_prometheus\nend");
    }
    if let Some(plan) = app.find(|plan| plan.logging.json.value) {
        text.because(plan.logging.json.because("Puma's own lines too."));
        text.push("require \"json\"\nlog_formatter { |line| JSON.generate(message: line) }");
    }
    close(text);
    text.because(web.processes.reason());
    text.push("Puma reads `WEB_CONCURRENCY` itself.\n");
}
