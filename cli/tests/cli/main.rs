//! The binary as a person or a pipeline meets it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

mod above;
mod app;
mod check;
mod cluster;
mod documents;
mod doors;
mod environments;
mod explain;
mod fixes;
mod folder;
mod forms;
mod generate;
mod hostile_lock;
mod init;
mod moved;
mod new;
mod rules;
mod secrets;
mod snapshots;
mod stale;
mod stdio;
#[cfg(target_os = "linux")]
mod terminal;
