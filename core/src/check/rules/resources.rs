//! Requests and limits.

use super::super::context::{Context, entries};
use super::super::quantity::Quantity;
use crate::yaml::Node;
use std::cmp::Ordering;

/// What a container asks for and may use.
pub(super) fn container(context: &mut Context<'_>, node: &Node) {
    for list in ["limits", "requests"] {
        for entry in entries(node, list) {
            let path = format!("{list}[{}]", entry.key);
            if !is_resource(&entry.key) {
                let message = format!("`{}` is no resource", entry.key);
                let help = "write `cpu`, `memory` or `ephemeral-storage`";
                context.refused("resources", entry, &path, message, help);
            }
            let amount = entry.value.text().and_then(Quantity::parse);
            let Some(amount) = amount else { continue };
            if amount.sign() == Ordering::Less {
                let message = format!("`{}` cannot be negative", entry.key);
                context.refused("resources", &entry.value, &path, message, "write 0 or more");
            }
            if is_extended(&entry.key) && !amount.is_whole() {
                let message = format!("`{}` is counted in whole pieces", entry.key);
                context.refused("resources", &entry.value, &path, message, "write a whole number");
            }
        }
    }
    whole_sets(context, node);
    for entry in entries(node, "requests") {
        let limit = node.at(&["limits", &entry.key]).and_then(Node::text);
        let (Some(request), Some(limit)) =
            (entry.value.text().and_then(Quantity::parse), limit.and_then(Quantity::parse))
        else {
            continue;
        };
        let fixed = is_extended(&entry.key) || entry.key.starts_with("hugepages-");
        if request > limit || (fixed && request != limit) {
            let key = &entry.key;
            let message = if fixed {
                format!("the request of `{key}` has to be its limit")
            } else {
                format!("the request of `{key}` is more than its limit")
            };
            let help = "lower the request or raise the limit";
            context.refused("resources", &entry.value, "requests", message, help);
        }
    }
}

/// What cannot be shared is asked for with a limit; huge pages not alone.
fn whole_sets(context: &mut Context<'_>, node: &Node) {
    for entry in entries(node, "requests") {
        let fixed = is_extended(&entry.key) || entry.key.starts_with("hugepages-");
        if fixed && node.at(&["limits", &entry.key]).is_none() {
            let message = format!("`{}` needs a limit", entry.key);
            let help = "add the same amount to `limits`";
            context.refused("resources", entry, "limits", message, help);
        }
    }
    let all = || entries(node, "limits").iter().chain(entries(node, "requests"));
    let huge = all().find(|entry| entry.key.starts_with("hugepages-"));
    if let (Some(huge), true) =
        (huge, all().all(|entry| !matches!(entry.key.as_str(), "cpu" | "memory")))
    {
        let message = "huge pages need `cpu` or `memory` beside them";
        context.refused("resources", huge, "", message, "add `memory`");
    }
}

fn is_resource(name: &str) -> bool {
    matches!(name, "cpu" | "memory" | "ephemeral-storage")
        || name.starts_with("hugepages-")
        || name.contains('/')
}

/// Such as `nvidia.com/gpu`.
fn is_extended(name: &str) -> bool {
    name.split_once('/').is_some_and(|(domain, _)| !domain.ends_with("kubernetes.io"))
}
