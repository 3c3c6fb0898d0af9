//! Time that passes.

use gloo::timers::callback::Timeout;

/// Does something later, unless the timer is dropped before.
pub(crate) fn after(milliseconds: u32, act: impl FnOnce() + 'static) -> Timeout {
    Timeout::new(milliseconds, act)
}
