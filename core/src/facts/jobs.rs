//! Job systems: their ports, paths and what they hold of the database.
//!
//! Read 2026-11-23: Sidekiq 7.3.2 and 8.1.7 (`lib/sidekiq/{cli,config,launcher}.rb`: capsules since 7.0, the
//! `beat` event comes only while Redis answers), sidekiq_alive 2.5.0 (its page on rubygems.org: Sidekiq 5 to 8;
//! its port from its README; not run here), sidekiq-cron 2.3.1 (`schedule_loader.rb`: config/schedule.yml is
//! loaded on start), Solid Queue 1.5.0 and GoodJob 4.19.2 (their READMEs; neither is packaged by Debian, so
//! neither was run here).

/// Port of sidekiq_alive's endpoint.
pub const SIDEKIQ_ALIVE_PORT: i64 = 7433;

/// Port of GoodJob's probe server, as its README has it; GoodJob itself has no default.
pub const GOOD_JOB_PROBE_PORT: i64 = 7001;

/// Connections that Solid Queue needs beside its threads: for polling and the heartbeat.
pub const SOLID_QUEUE_CONNECTIONS: i64 = 2;

/// Connections that GoodJob needs beside its threads: one that listens, two for its own schedule.
pub const GOOD_JOB_CONNECTIONS: i64 = 3;

/// Seconds that Sidekiq gives its jobs when it is told to stop (`-t`), unless it is told otherwise.
pub const SIDEKIQ_TIMEOUT: i64 = 25;

/// Seconds that Solid Queue gives its jobs (`shutdown_timeout`), unless it is told otherwise.
pub const SOLID_QUEUE_TIMEOUT: i64 = 5;

/// Seconds that Puma should give running requests at the least; our choice: most pages answer in one second, few in more than five.
pub const REQUEST_SECONDS: i64 = 5;

/// Seconds that a process needs after that, to put jobs back, close connections and end.
pub const EXIT_SECONDS: i64 = 5;
