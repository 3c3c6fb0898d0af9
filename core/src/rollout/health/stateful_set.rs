//! StatefulSets: pods with names, replaced one by one.

use super::super::cause;
use super::super::json::{self, int, text};
use super::super::moment::Clock;
use super::{Health, Scene, of_pods, pods};
use serde_json::Value;

pub(super) fn judge(object: &Value, scene: &Scene, clock: Clock) -> Health {
    if !json::is_observed(object) {
        return Health::progressing("waits for Kubernetes to take it up", Vec::new());
    }
    let wanted = object.pointer("/spec/replicas").and_then(Value::as_i64).unwrap_or(1);
    let ready = int(object, "/status/readyReplicas");
    // Pods below the partition, and all with OnDelete, stay as they are until a person says so.
    let replaced = match text(object, "/spec/updateStrategy/type") {
        "OnDelete" => 0,
        _ => (wanted - int(object, "/spec/updateStrategy/rollingUpdate/partition")).max(0),
    };
    let updated = match text(object, "/status/currentRevision") {
        current if !current.is_empty() && current == text(object, "/status/updateRevision") => {
            wanted
        }
        _ => int(object, "/status/updatedReplicas"),
    };
    if ready >= wanted && updated >= replaced && int(object, "/status/replicas") <= wanted {
        return Health::done(format!("{} ready", pods(wanted)));
    }
    let mine = scene.pods.iter().filter(|pod| json::is_owned_by(pod, object));
    let mut causes = of_pods(mine, scene, clock);
    causes.extend(cause::refused_by_events(object, &scene.events, clock));
    let words = if updated < replaced {
        format!("{updated} of {} replaced", pods(replaced))
    } else {
        format!("{ready} of {} ready", pods(wanted))
    };
    Health::progressing(words, causes)
}
