//! Whether a live object does what it was asked to do.

mod daemon_set;
mod deployment;
mod job;
mod other;
mod stateful_set;
#[cfg(test)]
mod tests;

pub use job::{has_failed, has_run, job_log};

use super::cause::{self, Cause};
use super::json;
use super::moment::Clock;
use serde::Serialize;
use serde_json::Value;

/// How far an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// As asked.
    Done,
    /// On the way.
    Progressing,
    /// It will not get there by waiting.
    Failed,
}

/// The health of an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Health {
    /// How far it is.
    pub state: State,
    /// A few words, such as `1 of 2 new pods ready`.
    pub words: String,
    /// What is in the way, the worst first. There can be some while it is still on the way.
    pub causes: Vec<Cause>,
}

/// What stands around an object: the rest of what the namespace holds.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// ReplicaSets, of which Deployments are made.
    pub replica_sets: Vec<Value>,
    /// Pods.
    pub pods: Vec<Value>,
    /// Events of what does not run.
    pub events: Vec<Value>,
}

/// Judges a live object.
#[must_use]
pub fn judge(object: &Value, scene: &Scene, clock: Clock) -> Health {
    let mut health = match json::kind(object) {
        "Deployment" => deployment::judge(object, scene, clock),
        "StatefulSet" => stateful_set::judge(object, scene, clock),
        "DaemonSet" => daemon_set::judge(object, scene, clock),
        "Job" => job::judge(object, scene, clock),
        _ => other::judge(object, scene, clock),
    };
    health.causes.sort_by_key(|cause| std::cmp::Reverse(cause.is_final));
    health.causes.dedup_by(|a, b| a.message == b.message);
    if health.state == State::Progressing && health.causes.iter().any(|cause| cause.is_final) {
        health.state = State::Failed;
    }
    health
}

impl Health {
    fn done(words: impl Into<String>) -> Self {
        Self { state: State::Done, words: words.into(), causes: Vec::new() }
    }

    fn progressing(words: impl Into<String>, causes: Vec<Cause>) -> Self {
        Self { state: State::Progressing, words: words.into(), causes }
    }

    fn failed(words: impl Into<String>, causes: Vec<Cause>) -> Self {
        Self { state: State::Failed, words: words.into(), causes }
    }
}

/// Whether an object is as it was asked to be, by what it says itself.
#[must_use]
pub fn is_settled(object: &Value) -> bool {
    judge(object, &Scene::default(), Clock::default()).state == State::Done
}

/// Causes in a set of pods.
fn of_pods<'a>(
    pods: impl IntoIterator<Item = &'a Value>,
    scene: &Scene,
    clock: Clock,
) -> Vec<Cause> {
    pods.into_iter().flat_map(|pod| cause::of_pod(pod, &scene.events, clock)).collect()
}

/// `1 pod`, `2 pods`.
fn pods(count: i64) -> String {
    if count == 1 { "1 pod".to_owned() } else { format!("{count} pods") }
}

/// The pods of an object that will not run by waiting: what stands in their way may be mended, but
/// they would try again late or never. None of them serves.
#[must_use]
pub fn stuck<'a>(object: &'a Value, scene: &'a Scene, clock: Clock) -> Vec<&'a Value> {
    let mut all = troubled(object, scene);
    all.retain(|each| {
        json::kind(each) == "Pod"
            && of_pods([*each], scene, clock).iter().any(|cause| cause.is_final)
    });
    all
}

/// The pods of an object that are not as they should be, with the object itself: what to ask events
/// about.
#[must_use]
pub fn troubled<'a>(object: &'a Value, scene: &'a Scene) -> Vec<&'a Value> {
    let is_well = |pod: &&Value| {
        json::holds(pod, "Ready").is_some() || json::text(pod, "/status/phase") == "Succeeded"
    };
    let mut all: Vec<&Value> = pods_of(object, scene).filter(|pod| !is_well(pod)).collect();
    all.push(object);
    all
}

/// The pods that an object made, itself or by its ReplicaSets.
pub(super) fn pods_of<'a>(object: &'a Value, scene: &'a Scene) -> impl Iterator<Item = &'a Value> {
    let sets: Vec<&Value> =
        scene.replica_sets.iter().filter(|set| json::is_owned_by(set, object)).collect();
    scene.pods.iter().filter(move |pod| {
        json::is_owned_by(pod, object) || sets.iter().any(|set| json::is_owned_by(pod, set))
    })
}
