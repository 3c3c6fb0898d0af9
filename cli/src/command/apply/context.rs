//! What every step of a run knows and does: the cluster, the release, how far it is.

use super::record::Record;
use crate::cluster::{Cluster, Mode};
use crate::error::CliError;
use crate::exit::Exit;
use crate::paint::Board;
use linkspan_core::internal::rollout::{
    Clock, Health, Id, Manifest, Moment, Release, Scene, Stage,
};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::time::Duration;

/// How far a run is: what a person has to know when it is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Nothing,
    Base,
    Gate,
    Release,
    /// New pods run, and the migration comes after them.
    Rolled,
    /// New pods serve, and steps of the migration that waited for them run.
    After,
    /// The app is stopped for its migration.
    Stopped,
    /// The same, and the migration runs.
    StoppedGate,
    /// Pods are put back to those from before.
    Undo,
    /// Those from before serve again.
    Back,
}

/// What every step of a run needs.
pub(super) struct Run<'a> {
    pub(super) cluster: &'a Cluster,
    pub(super) release: Release,
    /// The file with the commands that deploy this app, or this environment of it.
    pub(super) guide: String,
    pub(super) timeout: Duration,
    pub(super) board: Board,
    pub(super) started: Moment,
    pub(super) phase: Cell<Phase>,
    /// Whether the migration is known to have changed nothing.
    pub(super) untouched: Cell<bool>,
    pub(super) record: RefCell<Record>,
    /// What it did to network policies.
    pub(super) policies: RefCell<Widened>,
    pub(super) warned: RefCell<Vec<String>>,
}

/// What a release that fails takes back.
#[derive(Default)]
pub(super) struct Widened {
    /// What stands beside the bundle's policies meanwhile.
    pub(super) beside: Vec<Id>,
    /// Policies as they were.
    pub(super) earlier: Vec<Value>,
    /// Policies that are new.
    pub(super) fresh: Vec<Id>,
}

impl Run<'_> {
    /// Times of the cluster from before this run speak of something else.
    pub(super) fn clock(&self) -> Clock {
        Clock { started: self.started, now: self.cluster.now() }
    }

    pub(super) fn step(&self, stage: Stage) -> Vec<&Manifest> {
        self.release.step(stage).collect()
    }

    /// Tells what the server warned of, each warning once a run.
    pub(super) fn warnings(&self) {
        let mut known = self.warned.borrow_mut();
        for warning in self.cluster.take_warnings() {
            if !known.contains(&warning) {
                self.board.warn(&warning);
                known.push(warning);
            }
        }
    }

    /// Writes an object.
    pub(super) async fn write(&self, object: &Value) -> Result<Value, CliError> {
        match self.cluster.apply(object, Mode::Real).await {
            Ok(applied) => Ok(applied.object),
            Err(error) => {
                let message = format!("cannot apply {}: {error}", Id::of(object));
                Err(CliError::Ended(Exit::CouldNotRun, message, error.help()))
            }
        }
    }

    /// Sets some fields of an object, and no others, under a name of their own.
    pub(super) async fn set(&self, object: &Value, manager: &str) -> Result<Value, CliError> {
        self.cluster.set(object, manager).await.map_err(|error| {
            let message = format!("cannot change {}: {error}", Id::of(object));
            CliError::Ended(Exit::CouldNotRun, message, error.help())
        })
    }

    /// How many pods the bundle gives a Deployment; one where something else decides it.
    pub(super) fn wanted_pods(&self, id: &Id) -> i64 {
        let wanted = self.release.manifests.iter().find(|each| each.id().is_same(id));
        wanted
            .and_then(|each| each.object.pointer("/spec/replicas"))
            .and_then(Value::as_i64)
            .unwrap_or(1)
    }

    pub(super) fn judge(&self, object: Option<&Value>, scene: &Scene) -> Health {
        match object {
            Some(object) => linkspan_core::internal::rollout::judge(object, scene, self.clock()),
            None => Health {
                state: linkspan_core::internal::rollout::State::Progressing,
                words: "is not there".to_owned(),
                causes: Vec::new(),
            },
        }
    }
}
