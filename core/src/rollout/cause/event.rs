//! Events: what Kubernetes noted about an object.

use super::super::json;
use super::super::moment::Moment;
use serde_json::Value;

/// When an event was last seen.
pub(super) fn seen(event: &Value) -> Option<Moment> {
    ["/series/lastObservedTime", "/lastTimestamp", "/eventTime", "/metadata/creationTimestamp"]
        .iter()
        .find_map(|at| Moment::parse(json::text(event, at)))
}

/// Whether an event is about an object.
fn is_about(event: &Value, object: &Value) -> bool {
    let at = |pointer: &str| json::text(event, pointer);
    let uid = json::text(object, "/metadata/uid");
    at("/involvedObject/name") == json::name(object)
        && (at("/involvedObject/uid") == uid || at("/involvedObject/uid").is_empty())
}

/// Events of an object, the newest first.
pub(in super::super) fn about<'a>(events: &'a [Value], object: &Value) -> Vec<&'a Value> {
    let mut found: Vec<&Value> = events.iter().filter(|each| is_about(each, object)).collect();
    found.sort_by_key(|each| std::cmp::Reverse(seen(each)));
    found
}

/// The newest events of some objects as lines, warnings alone where there are any: `FailedScheduling:
/// 0/2 nodes are available`.
#[must_use]
pub fn newest(events: &[Value], limit: usize) -> Vec<String> {
    let is_warning = |event: &&Value| json::text(event, "/type") == "Warning";
    let mut found: Vec<&Value> = events.iter().filter(is_warning).collect();
    if found.is_empty() {
        found = events.iter().collect();
    }
    found.sort_by_key(|each| std::cmp::Reverse(seen(each)));
    let mut lines = Vec::new();
    for event in found {
        let at = |pointer: &str| json::text(event, pointer);
        let name = at("/involvedObject/name");
        let line = format!("{name}: {}: {}", at("/reason"), at("/message").trim());
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.truncate(limit);
    lines
}
