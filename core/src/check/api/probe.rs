//! Probes and lifecycle hooks.

use super::super::context::{Context, as_int, filled, given, int, items, text};
use super::number::{between, not_negative, port};
use crate::check::names::NAME;
use crate::check::schema::missing::missing;
use crate::diagnostic::rules;
use crate::yaml::Node;

rules! {
    pub(crate) const PROBE: Rule = Rule {
        name: "probe",
        tier: Refused,
        severity: Error,
        says: "a probe or hook has no handler, such as `httpGet` or `exec`, or more than one",
        why: "A probe has one way to ask; the API server rejects none and more than one.",
    };
}

/// In the order in which the API server counts them: it judges the first and refuses the others.
const HANDLERS: [&str; 5] = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"];

/// A probe: one handler, and numbers that make sense.
pub(super) fn probe(context: &mut Context<'_>, node: &Node) {
    handler(context, node);
    not_negative(
        context,
        node,
        &[
            "initialDelaySeconds",
            "timeoutSeconds",
            "periodSeconds",
            "successThreshold",
            "failureThreshold",
        ],
    );
    between(context, node, "terminationGracePeriodSeconds", 1, i128::from(i64::MAX));
}

/// What happens when a container starts or stops.
pub(super) fn lifecycle(context: &mut Context<'_>, node: &Node) {
    handler(context, node);
}

fn handler(context: &mut Context<'_>, node: &Node) {
    let mut first = None;
    for key in HANDLERS {
        let Some(action) = given(node, key) else { continue };
        if first.is_some() {
            context.forget(key);
            let message = "only one way can be given";
            context.report(&PROBE, action, key, message, format!("remove `{key}`"));
            continue;
        }
        first = Some(key);
        let mark = context.path.field(key);
        of_action(context, key, action);
        context.path.back(mark);
    }
    if first.is_none() {
        let message = "nothing says what to do";
        let help = "add `httpGet`, `tcpSocket`, `exec` or `grpc`";
        context.report(&PROBE, node, "", message, help);
    }
}

fn of_action(context: &mut Context<'_>, key: &str, action: &Node) {
    match key {
        "exec" if items(action, "command").is_empty() => {
            missing(context, "command", action);
        }
        "httpGet" | "tcpSocket" => port(context, action, "port"),
        "grpc" => between(context, action, "port", 1, 65535),
        _ => {}
    }
    if key == "httpGet" {
        for header in items(action, "httpHeaders") {
            let name = text(header, "name").unwrap_or_default();
            if !is_header_name(name) {
                let spot = given(header, "name").unwrap_or(header);
                let message = format!("`{name}` cannot be the name of a header");
                let help = "use letters, digits and `-`";
                context.report(&NAME, spot, "httpHeaders", message, help);
            }
        }
    }
}

fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|each| each.is_ascii_alphanumeric() || each == b'-')
}

/// Liveness and startup probes succeed once; a readiness probe kills nothing.
pub(super) fn of_container(context: &mut Context<'_>, node: &Node) {
    for key in ["livenessProbe", "startupProbe"] {
        let Some(probe) = given(node, key) else { continue };
        let mark = context.path.field(key);
        let zero = given(probe, "successThreshold").and_then(as_int) == Some(0);
        let negative = int(probe, "successThreshold").is_some_and(|number| number < 0);
        if !zero && !negative {
            between(context, probe, "successThreshold", 1, 1);
        }
        context.path.back(mark);
    }
    if let Some(spot) = node.at(&["readinessProbe", "terminationGracePeriodSeconds"])
        && !spot.is_null()
    {
        let path = "readinessProbe.terminationGracePeriodSeconds";
        let message = "a readiness probe has no grace period: it ends nothing";
        context.report(&PROBE, spot, path, message, "remove it");
    }
}

/// A pause before the end cannot be longer than the end may take.
pub(super) fn sleeps(context: &mut Context<'_>, pod: &Node) {
    let grace = int(pod, "terminationGracePeriodSeconds").unwrap_or(30);
    for list in ["initContainers", "containers"] {
        for (at, container) in items(pod, list).iter().enumerate() {
            if list == "initContainers" && filled(container, "restartPolicy") != Some("Always") {
                continue;
            }
            for hook in ["postStart", "preStop"] {
                let Some(hook_node) = container.at(&["lifecycle", hook]) else { continue };
                let earlier = HANDLERS.iter().take(4).any(|key| given(hook_node, key).is_some());
                let Some(sleep) = given(hook_node, "sleep").filter(|_| !earlier) else { continue };
                let seconds = int(sleep, "seconds").unwrap_or(0);
                if (0..=grace).contains(&seconds) {
                    continue;
                }
                let spot = given(sleep, "seconds").unwrap_or(sleep);
                let path = format!("{list}[{at}].lifecycle.{hook}.sleep");
                let message = format!(
                    "a pause of {seconds} seconds does not fit into the grace period of {grace}"
                );
                let help = "shorten it, or raise `terminationGracePeriodSeconds`";
                context.report(&PROBE, spot, &path, message, help);
            }
        }
    }
}
