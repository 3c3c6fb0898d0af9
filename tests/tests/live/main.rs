//! A real API server judges: every golden bundle is posted to it, what it refuses our checker refuses too, and
//! `deploy.sh` and DEPLOY.md work with it as they stand. `cargo xtask cluster run --judge -- cargo test -p
//! linkspan-tests --test live` starts one; without one nothing is judged, loudly.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by a panic, its helpers too"
)]

mod access;
mod autoscale;
mod bundles;
mod checkout;
mod controllers;
mod failures;
mod lock;
mod release;
mod rollback;
mod verdicts;

use linkspan_tests::server;
