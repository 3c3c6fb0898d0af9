#![doc = include_str!("../README.md")]
//!
//! ## Where things are
//!
//! [`generate`] makes everything of a spec's text, [`decide`] all but the files. What they give is a [`Generated`]: the
//! [`spec`] as it was read, the [`plan`] with every decision and what made it, the [`bundle`] of files, and a report of
//! [`diagnostic`]s. [`field`] is the one list of what a spec can say; [`preset`] has specs to start from. [`mod@check`] judges
//! manifests, and [`archive`] packs and opens bundles.

/// `std` is what `pure` lists: files, network, clocks, environment, processes and threads are unknown here.
#[cfg(not(test))]
extern crate self as std;
#[cfg(not(test))]
mod pure;
#[cfg(not(test))]
use pure::*;

pub mod archive;
pub mod bundle;
pub mod check;
pub mod diagnostic;
pub mod field;
pub mod plan;
pub mod preset;
pub mod spec;

/// What the packages of Linkspan share beside the public rooms: it may change with any version.
#[doc(hidden)]
#[path = "."]
pub mod internal {
    pub mod detect;
    pub mod facts;
    pub mod intake;
    pub mod render;
    pub mod rollout;
    pub mod secret;
    pub mod share;
    pub mod workload;
    pub mod yaml;
}
use internal::{facts, render, secret, workload, yaml};

mod files;
mod generate;
mod patch;
mod resource;
mod value;

pub use facts::Kubernetes;
pub use generate::{Generated, decide, generate, generate_with};
pub use resource::OwnManifests;
