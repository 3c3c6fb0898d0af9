//! What a run did, for programs.

use linkspan_core::internal::rollout::{Change, Health, Id};
use serde::Serialize;

/// Within a version, keys are only added.
#[derive(Debug, Default, Serialize)]
pub(super) struct Record {
    pub(super) version: u32,
    pub(super) app: String,
    pub(super) namespace: String,
    pub(super) context: String,
    pub(super) revision: String,
    /// `done`, `refused`, `migration-failed`, `rollout-failed`, `locked`, `stopped` or `failed`.
    pub(super) outcome: &'static str,
    /// Why it is not `done`.
    pub(super) message: String,
    /// What the API server said that each object becomes.
    pub(super) changes: Vec<Change>,
    /// The migration, where there was one to run.
    pub(super) migration: Option<Waited>,
    /// What was rolled out.
    pub(super) rollouts: Vec<Waited>,
    /// What was put back, after a rollout that failed.
    pub(super) restored: Vec<Waited>,
    /// What an earlier bundle had left.
    pub(super) pruned: Vec<Id>,
}

/// An object that was waited for.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Waited {
    #[serde(flatten)]
    pub(super) id: Id,
    #[serde(flatten)]
    pub(super) health: Health,
}
