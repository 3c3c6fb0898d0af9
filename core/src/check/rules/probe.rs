//! Probes and lifecycle hooks.

use super::super::context::{Context, filled, given, items};
use super::number::{between, not_negative, port};
use crate::yaml::Node;

const HANDLERS: [&str; 5] = ["exec", "grpc", "httpGet", "sleep", "tcpSocket"];

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
    let mut named = HANDLERS.iter().filter_map(|key| Some((key, given(node, key)?)));
    match (named.next(), named.next()) {
        (None, _) => {
            let message = "nothing says how to probe";
            let help = "add `httpGet`, `tcpSocket`, `exec` or `grpc`";
            context.refused("probe", node, "", message, help);
        }
        (Some(_), Some((second, spot))) => {
            let message = "only one way to probe can be given";
            context.refused("probe", spot, second, message, format!("remove `{second}`"));
        }
        (Some(_), None) => {}
    }
    for key in ["httpGet", "tcpSocket"] {
        let Some(action) = given(node, key) else { continue };
        let mark = context.path.field(key);
        port(context, action, "port");
        context.path.back(mark);
    }
    if let Some(grpc) = given(node, "grpc") {
        let mark = context.path.field("grpc");
        between(context, grpc, "port", 1, 65535);
        context.path.back(mark);
    }
    if let Some(exec) = given(node, "exec")
        && items(exec, "command").is_empty()
    {
        let message = "`command` is missing";
        context.refused("missing-field", exec, "exec.command", message, "add `command`");
    }
}

/// Liveness and startup probes succeed once; a readiness probe kills nothing.
pub(super) fn of_container(context: &mut Context<'_>, node: &Node) {
    for key in ["livenessProbe", "startupProbe"] {
        let Some(probe) = given(node, key) else { continue };
        let mark = context.path.field(key);
        let zero = filled(probe, "successThreshold") == Some("0");
        if !zero {
            between(context, probe, "successThreshold", 1, 1);
        }
        context.path.back(mark);
    }
    if let Some(spot) = node.at(&["readinessProbe", "terminationGracePeriodSeconds"])
        && !spot.is_null()
    {
        let path = "readinessProbe.terminationGracePeriodSeconds";
        let message = "a readiness probe has no grace period: it ends nothing";
        context.refused("probe", spot, path, message, "remove it");
    }
}
