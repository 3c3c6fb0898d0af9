//! Back to the pods that served before.

use super::context::Run;
use super::settle::{self, End};
use crate::cluster::look;
use crate::error::CliError;
use linkspan_core::internal::rollout::{Before, Id, Stage, before, stuck};
use serde_json::Value;

/// A workload of the release, as the bundle has it, and what its pods were.
pub(super) struct Kept {
    id: Id,
    wanted: Value,
    before: Option<Before>,
    /// Its pods that will not run by waiting.
    pub(super) stuck: Vec<Id>,
    generation: Option<Value>,
}

impl Kept {
    /// Whether it ran before this release.
    pub(super) const fn is_there(&self) -> bool {
        self.before.is_some()
    }

    /// Whether applying left this workload as it was.
    pub(super) fn is_unchanged(&self, live: &Value) -> bool {
        self.id.is_same(&Id::of(live))
            && self.generation.as_ref() == live.pointer("/metadata/generation")
    }
}

/// Remembers every workload before it is touched.
pub(super) async fn remember(run: &Run<'_>) -> Result<Vec<Kept>, CliError> {
    let manifests = run.step(Stage::Release);
    let ids: Vec<Id> = manifests.iter().map(|each| each.id()).collect();
    let (objects, scene) = look(run.cluster, &run.release.app, &ids).await?;
    let kept = manifests.into_iter().zip(objects).map(|(manifest, live)| Kept {
        id: manifest.id(),
        wanted: manifest.object.clone(),
        before: live.as_ref().and_then(|live| before(live, &scene.replica_sets)),
        stuck: live.iter().flat_map(|live| stuck(live, &scene, run.clock())).map(Id::of).collect(),
        generation: live.as_ref().and_then(|live| live.pointer("/metadata/generation").cloned()),
    });
    Ok(kept.collect())
}

/// What is left in the cluster after an undo.
pub(super) struct Left {
    pub(super) words: String,
    /// Whether what served before serves as it did.
    pub(super) is_whole: bool,
}

impl Left {
    const fn not_whole(words: String) -> Self {
        Self { words, is_whole: false }
    }
}

/// Puts back what this release changed; says what is left in the cluster now.
pub(super) async fn put_back(run: &Run<'_>, all: &[Kept]) -> Left {
    let (mut back, mut fresh, mut stuck) = (Vec::new(), Vec::new(), Vec::new());
    for kept in all {
        let live = match run.cluster.get(&kept.id).await {
            Ok(Some(live)) => live,
            // It was not made yet.
            Ok(None) => continue,
            Err(_) => {
                stuck.push(kept.id.name.clone());
                continue;
            }
        };
        let Some(before) = &kept.before else {
            fresh.push(kept.id.name.clone());
            continue;
        };
        if !before.differs(&live) {
            continue;
        }
        let revision = before.revision.as_deref().unwrap_or("what it ran before");
        match run.write(&before.put_back(&kept.wanted)).await {
            Ok(_) => {
                run.board.step("put back", &format!("{} to {revision}", kept.id.name));
                back.push((kept.id.clone(), before.served));
            }
            Err(error) => {
                run.board.warn(&error.to_string());
                stuck.push(kept.id.name.clone());
            }
        }
    }
    let waited: Vec<Id> = back
        .iter()
        .filter(|(id, served)| *served && id.kind != "CronJob")
        .map(|(id, _)| id.clone())
        .collect();
    if !waited.is_empty() {
        match settle::wait(run, &waited, run.timeout).await {
            Ok(settled) => {
                run.record.borrow_mut().restored.extend_from_slice(&settled.rows);
                if settled.end != End::Done {
                    let words = "those from before were put back, and are not all ready";
                    return Left::not_whole(words.to_owned());
                }
            }
            Err(error) => {
                return Left::not_whole(format!("those from before were put back, then: {error}"));
            }
        }
    }
    // What had no earlier pods stays, and needs what came with it.
    let is_whole = stuck.is_empty() && fresh.is_empty();
    Left { words: message(!back.is_empty(), &fresh, &stuck), is_whole }
}

fn message(is_back: bool, fresh: &[String], stuck: &[String]) -> String {
    if !stuck.is_empty() {
        return format!("{} could not be put back", stuck.join(", "));
    }
    match (is_back, fresh) {
        (true, []) => "those from before serve again".to_owned(),
        (true, fresh) => format!(
            "those from before serve again; {} had none and stays as it is",
            fresh.join(", ")
        ),
        (false, []) => "nothing had to be put back".to_owned(),
        (false, _) => "there is no earlier release to go back to".to_owned(),
    }
}
