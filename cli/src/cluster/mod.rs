//! The cluster: connecting, reading, writing, waiting. What an answer means is decided in
//! `linkspan_core::internal::rollout`; this is the only place of `kube`.

mod ask;
mod connect;
mod failure;
mod kinds;
mod lock;
mod logs;
mod objects;
mod random;
mod rest;
mod scene;

pub(crate) use connect::{Target, Where};
pub(crate) use failure::ClusterError;
pub(crate) use lock::{DeployLock, Lost, Taken};
pub(crate) use logs::{Follower, tail};
pub(crate) use objects::{Cluster, Mode};
pub(crate) use scene::{around, look};

use crate::error::CliError;
use std::future::Future;

/// Runs what talks to a cluster on this thread.
pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> Result<T, CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|cause| CliError::Read { path: "the network".into(), cause })?;
    Ok(runtime.block_on(work))
}
