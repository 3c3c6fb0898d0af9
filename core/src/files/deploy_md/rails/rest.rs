//! What is no listing: files of this bundle, and what the app has to keep to.

use super::super::stores;
use super::{App, code};
use crate::facts::gems;
use crate::field::Guide;
use crate::files::jobs::sidekiq_file;
use crate::files::text::Text;
use crate::plan::{Apm, Metrics, Plan, RedisKind, Scheduler, Via, Worker, WorkerKind};

pub(super) fn write(app: &App<'_>, text: &mut Text) {
    let plan = app.plan;
    text.fixed(Guide::Application, "What else the pods rely on.");
    text.push("Check these too:\n");
    text.because(plan.web.health_path.reason());
    let answer =
        if plan.build.is_old() { "->(_) { [200, {}, [\"up\"]] }" } else { "\"rails/health#show\"" };
    let path = &plan.web.health_path.value;
    let own = plan.expose.path.as_ref().map_or("", |own| own.value.as_str());
    let inside = path.strip_prefix(own).filter(|rest| rest.starts_with('/')).unwrap_or(path);
    text.push(format!(
        "- `config/routes.rb` answers {inside} (`get {route:?} => {answer}`).",
        route = inside.trim_start_matches('/'),
    ));
    if let Some(own) = &plan.expose.path {
        text.because(own.reason());
        text.push(format!("- `config.ru` serves the app below `{}`, which the pods find in `RAILS_RELATIVE_URL_ROOT`: in place of `run Rails.application` it has `map(Rails.application.config.relative_url_root || \"/\") {{ run Rails.application }}`. Rails then gets the path as SCRIPT_NAME, and its addresses start with it; those that the app writes by itself (`href=\"/cart\"`) do not.", own.value));
    }
    remote_address(app, text);
    workers(app, text);
    scheduler(app, text);
    if let Some(plan) = app.find(Plan::uses_search) {
        stores::search_line(plan, text);
    }
    watching(app, text);
    text.push("");
    check(app, text);
}

/// Whose address a request comes from.
fn remote_address(app: &App<'_>, text: &mut Text) {
    let expose = &app.plan.expose;
    let end = match expose.via.value {
        Via::Gateway => "Gateway",
        Via::Ingress => "Ingress",
        Via::LoadBalancer => "load balancer",
        Via::None => return,
    };
    text.because(expose.via.reason());
    text.push(format!("- `request.remote_ip` is the visitor's address as long as the {end} has a private address, which Rails trusts. If it has a public one, add it to `config.action_dispatch.trusted_proxies`."));
}

fn workers(app: &App<'_>, text: &mut Text) {
    if let Some(worker) = app.worker(WorkerKind::Sidekiq)
        && app.find(|plan| plan.redis.kind.value == RedisKind::External).is_some()
    {
        text.because(worker.kind.reason());
        text.push("- Redis for Sidekiq is version 7 or later, with `maxmemory-policy noeviction`.");
    }
    let mut told: Vec<String> = Vec::new();
    for worker in app.workers() {
        if let Some(line) = own(worker).filter(|line| !told.contains(line)) {
            text.because(worker.kind.reason());
            text.push(line.clone());
            told.push(line);
        }
    }
    if let Some(worker) = app.alive_endpoint() {
        text.because(worker.health.reason());
        text.push("- The endpoint of `sidekiq_alive` asks Redis, so while Redis is away, workers are restarted again and again. With `health: file` they are not.");
    }
    for (path, kind) in [
        ("sidekiq", app.find(sidekiq_file).map(|_| WorkerKind::Sidekiq)),
        (
            "solid_queue",
            app.find(|plan: &Plan| plan.touches_file(WorkerKind::SolidQueue))
                .map(|_| WorkerKind::SolidQueue),
        ),
    ] {
        if kind.is_some() {
            text.fixed(Guide::BackgroundJobs, "What arguments and settings cannot say.");
            text.push(format!(
                "- `config/initializers/linkspan_{path}.rb` is in this bundle and belongs into git."
            ));
        }
    }
}

