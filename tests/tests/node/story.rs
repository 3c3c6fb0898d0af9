//! The parts, in order, and what they share.

use crate::cluster::Cluster;
use crate::shop::Shop;
use crate::{
    apply, autoscale, beside, data_parts, databases, environments, failures, front_door, guards,
    images, migrations, mysql, narrowing, once, parts, policies, processes, releases, ruby,
    terminal, workers,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How deploy.sh and `linkspan apply` end when the migration fails: nothing was changed.
pub(crate) const MIGRATION_FAILED: i32 = 3;
/// How they end when the new pods do not run, and those from before do again.
pub(crate) const ROLLOUT_FAILED: i32 = 4;
/// How they end when somebody else deploys.
pub(crate) const LOCKED: i32 = 5;

/// A part of the story: it panics when something is not as it should be.
pub(crate) type Part = (&'static str, fn(&mut Story));

/// All of them.
pub(crate) const PARTS: [Part; 48] = [
    ("the first deploy brings the app aboard", releases::first),
    ("deploying the same again changes nothing", releases::again),
    ("pages, jobs and the websocket work through the Service", parts::web),
    ("pods have no rights and no place to write but those they need", parts::security),
    ("network policies are kept to", policies::enforced),
    ("console and task run in pods of their own", parts::console_and_task),
    ("other documented commands work as written", parts::documented),
    ("a scheduled job runs", parts::cron),
    ("Ruby reads its files and snippets of every bundle", ruby::reads_all),
    ("a job and a request in flight survive the end of their pods", parts::in_flight),
    ("a busy worker is left alone, one that hangs is started anew", workers::health),
    ("a worker of any command is started, restarted and stopped", workers::command),
    ("a console that stays is opened, ended and renewed", terminal::always),
    ("a second release under load", releases::second_under_load),
    ("back to the first release under load", releases::rollback_under_load),
    ("a drain of a node under load", releases::drain_under_load),
    ("memory stays within its limits under load", parts::memory),
    ("changed settings roll the pods, and keep the image", releases::settings),
    ("a missing secret key is noticed before anything is built", failures::missing_key),
    ("a failing migration changes nothing", failures::failing_migration),
    ("a crashing release under load is undone", failures::crash_under_load),
    ("a release that never gets ready is undone", failures::never_ready),
    ("of two deploys at once, one is refused", failures::two_at_once),
    ("a migration that was left runs alone, and no revision's runs twice", guards::one_at_a_time),
    ("an app that is stopped for a migration stays so until it has ended", guards::stopped_app),
    ("a dropped column, migration first", migrations::migrate_then_deploy),
    ("a dropped column, new pods first", migrations::deploy_then_migrate),
    ("a dropped column while the app is stopped", migrations::downtime),
    ("migration steps before the pods and behind them, under load", migrations::steps),
    ("a second release by linkspan apply under load", apply::second_under_load),
    ("applying the same again changes nothing", apply::again),
    ("linkspan apply undoes what fails", apply::failures),
    ("a migration that linkspan apply left runs alone, and none twice", beside::one_at_a_time),
    (
        "an app that linkspan apply stopped stays so until its migration has ended",
        beside::stopped_app,
    ),
    ("a login that the registry refuses is told", failures::no_login),
    ("a release to another port cuts nobody off, whether it fails or not", narrowing::another_port),
    ("old pods reach what they need until they are gone", narrowing::redis_no_more),
    ("small app with Redis and uploads in the cluster keeps both", parts::small_app),
    ("a certificate of one's own opens the front door", front_door::own_certificate),
    ("an autoscaler's number outlives a release", autoscale::keeps_its_number),
    ("staging and production stand side by side", environments::side_by_side),
    ("PostgreSQL in the cluster keeps its rows, and its commands work", data_parts::postgres),
    ("an image of one's own and a published one are released", images::own_and_published),
    (
        "processes by path and by TCP, a sidecar, a step, a volume, files and patches",
        processes::all,
    ),
    ("a process that may run once only is never there twice", once::never_two),
    ("MariaDB in the cluster keeps its rows, and its commands work", mysql::mariadb),
    ("SQLite on a volume keeps its rows", databases::sqlite),
    ("migrations of two databases go past PgBouncer", databases::two_behind_pgbouncer),
];

/// What the parts share.
pub(crate) struct Story {
    pub(crate) cluster: Cluster,
    /// The app's checkout, once it is aboard.
    pub(crate) shop: Option<Shop>,
    /// What was measured.
    pub(crate) figures: Vec<String>,
    /// How many requests each part under load makes at least.
    pub(crate) requests: usize,
    /// How long a person under load thinks after an answer.
    pub(crate) pause: Duration,
}

impl Story {
    /// Before its first part.
    pub(crate) fn new(cluster: Cluster) -> Self {
        let requests = std::env::var("LINKSPAN_REQUESTS").ok();
        // Without figures to take, the processor is left to what releases: some twenty requests a second find every moment
        // in which nobody answers.
        let pause = if requests.is_some() { Duration::ZERO } else { Duration::from_millis(250) };
        let requests = requests.map_or(300, |text| text.parse().unwrap());
        Self { cluster, shop: None, figures: Vec::new(), requests, pause }
    }

    /// Tells these parts. Without the first there is no story.
    pub(crate) fn tell<'a>(mut self, parts: impl Iterator<Item = &'a Part>) -> ExitCode {
        let (mut passed, mut failed) = (0, Vec::new());
        for (name, part) in parts {
            let begun = Instant::now();
            println!("test {name} ...");
            let result = catch_unwind(AssertUnwindSafe(|| part(&mut self)));
            let took = begun.elapsed().as_secs_f64();
            let Err(panic) = result else {
                passed += 1;
                println!("test {name} ... ok ({took:.0} s)");
                continue;
            };
            println!("test {name} ... FAILED ({took:.0} s)\n{}", self.cluster.scene());
            // Said once more at the end, where it is looked for.
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let why = text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
            let why: Vec<&str> = why.lines().take(3).collect();
            failed.push(format!("{name}\n        {}", why.join("\n        ")));
            if self.shop.is_none() {
                break;
            }
        }
        println!("\nfigures:\n  {}", self.figures.join("\n  "));
        if !failed.is_empty() {
            println!("\nfailures:\n    {}", failed.join("\n    "));
        }
        let word = if failed.is_empty() { "ok" } else { "FAILED" };
        println!("\ntest result: {word}. {passed} passed; {} failed", failed.len());
        if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// The app's checkout.
    pub(crate) fn shop(&mut self) -> &mut Shop {
        self.shop.as_mut().unwrap()
    }

    /// Notes a figure, and says it.
    pub(crate) fn figure(&mut self, what: &str, figure: &str) {
        println!("  {what}: {figure}");
        self.figures.push(format!("{what}: {figure}"));
    }
}
