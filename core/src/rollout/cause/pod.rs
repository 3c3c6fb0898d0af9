//! Why a pod does not run.

use super::super::json;
use super::super::moment::{Clock, Moment};
use super::{Cause, container, event};
use serde_json::Value;

/// Seconds for the scheduler to find room.
const ROOM: i64 = 60;
/// Seconds for a volume to be mounted.
const MOUNT: i64 = 120;

/// Everything that keeps a pod from being ready, the first cause first.
pub(in super::super) fn causes(pod: &Value, events: &[Value], clock: Clock) -> Vec<Cause> {
    // A pod on its way out, or one that was replaced, says nothing about the release.
    let is_leaving = pod.pointer("/metadata/deletionTimestamp").is_some();
    if is_leaving || json::text(pod, "/status/phase") == "Succeeded" {
        return Vec::new();
    }
    if let Some(cause) = unscheduled(pod, events, clock) {
        return vec![cause];
    }
    let containers = ["/status/initContainerStatuses", "/status/containerStatuses"];
    let mut found: Vec<Cause> = containers
        .iter()
        .flat_map(|at| json::list(pod, at))
        .filter_map(|each| container::cause(pod, each, events, clock))
        .collect();
    if found.is_empty() {
        found.extend(unmounted(pod, events, clock));
    }
    found
}

fn unscheduled(pod: &Value, events: &[Value], clock: Clock) -> Option<Cause> {
    let condition = json::condition(pod, "PodScheduled")?;
    let at = |pointer: &str| json::text(condition, pointer);
    if at("/status") != "False" || at("/reason") == "SchedulingGated" {
        return None;
    }
    let said = at("/message");
    // What could be moved to make room does not interest a person who deploys.
    let said = said.split(" preemption: ").next().unwrap_or(said).trim_end_matches('.');
    let help = if said.contains("Insufficient") {
        "no node has that much CPU or memory left: add a node, or ask for less in `resources`"
    } else if said.contains("PersistentVolumeClaim") || said.contains("persistentvolumeclaim") {
        "the volume is not there yet: `kubectl get pvc` says which, and whether a storage class makes it"
    } else if said.contains("untolerated taint") {
        "the nodes are reserved or not ready: `kubectl describe nodes` lists their taints"
    } else if said.contains("Too many pods") {
        "the nodes run as many pods as they may: add a node"
    } else {
        "the scheduler finds no node that fits"
    };
    let since = Moment::parse(at("/lastTransitionTime"));
    let waited = since.map_or(0, |since| clock.now.since(since.max(clock.started)));
    // A cluster that is making a node says so; that takes minutes.
    let is_growing = event::about(events, pod)
        .iter()
        .any(|each| matches!(json::text(each, "/reason"), "TriggeredScaleUp" | "Nominated"));
    let message = if is_growing {
        format!("no node has room yet, and the cluster is adding one: {said}")
    } else {
        format!("no node takes the pod: {said}")
    };
    Some(Cause {
        rule: "unschedulable",
        object: json::called(pod),
        message,
        help: help.to_owned(),
        section: None,
        log: None,
        is_final: waited >= ROOM && !is_growing,
    })
}

fn unmounted(pod: &Value, events: &[Value], clock: Clock) -> Option<Cause> {
    if json::holds(pod, "Ready").is_some() || json::text(pod, "/status/phase") != "Pending" {
        return None;
    }
    let found = event::about(events, pod).into_iter().find(|each| {
        matches!(
            json::text(each, "/reason"),
            "FailedMount" | "FailedAttachVolume" | "FailedCreatePodSandBox"
        )
    })?;
    let waited = clock.since(json::text(pod, "/status/startTime"));
    let (rule, what) = match json::text(found, "/reason") {
        "FailedCreatePodSandBox" => ("sandbox", "the node cannot start the pod"),
        _ => ("volume", "a volume cannot be mounted"),
    };
    Some(Cause {
        rule,
        object: json::called(pod),
        message: format!("{what}: {}", json::text(found, "/message").trim()),
        help: String::new(),
        section: None,
        log: None,
        is_final: waited >= MOUNT,
    })
}
