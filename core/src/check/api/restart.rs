//! Restart rules of a single container.

use super::super::context::{Context, filled, given, items, text};
use crate::check::api::shared::{RESTART_POLICY, none_of};
use crate::check::schema::rule::TOO_MANY;
use crate::facts::Kubernetes;
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;

/// A container's own restart policy and rules. In 1.34 the API server dropped them; in 1.33 only
/// an init container could have a policy.
pub(super) fn container(context: &mut Context<'_>, node: &Node) {
    let init = context.path.list().ends_with("initContainers");
    if context.version < Kubernetes::V1_34 {
        let Some(spot) = given(node, "restartPolicy") else { return };
        let policy = spot.text().unwrap_or_default();
        if !init || policy != "Always" {
            let message = "a container has no restart policy of its own";
            let help = if init { "write `Always`" } else { "remove `restartPolicy`" };
            context.report(&RESTART_POLICY, spot, "restartPolicy", message, help);
        }
        return;
    }
    if context.version < Kubernetes::V1_35 {
        context.forget("restartPolicyRules");
        return;
    }
    let rules = items(node, "restartPolicyRules");
    if init && text(node, "restartPolicy") == Some("Always") && context.version < Kubernetes::V1_36
    {
        context.forget("restartPolicyRules");
        if let (false, Some(spot)) = (rules.is_empty(), given(node, "restartPolicyRules")) {
            let message = "a sidecar has no restart rules";
            let help = "remove `restartPolicyRules`";
            context.report(&RESTART_POLICY, spot, "restartPolicyRules", message, help);
        }
        return;
    }
    choice(context, node, "restartPolicy", "", &["Always", "Never", "OnFailure"]);
    if !rules.is_empty() && given(node, "restartPolicy").is_none() {
        let message = "`restartPolicyRules` need a `restartPolicy` beside them";
        let help = "add `restartPolicy: Never`";
        context.report(&MISSING_FIELD, node, "restartPolicy", message, help);
        if init {
            context.forget("restartPolicyRules");
            return;
        }
    }
    if rules.len() > 20 {
        let spot = given(node, "restartPolicyRules").unwrap_or(node);
        let message = "a container has at most 20 restart rules";
        context.report(&TOO_MANY, spot, "restartPolicyRules", message, "remove some");
    }
    let all = context.version >= Kubernetes::V1_36;
    let actions: &[&str] = if all { &["Restart", "RestartAllContainers"] } else { &["Restart"] };
    for (at, rule) in rules.iter().enumerate() {
        let place = format!("restartPolicyRules[{at}].");
        needed(context, rule, "action", &place, actions);
        let Some(codes) = given(rule, "exitCodes") else {
            let path = format!("{place}exitCodes");
            let message = "`exitCodes` is missing";
            context.report(&MISSING_FIELD, rule, &path, message, "add `exitCodes`");
            continue;
        };
        let place = format!("{place}exitCodes.");
        needed(context, codes, "operator", &place, &["In", "NotIn"]);
        if items(codes, "values").len() > 255 {
            let message = "at most 255 exit codes can be named";
            let path = format!("{place}values");
            context.report(&TOO_MANY, codes, &path, message, "remove some");
        }
    }
}

fn needed(
    context: &mut Context<'_>,
    node: &Node,
    key: &str,
    place: &str,
    choices: &[&'static str],
) {
    if filled(node, key).is_none() {
        let message = format!("`{key}` is missing");
        let help = format!("write `{}`", choices.join("` or `"));
        context.report(&MISSING_FIELD, node, &format!("{place}{key}"), message, help);
    } else {
        choice(context, node, key, place, choices);
    }
}

fn choice(
    context: &mut Context<'_>,
    node: &Node,
    key: &str,
    place: &str,
    choices: &[&'static str],
) {
    let (Some(value), Some(spot)) = (text(node, key), given(node, key)) else { return };
    if !choices.contains(&value) {
        let message = format!("`{value}` is none of `{}`", choices.join("`, `"));
        let help = "write one of these";
        none_of(context, spot, &format!("{place}{key}"), message, help, choices);
    }
}
