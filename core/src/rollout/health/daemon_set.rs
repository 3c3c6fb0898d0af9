//! DaemonSets: a pod on each node.

use super::super::cause;
use super::super::json::{self, int, text};
use super::super::moment::Clock;
use super::{Health, Scene, of_pods};
use serde_json::Value;

pub(super) fn judge(object: &Value, scene: &Scene, clock: Clock) -> Health {
    if !json::is_observed(object) {
        return Health::progressing("waits for Kubernetes to take it up", Vec::new());
    }
    let wanted = int(object, "/status/desiredNumberScheduled");
    let available = int(object, "/status/numberAvailable");
    let updated = match text(object, "/spec/updateStrategy/type") {
        "OnDelete" => wanted,
        _ => int(object, "/status/updatedNumberScheduled"),
    };
    let done = available.min(updated);
    if done >= wanted {
        return Health::done(format!("ready on {}", nodes(wanted)));
    }
    let mine = scene.pods.iter().filter(|pod| json::is_owned_by(pod, object));
    let mut causes = of_pods(mine, scene, clock);
    causes.extend(cause::refused_by_events(object, &scene.events, clock));
    Health::progressing(format!("ready on {done} of {}", nodes(wanted)), causes)
}

fn nodes(count: i64) -> String {
    if count == 1 { "1 node".to_owned() } else { format!("{count} nodes") }
}
