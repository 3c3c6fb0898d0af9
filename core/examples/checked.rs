//! Judges the 16 manifests of a golden app, again and again: what `cargo xtask bench` builds for WASM and times
//! in Node, as the page judges them while somebody types.

use linkspan_core::check::{Options, Source, check};
use std::hint::black_box;

/// So often, for the time of one to be told from that of starting. The bench divides by it.
const ROUNDS: usize = 200;

macro_rules! bundle {
    ($path:literal) => {
        ($path, include_str!(concat!("../../tests/golden/postgres/bundle/config/kube/", $path)))
    };
}

const FILES: [(&str, &str); 16] = [
    bundle!("env.yml"),
    bundle!("ingress.yml"),
    bundle!("namespace.yml"),
    bundle!("postgres-init.yml"),
    bundle!("postgres-service.yml"),
    bundle!("postgres.yml"),
    bundle!("redis-service.yml"),
    bundle!("redis.yml"),
    bundle!("service-account.yml"),
    bundle!("storage.yml"),
    bundle!("web-service.yml"),
    bundle!("release/sidekiq.yml"),
    bundle!("release/web.yml"),
    bundle!("jobs/console.yml"),
    bundle!("jobs/migrate.yml"),
    bundle!("jobs/task.yml"),
];

fn main() {
    let sources = FILES.map(|(path, text)| Source { path, text });
    for _ in 0..ROUNDS {
        black_box(check(black_box(&sources), &Options::default()));
    }
}
