//! Probes that fail.

use super::super::json;
use super::event;
use serde_json::Value;

/// What the newest failed probe of a kind (`Startup`, `Readiness`, `Liveness`) of a pod said.
pub(super) fn said<'a>(events: &'a [Value], pod: &Value, kind: &str) -> Option<&'a str> {
    let start = format!("{kind} probe failed: ");
    event::about(events, pod)
        .into_iter()
        .filter(|each| json::text(each, "/reason") == "Unhealthy")
        .find_map(|each| json::text(each, "/message").strip_prefix(start.as_str()))
        .map(str::trim)
}

/// Whether the kubelet ended a container because of this kind of probe.
pub(super) fn killed(events: &[Value], pod: &Value, container: &str, kind: &str) -> bool {
    let words = format!("Container {container} failed {kind} probe");
    event::about(events, pod).into_iter().any(|each| {
        json::text(each, "/reason") == "Killing" && json::text(each, "/message").starts_with(&words)
    })
}

/// What such an answer means for a Rails app.
pub(super) fn help(said: &str) -> &'static str {
    for (words, help) in [
        (
            "statuscode: 403",
            "Rails refuses the host: add it to `config.hosts`, or exclude /up from host authorization",
        ),
        (
            "statuscode: 404",
            "config/routes.rb has to answer the probe's path: `get \"up\" => \"rails/health#show\"`",
        ),
        ("statuscode: 5", "the app answers with an error: its log says which"),
        (
            "connection refused",
            "nothing listens on the probe's port: the server has to bind to 0.0.0.0 and to PORT",
        ),
        ("context deadline exceeded", "the app answers too slowly: give it more CPU or time"),
        ("Client.Timeout", "the app answers too slowly: give it more CPU or time"),
    ] {
        if said.contains(words) {
            return help;
        }
    }
    "the log of the container may say why"
}
