//! Gems that a bundle asks for, as a Gemfile names them, with the oldest or newest version that works.
//!
//! Sources, read 2026-11-27 unless a line says otherwise. redis: Action Cable's adapter asks for `>= 4, < 6` up to Rails
//! 8.1 (`action_cable/subscription_adapter/redis.rb`), so that redis 6 stops it. Sidekiq: capsules came with 7.0 (its
//! change log). sidekiq-cron: loads config/schedule.yml by itself from 2.0 on (`schedule_loader.rb`). sidekiq_alive: its
//! page on rubygems.org names Sidekiq up to 8 from 2.5 on. Solid Queue: hooks of workers since 1.0, `bin/jobs check` since
//! 1.5 (its change log). GoodJob 4: its README. Solid Cable and Solid Cache: Rails 8's own Gemfile. lograge: `Raw` hands
//! the fields of a request to the logger's formatter (its README). yabeda's gems, prometheus_exporter, datadog and
//! newrelic_rpm: their READMEs; sidekiq-scheduler's, read 2026-11-30: from 5 on it takes a schedule at Sidekiq's start; webrick serves yabeda's metrics outside Puma and left Ruby's own library with 3.0.

use super::BOOTSNAP;

/// The web server.
pub const PUMA: &str = "gem \"puma\"";
/// Speaks to PostgreSQL.
pub const PG: &str = "gem \"pg\"";
/// Speaks to MySQL.
pub const MYSQL: &str = "gem \"mysql2\" # or trilogy, if the app has that";
/// Speaks to SQLite.
pub const SQLITE: &str = "gem \"sqlite3\"";
/// Resizes images.
pub const IMAGE_PROCESSING: &str =
    "gem \"image_processing\" # resizes images with the libvips of the Dockerfile";
/// What Action Cable speaks to Redis with.
pub const REDIS: &str = "gem \"redis\", \"< 6\" # for Action Cable, which needs a version below 6";
/// Action Cable in a table.
pub const SOLID_CABLE: &str = "gem \"solid_cable\"";
/// A cache in a table.
pub const SOLID_CACHE: &str = "gem \"solid_cache\"";
/// Speaks to memcached.
pub const DALLI: &str = "gem \"dalli\", \">= 3.0.1\" # for :mem_cache_store";
/// Jobs in Redis.
pub const SIDEKIQ: &str = "gem \"sidekiq\", \">= 6.5\"";
/// Its schedule.
pub const SIDEKIQ_CRON: &str = "gem \"sidekiq-cron\", \">= 2\"";
/// Another keeper of its schedule.
pub const SIDEKIQ_SCHEDULER: &str = "gem \"sidekiq-scheduler\", \">= 5\"";
/// Its endpoint for probes.
pub const SIDEKIQ_ALIVE: &str = "gem \"sidekiq_alive\", \">= 2.5\"";
/// Jobs in a table.
pub const SOLID_QUEUE: &str = "gem \"solid_queue\", \">= 1.0\"";
/// The first Solid Queue that can check its files.
pub const SOLID_QUEUE_CHECK: &str = "1.5";
/// Jobs in PostgreSQL.
pub const GOOD_JOB: &str = "gem \"good_job\", \">= 4\"";
/// A line for each request.
pub const LOGRAGE: &str = "gem \"lograge\"";
/// Metrics of the web pods, inside Puma.
pub const YABEDA: [&str; 3] =
    ["gem \"yabeda-rails\"", "gem \"yabeda-puma-plugin\"", "gem \"yabeda-prometheus\""];
/// Metrics of Sidekiq.
pub const YABEDA_SIDEKIQ: &str = "gem \"yabeda-sidekiq\"";
/// Metrics of Active Job.
pub const YABEDA_JOBS: &str = "gem \"yabeda-activejob\"";
/// Shows yabeda's metrics in a worker.
pub const WEBRICK: &str = "gem \"webrick\" # shows the metrics of the workers";
/// Metrics by a process beside the app.
pub const PROMETHEUS_EXPORTER: &str = "gem \"prometheus_exporter\"";
/// Traces to Datadog.
pub const DATADOG: &str = "gem \"datadog\", require: \"datadog/auto_instrument\"";
/// Traces to New Relic.
pub const NEW_RELIC: &str = "gem \"newrelic_rpm\"";

/// The gem that shortens the start.
#[must_use]
pub fn bootsnap() -> String {
    format!("gem \"bootsnap\", \">= {BOOTSNAP}\", require: false")
}