/// What one worker asks of the app beside its gem.
fn own(worker: &Worker) -> Option<String> {
    let name = &worker.name.value;
    match worker.kind.value {
        WorkerKind::Sidekiq => None,
        WorkerKind::SolidQueue => Some(match worker.queue_file() {
            Some(file) => format!("- Worker `{name}`: `{file}`, in this bundle, names its queues."),
            None => format!(
                "- Worker `{name}`: `config/queue.yml` uses at most {} threads.",
                worker.concurrency.value
            ),
        }),
        WorkerKind::GoodJob => Some(format!(
            "- Worker `{name}`: GoodJob needs connections to PostgreSQL itself: a pooler in transaction mode breaks its locks."
        )),
        WorkerKind::Command => Some(match worker.system() {
            Some(system) if system.end.is_empty() => return None,
            Some(system) => {
                let end = system.end.replace("{timeout}", &worker.timeout.value.to_string());
                format!("- Worker `{name}` is {}: {end}", system.name)
            }
            None => format!(
                "- Worker `{name}`: its command ends within {} seconds of the signal TERM.",
                worker.timeout.value
            ),
        }),
    }
}

fn scheduler(app: &App<'_>, text: &mut Text) {
    let Some(plan) = app.find(|plan| !plan.cron.is_empty()) else { return };
    text.because(plan.scheduler.reason());
    match plan.scheduler.value {
        Scheduler::Kubernetes => {}
        Scheduler::SidekiqCron => {
            text.push("- `config/schedule.yml` is in this bundle; sidekiq-cron reads it by itself when Sidekiq starts: no initializer loads it.");
        }
        Scheduler::SidekiqScheduler => {
            text.push("- `config/sidekiq_scheduler.yml` is in this bundle, and so is the initializer that loads it: `:scheduler:` in `config/sidekiq.yml` has no effect beside it.");
        }
        Scheduler::GoodJob => {
            text.push("- `config/initializers/linkspan_good_job.rb` is in this bundle and lists what runs at given times: no other file sets `config.good_job.cron`.");
        }
        Scheduler::SolidQueue => {
            text.push("- `config/recurring.yml` is in this bundle; Solid Queue keeps each run from starting twice as long as `preserve_finished_jobs` is on, which it is by default.");
        }
    }
}

fn watching(app: &App<'_>, text: &mut Text) {
    let plan = app.plan;
    if plan.logging.json.value && plan.build.facts().is_some_and(|rails| rails.line >= (8, 1)) {
        text.because(plan.build.rails.reason());
        text.push("- To log the structured events of Rails 8.1 (`Rails.event.notify(\"order.paid\", id: 1)`), add a subscriber that passes each as a hash to `Rails.logger.info`.");
    }
    if plan.monitoring.apm.value == Apm::NewRelic {
        text.because(plan.monitoring.apm.reason());
        text.push(
            "- `config/newrelic.yml` must not hold the licence key: it comes from the Secret.",
        );
    }
    let measured = plan.monitoring.metrics.value != Metrics::None && plan.monitoring.alerts.value;
    for (kind, name) in [(WorkerKind::SolidQueue, "Solid Queue"), (WorkerKind::GoodJob, "GoodJob")]
    {
        if measured && app.worker(kind).is_some() {
            text.because(plan.monitoring.alerts.reason());
            text.push(format!("- No alert covers jobs that wait too long in {name}, because no known gem measures it for Prometheus."));
        }
    }
}

/// A mistake in Solid Queue's files is better found before a release.
fn check(app: &App<'_>, text: &mut Text) {
    let scheduled = |plan: &Plan| plan.scheduler.value == Scheduler::SolidQueue;
    let named = app.workers().any(|worker| worker.queue_file().is_some());
    if app.worker(WorkerKind::SolidQueue).is_none() || !(named || app.find(scheduled).is_some()) {
        return;
    }
    text.fixed(
        Guide::BackgroundJobs,
        "It reads queues and schedule as a worker would, without a database.",
    );
    text.push(format!(
        "Solid Queue {} or later can check its queues and its schedule before a deploy:\n",
        gems::SOLID_QUEUE_CHECK
    ));
    code(text, "RAILS_ENV=production SECRET_KEY_BASE_DUMMY=1 bin/jobs check");
}
