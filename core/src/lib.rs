//! Linkspan's core: from a short spec of a Rails app to a checked, explained Kubernetes bundle.
//!
//! Pure: no I/O, no clock, no environment. The modules stand in the order in which data flows;
//! each knows only those before it.

pub mod diagnostic;
pub mod facts;
pub mod secret;
pub mod value;
pub mod yaml;

pub mod workload;

pub mod field;
pub mod spec;

pub mod plan;

pub mod bundle;
pub mod render;

mod files;
mod resource;

pub mod check;

pub mod archive;
pub mod preset;
pub mod rollout;
pub mod share;

mod generate;
pub mod intake;

pub use generate::{Generated, decide, generate};
