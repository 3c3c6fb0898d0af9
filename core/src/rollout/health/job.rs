//! Jobs: complete, failed, or on the way.

use super::super::cause::{self, Cause, Log};
use super::super::json::{self, int, text};
use super::super::moment::Clock;
use super::{Health, Scene, of_pods};
use serde_json::Value;

pub(super) fn judge(object: &Value, scene: &Scene, clock: Clock) -> Health {
    if json::holds(object, "Complete").is_some() {
        return Health::done("complete");
    }
    let mine: Vec<&Value> =
        scene.pods.iter().filter(|pod| json::is_owned_by(pod, object)).collect();
    let mut causes = of_pods(mine.iter().copied(), scene, clock);
    causes.extend(cause::refused_by_events(object, &scene.events, clock));
    if let Some(condition) = failure(object) {
        if !causes.iter().any(|cause| cause.is_final) {
            causes.insert(0, why(object, condition));
        }
        return Health::failed("failed", causes);
    }
    if json::is_true(object, "/spec/suspend") {
        return Health::progressing("is suspended", Vec::new());
    }
    // While a try is left, those that ended do not decide. The status counts them late, and for longer
    // than the pods are kept.
    let retries = object.pointer("/spec/backoffLimit").and_then(Value::as_i64).unwrap_or(6);
    let ended = mine.iter().filter(|pod| text(pod, "/status/phase") == "Failed").count();
    let ended = i64::try_from(ended).unwrap_or(i64::MAX).max(int(object, "/status/failed"));
    if ended <= retries {
        for cause in &mut causes {
            cause.is_final &= !matches!(cause.rule, "crash" | "out-of-memory");
        }
    }
    let running = mine.iter().any(|pod| text(pod, "/status/phase") == "Running");
    let words = match (running, causes.iter().any(|cause| cause.is_final)) {
        (true, _) => "runs",
        (false, true) => "cannot start",
        (false, false) => "starts",
    };
    Health::progressing(words, causes)
}

/// Whether a Job itself says that it failed, whatever its pods look like: another one of its name can
/// take its place.
#[must_use]
pub fn has_failed(job: &Value) -> bool {
    failure(job).is_some()
}

/// The log of the newest pod of a Job, once that one writes any.
#[must_use]
pub fn job_log(job: &Value, scene: &Scene) -> Option<Log> {
    let newest = scene
        .pods
        .iter()
        .filter(|pod| json::is_owned_by(pod, job))
        .max_by_key(|pod| text(pod, "/metadata/creationTimestamp"))?;
    let container = json::list(newest, "/status/containerStatuses").first()?;
    is_begun(container, &["/state/running", "/state/terminated"]).then(|| Log {
        pod: json::name(newest).to_owned(),
        container: json::name_of(container).to_owned(),
        previous: false,
    })
}

/// Whether a container of a Job has run: then its work may be half done.
#[must_use]
pub fn has_run(job: &Value, scene: &Scene) -> bool {
    scene
        .pods
        .iter()
        .filter(|pod| json::is_owned_by(pod, job))
        .flat_map(|pod| json::list(pod, "/status/containerStatuses"))
        .any(|container| {
            is_begun(container, &["/state/running", "/state/terminated", "/lastState/terminated"])
        })
}

fn is_begun(container: &Value, states: &[&str]) -> bool {
    states.iter().any(|at| container.pointer(at).is_some())
}

/// The pods end between the two: from the first of them on, the Job cannot succeed.
fn failure(job: &Value) -> Option<&Value> {
    json::holds(job, "Failed").or_else(|| json::holds(job, "FailureTarget"))
}

fn why(object: &Value, condition: &Value) -> Cause {
    let seconds = int(object, "/spec/activeDeadlineSeconds");
    let (rule, message, help) = match text(condition, "/reason") {
        "DeadlineExceeded" => (
            "deadline",
            format!("it did not end within its {seconds} seconds"),
            "give it more time in linkspan.yml, or split the migration",
        ),
        "BackoffLimitExceeded" | "PodFailurePolicy" => {
            ("crash", "its pod ended with an error".to_owned(), "its log says which")
        }
        _ => ("job-failed", text(condition, "/message").to_owned(), ""),
    };
    Cause {
        rule,
        object: json::called(object),
        message,
        help: help.to_owned(),
        section: None,
        log: None,
        is_final: true,
    }
}
