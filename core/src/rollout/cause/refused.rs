//! Pods that the API server does not let in.

use super::super::json;
use super::super::moment::{Clock, Moment};
use super::{Cause, event};
use serde_json::Value;

/// Seconds for a quota to become free, or for an account to be made.
const PATIENCE: i64 = 20;

/// Why a ReplicaSet cannot make its pods.
pub(in super::super) fn of_replica_set(set: &Value, clock: Clock) -> Option<Cause> {
    let condition = json::holds(set, "ReplicaFailure")?;
    let waited = clock.since(json::text(condition, "/lastTransitionTime"));
    Some(cause(set, json::text(condition, "/message"), waited))
}

/// Why a Job, StatefulSet or DaemonSet cannot make its pods: these say it by events only.
pub(in super::super) fn of_events(owner: &Value, events: &[Value], clock: Clock) -> Option<Cause> {
    let found = event::about(events, owner).into_iter().find(|each| {
        json::text(each, "/reason") == "FailedCreate"
            && event::seen(each).is_some_and(|seen| seen >= clock.started)
    })?;
    let first = Moment::parse(json::text(found, "/firstTimestamp")).or_else(|| event::seen(found));
    let waited = first.map_or(0, |first| clock.now.since(first.max(clock.started)));
    Some(cause(owner, json::text(found, "/message"), waited))
}

fn cause(object: &Value, said: &str, waited: i64) -> Cause {
    // `Error creating: pods "x" is forbidden: violates PodSecurity ...`: the reason is the end.
    let said = said.strip_prefix("Error creating: ").unwrap_or(said);
    let why = said.split_once(" is forbidden: ").map_or(said, |(_, why)| why);
    let (rule, help, patience) = if why.contains("violates PodSecurity") {
        (
            "pod-security",
            "the namespace's pod security does not let the pod in: fix the security settings, or the namespace's labels",
            0,
        )
    } else if why.contains("exceeded quota") {
        (
            "quota",
            "the namespace's quota is used up: raise it, or ask for less CPU, memory or fewer pods",
            PATIENCE,
        )
    } else if why.contains("serviceaccount") && why.contains("not found") {
        ("service-account", "apply the bundle's service account", PATIENCE)
    } else {
        ("pods-refused", "the API server's words say which rule is in the way", PATIENCE)
    };
    Cause {
        rule,
        object: json::called(object),
        message: format!("the API server refuses its pods: {why}"),
        help: help.to_owned(),
        section: None,
        log: None,
        is_final: waited >= patience,
    }
}
