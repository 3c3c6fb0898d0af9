//! An image that does not come.

use super::super::json;
use super::super::moment::Clock;
use super::{Cause, event};
use serde_json::Value;

/// Seconds for a registry to show what was pushed a moment ago.
const FRESH: i64 = 15;
/// Seconds for a registry that cannot be reached to come back.
const AWAY: i64 = 120;

/// Whether a container waits for its image.
pub(super) fn is_one(reason: &str) -> bool {
    matches!(
        reason,
        "ErrImagePull"
            | "ImagePullBackOff"
            | "InvalidImageName"
            | "ErrImageNeverPull"
            | "RegistryUnavailable"
            | "ImageInspectError"
            | "SignatureValidationFailed"
    )
}

pub(super) fn cause(pod: &Value, container: &Value, events: &[Value], clock: Clock) -> Cause {
    let at = |pointer: &str| json::text(container, pointer);
    let (image, reason) = (at("/image"), at("/state/waiting/reason"));
    // While the node backs off, older ones do not repeat what the registry said; the event does.
    let failed = event::about(events, pod).into_iter().find(|each| {
        json::text(each, "/reason") == "Failed"
            && json::text(each, "/message").starts_with("Failed to pull image")
    });
    let said = match at("/state/waiting/message") {
        back_off if reason == "ImagePullBackOff" => {
            failed.map_or(back_off, |event| json::text(event, "/message"))
        }
        message => message,
    };
    let lower = said.to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let waited = clock.since(json::text(pod, "/status/startTime"));
    let is_login = any(&[
        "unauthorized",
        "authentication required",
        "denied",
        "no basic auth",
        "forbidden",
        "401",
        "403",
    ]);
    let (message, help, patience) = if reason == "InvalidImageName" {
        (
            format!("`{image}` is no name of an image"),
            "fix `image` in linkspan.yml and the revision".to_owned(),
            0,
        )
    } else if any(&["not found", "manifest unknown", "notfound", "does not exist"]) && !is_login {
        (
            format!("the registry has no image `{image}`"),
            "push it first, or name a revision that was pushed".to_owned(),
            FRESH,
        )
    } else if is_login {
        (
            format!("the registry does not let the cluster pull `{image}`"),
            "make sure that the image was pushed, then give the cluster a login".to_owned(),
            FRESH,
        )
    } else if any(&["no match for platform", "no matching manifest", "exec format"]) {
        (
            format!("`{image}` was built for another processor than the node's"),
            "build it for the cluster's, such as `PLATFORM=linux/amd64`".to_owned(),
            FRESH,
        )
    } else {
        let why = if said.is_empty() || said.starts_with("Back-off") {
            String::new()
        } else {
            format!(": {said}")
        };
        (
            format!("the image `{image}` cannot be pulled{why}"),
            "look whether the nodes reach the registry".to_owned(),
            AWAY,
        )
    };
    Cause {
        rule: "image-pull",
        object: json::called(pod),
        message,
        help,
        section: is_login.then_some("Once"),
        log: None,
        is_final: waited >= patience,
    }
}
