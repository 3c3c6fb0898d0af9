//! Deployments: done when the new pods serve and the old ones are gone.

use super::super::cause::{self, Cause};
use super::super::json::{self, int};
use super::super::moment::{Clock, Moment};
use super::{Health, Scene, of_pods, pods};
use serde_json::Value;

/// The annotation by which a Deployment and its ReplicaSets number their templates.
const NUMBER: &str = "deployment.kubernetes.io/revision";

/// The ReplicaSet that a Deployment rolls out now.
fn newest_replica_set<'a>(deployment: &Value, sets: &'a [Value]) -> Option<&'a Value> {
    let number = json::annotation(deployment, NUMBER);
    let mine = || sets.iter().filter(|set| json::is_owned_by(set, deployment));
    mine()
        .find(|set| !number.is_empty() && json::annotation(set, NUMBER) == number)
        .or_else(|| mine().max_by_key(|set| json::annotation(set, NUMBER).parse::<u64>().ok()))
}

pub(super) fn judge(object: &Value, scene: &Scene, clock: Clock) -> Health {
    // Before that the status speaks of an earlier template.
    if !json::is_observed(object) {
        return Health::progressing("waits for Kubernetes to take it up", Vec::new());
    }
    let wanted = object.pointer("/spec/replicas").and_then(Value::as_i64).unwrap_or(1);
    let updated = int(object, "/status/updatedReplicas");
    let available = int(object, "/status/availableReplicas");
    let all = int(object, "/status/replicas");
    if json::is_true(object, "/spec/paused") {
        let words = "is paused: `kubectl rollout resume` lets it go on";
        return Health::progressing(words, Vec::new());
    }
    if updated >= wanted && all <= updated && available >= updated {
        return Health::done(format!("{} ready", pods(wanted)));
    }
    let newest = newest_replica_set(object, &scene.replica_sets);
    let mut causes: Vec<Cause> = Vec::new();
    if let Some(set) = newest {
        let new = scene.pods.iter().filter(|pod| json::is_owned_by(pod, set));
        causes.extend(of_pods(new, scene, clock));
        causes.extend(cause::refused_pods(set, clock));
    }
    let ready = newest.map_or(0, |set| int(set, "/status/readyReplicas"));
    let words = if updated < wanted || ready < wanted {
        format!("{ready} of {} ready", pods_new(wanted))
    } else if all > updated {
        format!("waits for {} to stop", pods_old(all - updated))
    } else {
        format!("{available} of {} ready for long enough", pods_new(wanted))
    };
    if let Some(why) = overdue(object, clock) {
        if causes.is_empty() {
            causes.push(why);
        }
        return Health::failed(words, causes);
    }
    Health::progressing(words, causes)
}

/// The deadline of this rollout has passed. A condition from before it speaks of an earlier one.
fn overdue(object: &Value, clock: Clock) -> Option<Cause> {
    let condition = json::condition(object, "Progressing")?;
    let at = |pointer: &str| json::text(condition, pointer);
    if at("/status") != "False" || at("/reason") != "ProgressDeadlineExceeded" {
        return None;
    }
    let when =
        Moment::parse(at("/lastUpdateTime")).or_else(|| Moment::parse(at("/lastTransitionTime")));
    if when.is_some_and(|when| when < clock.started) {
        return None;
    }
    let seconds = match int(object, "/spec/progressDeadlineSeconds") {
        0 => 600,
        set => set,
    };
    Some(Cause {
        rule: "deadline",
        object: json::called(object),
        message: format!("no pod became ready within {seconds} seconds"),
        help: String::new(),
        section: None,
        log: None,
        is_final: true,
    })
}

fn pods_new(count: i64) -> String {
    if count == 1 { "1 new pod".to_owned() } else { format!("{count} new pods") }
}

fn pods_old(count: i64) -> String {
    if count == 1 { "1 old pod".to_owned() } else { format!("{count} old pods") }
}
