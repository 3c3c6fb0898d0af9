//! What `generate` writes, how it is compared with what is there, and how it gets there whole.

mod archive;
mod compare;
mod diff;
mod lock;
mod place;
mod stage;
mod stale;

pub(crate) use archive::format;
pub(crate) use compare::{Comparison, Entry, Owner, State, compare, found};
pub(crate) use diff::{Diff, shown as shown_diff, unified};
pub(crate) use lock::{FILE as LOCK, Lock, digest};
pub(crate) use stage::{Change, Existing, replace, write_one};
pub(crate) use stale::{Stale, stale};
