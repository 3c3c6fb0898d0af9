//! `apply`, `plan` and `status` beside a live API server. `cargo xtask cluster run --judge -- cargo test -p linkspan
//! --test live` starts one; it has no controllers, so the tests do what those do elsewhere.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

mod app;
mod autoscale;
mod controllers;
mod failures;
mod faults;
mod locks;
mod migrations;
mod network;
mod policies;
mod releases;
mod secrets;
mod server;
mod statuses;
mod strategies;
