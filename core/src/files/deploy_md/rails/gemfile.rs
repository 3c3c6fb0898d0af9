//! `Gemfile`.

use super::{App, close, open};
use crate::facts::gems;
use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::{Adapter, Apm, CableAdapter, Metrics, Plan, Scheduler, WorkerKind};

pub(super) fn write(app: &App<'_>, text: &mut Text) {
    let plan = app.plan;
    text.fixed(Guide::Application, "Gems that the processes of this bundle need.");
    open(text, "Gemfile", "ruby");
    text.push(gems::PUMA);
    text.because(plan.database.adapter.reason());
    match plan.database.adapter.value {
        Adapter::Postgresql => {
            text.push(gems::PG);
        }
        Adapter::Mysql => {
            text.push(gems::MYSQL);
        }
        Adapter::Sqlite => {
            text.push(gems::SQLITE);
        }
        Adapter::None => {}
    }
    if plan.build.bootsnap.value {
        text.because(plan.build.bootsnap.reason());
        text.push(gems::bootsnap());
    }
    if plan.build.image_variants.value {
        text.because(plan.build.image_variants.reason());
        text.push(gems::IMAGE_PROCESSING);
    }
    jobs(app, text);
    text.because(plan.action_cable.adapter.reason());
    match plan.action_cable.adapter.value {
        CableAdapter::Redis => {
            text.push(gems::REDIS);
        }
        CableAdapter::SolidCable => {
            text.push(gems::SOLID_CABLE);
        }
        CableAdapter::Postgresql | CableAdapter::Async | CableAdapter::None => {}
    }
    if app.solid_cache() {
        text.because(plan.database.also.reason());
        text.push(gems::SOLID_CACHE);
    }
    if let Some(plan) = app.find(Plan::uses_memcached) {
        text.because(plan.memcached.kind.reason());
        text.push(gems::DALLI);
    }
    watching(app, text);
    text.fixed(Guide::Application, "Gems that the processes of this bundle need.");
    close(text);
}

fn jobs(app: &App<'_>, text: &mut Text) {
    for (kind, gem) in [
        (WorkerKind::Sidekiq, gems::SIDEKIQ),
        (WorkerKind::SolidQueue, gems::SOLID_QUEUE),
        (WorkerKind::GoodJob, gems::GOOD_JOB),
    ] {
        if let Some(worker) = app.worker(kind) {
            text.because(worker.kind.reason());
            text.push(gem);
        } else if app.job_kinds().contains(&kind) {
            text.fixed(Guide::BackgroundJobs, "SOLID_QUEUE_IN_PUMA: jobs run beside Puma.");
            text.push(gem);
        }
    }
    for (scheduler, gem) in [
        (Scheduler::SidekiqCron, gems::SIDEKIQ_CRON),
        (Scheduler::SidekiqScheduler, gems::SIDEKIQ_SCHEDULER),
    ] {
        let scheduled =
            |plan: &crate::plan::Plan| plan.scheduler.value == scheduler && !plan.cron.is_empty();
        if let Some(plan) = app.find(scheduled) {
            text.because(plan.scheduler.reason());
            text.push(gem);
        }
    }
    if let Some(worker) = app.alive_endpoint() {
        text.because(worker.health.reason());
        text.push(gems::SIDEKIQ_ALIVE);
    }
}

fn watching(app: &App<'_>, text: &mut Text) {
    if let Some(plan) = app.find(|plan| plan.logging.json.value) {
        text.because(plan.logging.json.reason());
        text.push(gems::LOGRAGE);
    }
    if let Some(plan) = app.find(|plan| plan.monitoring.metrics.value == Metrics::Yabeda) {
        text.because(plan.monitoring.metrics.reason());
        for gem in gems::YABEDA {
            text.push(gem);
        }
        let sidekiq = app.worker(WorkerKind::Sidekiq).is_some();
        let solid = app.worker(WorkerKind::SolidQueue).is_some();
        if sidekiq {
            text.push(gems::YABEDA_SIDEKIQ);
        }
        if solid {
            text.push(gems::YABEDA_JOBS);
        }
        if sidekiq || solid {
            text.push(gems::WEBRICK);
        }
    }
    let exporter =
        |plan: &crate::plan::Plan| plan.monitoring.metrics.value == Metrics::PrometheusExporter;
    if let Some(plan) = app.find(exporter) {
        text.because(plan.monitoring.metrics.reason());
        text.push(gems::PROMETHEUS_EXPORTER);
    }
    for (apm, gem) in [(Apm::Datadog, gems::DATADOG), (Apm::NewRelic, gems::NEW_RELIC)] {
        if let Some(plan) = app.find(|plan| plan.monitoring.apm.value == apm) {
            text.because(plan.monitoring.apm.reason());
            text.push(gem);
        }
    }
}
