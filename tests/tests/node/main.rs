//! The sample app on a whole cluster: every part of its bundle does its work there, releases come and go while people ask
//! for pages, and what goes wrong goes wrong as it should. `cargo xtask live` starts a cluster for it.
//!
//! The parts are one story in order. Words pick some of them, by what their names contain; the first one, which brings
//! the app aboard, is always told. LINKSPAN_REQUESTS says how many requests each part under load makes at least.
//! LINKSPAN_PICTURES names a folder for recordings of what a person sees; then only that is told.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by a panic, its helpers too"
)]

mod app;
mod apply;
mod autoscale;
mod beside;
mod cluster;
mod data_parts;
mod databases;
mod environments;
mod failures;
mod front_door;
mod gate;
mod guards;
mod images;
mod load;
mod migrations;
mod mysql;
mod narrowing;
mod once;
mod parts;
mod pictures;
mod policies;
mod processes;
mod releases;
mod ruby;
mod shop;
mod story;
mod terminal;
mod workers;

use cluster::Cluster;
use std::process::ExitCode;
use story::{PARTS, Part, Story};

/// Parts that take minutes and are told by `cargo xtask live` alone, not by each test run.
const LONG: [&str; 20] = [
    "a release to another port cuts nobody off, whether it fails or not",
    "old pods reach what they need until they are gone",
    "a migration that linkspan apply left runs alone, and none twice",
    "an app that linkspan apply stopped stays so until its migration has ended",
    "a busy worker is left alone, one that hangs is started anew",
    "a migration that was left runs alone, and no revision's runs twice",
    "an app that is stopped for a migration stays so until it has ended",
    "a dropped column, migration first",
    "a dropped column, new pods first",
    "a dropped column while the app is stopped",
    "PostgreSQL in the cluster keeps its rows, and its commands work",
    "an autoscaler's number outlives a release",
    "staging and production stand side by side",
    "a worker of any command is started, restarted and stopped",
    "a console that stays is opened, ended and renewed",
    "an image of one's own and a published one are released",
    "a process that may run once only is never there twice",
    "MariaDB in the cluster keeps its rows, and its commands work",
    "SQLite on a volume keeps its rows",
    "migrations of two databases go past PgBouncer",
];

fn main() -> ExitCode {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let Some(cluster) = Cluster::find() else {
        let how = "`cargo xtask live` and `cargo xtask cluster run --node -- COMMAND` give one";
        eprintln!("SKIPPED: no cluster with nodes: {how}");
        println!("\ntest result: ok. 0 passed; 0 failed");
        return ExitCode::SUCCESS;
    };
    let short = words.is_empty() && std::env::var_os("LINKSPAN_REQUESTS").is_none();
    let left = |name: &str| short && LONG.contains(&name);
    if short {
        LONG.iter().for_each(|name| println!("test {name} ... left to `cargo xtask live`"));
    }
    let picked = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(&**word));
    let all: &[Part] = if pictures::folder().is_some() { &pictures::PARTS } else { &PARTS };
    let parts =
        all.iter().enumerate().filter(|(at, (name, _))| *at == 0 || (picked(name) && !left(name)));
    Story::new(cluster).tell(parts.map(|(_, part)| part))
}
