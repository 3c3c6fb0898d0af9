//! Restart rules of a single container.

use super::super::context::{Context, filled, given, items, text};
use crate::facts::Kubernetes;
use crate::yaml::Node;

/// A container's own restart policy and rules. Until 1.34 the API server dropped them.
pub(super) fn container(context: &mut Context<'_>, node: &Node) {
    if context.version < Kubernetes::V1_35 {
        return;
    }
    choice(context, node, "restartPolicy", "", &["Always", "Never", "OnFailure"]);
    let rules = items(node, "restartPolicyRules");
    if !rules.is_empty() && given(node, "restartPolicy").is_none() {
        let message = "`restartPolicyRules` need a `restartPolicy` beside them";
        let help = "add `restartPolicy: Never`";
        context.refused("missing-field", node, "restartPolicy", message, help);
    }
    if rules.len() > 20 {
        let spot = given(node, "restartPolicyRules").unwrap_or(node);
        let message = "a container has at most 20 restart rules";
        context.refused("too-many", spot, "restartPolicyRules", message, "remove some");
    }
    for (at, rule) in rules.iter().enumerate() {
        let place = format!("restartPolicyRules[{at}].");
        needed(context, rule, "action", &place, &["Restart", "RestartAllContainers"]);
        let Some(codes) = given(rule, "exitCodes") else {
            let path = format!("{place}exitCodes");
            let message = "`exitCodes` is missing";
            context.refused("missing-field", rule, &path, message, "add `exitCodes`");
            continue;
        };
        let place = format!("{place}exitCodes.");
        needed(context, codes, "operator", &place, &["In", "NotIn"]);
        if items(codes, "values").len() > 255 {
            let message = "at most 255 exit codes can be named";
            let path = format!("{place}values");
            context.refused("too-many", codes, &path, message, "remove some");
        }
    }
}

fn needed(context: &mut Context<'_>, node: &Node, key: &str, place: &str, choices: &[&str]) {
    if filled(node, key).is_none() {
        let message = format!("`{key}` is missing");
        let help = format!("write `{}`", choices.join("` or `"));
        context.refused("missing-field", node, &format!("{place}{key}"), message, help);
    } else {
        choice(context, node, key, place, choices);
    }
}

fn choice(context: &mut Context<'_>, node: &Node, key: &str, place: &str, choices: &[&str]) {
    let (Some(value), Some(spot)) = (text(node, key), given(node, key)) else { return };
    if !choices.contains(&value) {
        let message = format!("`{value}` is none of `{}`", choices.join("`, `"));
        let help = "write one of these";
        context.refused("choice", spot, &format!("{place}{key}"), message, help);
    }
}
