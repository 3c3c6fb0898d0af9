//! Time that the benches measure.

use std::time::{Duration, Instant};

/// How long something takes: the time that this thread has on a processor, where the system tells it, so that a
/// busy machine does not count; else the time that passes.
pub fn time(run: impl FnOnce()) -> Duration {
    let (start, before) = (Instant::now(), on_processor());
    run();
    match (before, on_processor()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => start.elapsed(),
    }
}

/// Linux writes it in nanoseconds.
fn on_processor() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(text.split(' ').next()?.parse().ok()?))
}
