//! Which level a namespace demands.

use super::subject::Level;
use crate::check::context::text;
use crate::check::index::Index;
use crate::facts::Kubernetes;
use crate::yaml::Node;

const PREFIX: &str = "pod-security.kubernetes.io/";

/// What a namespace demands of its pods.
pub(super) struct Demand {
    /// The level below which the server refuses pods.
    pub(super) enforced: Level,
    /// The minor version of the standards that are enforced.
    pub(super) minor: u32,
    /// The level that is worth knowing about.
    pub(super) advised: Level,
}

/// What the labels of a namespace of the folder demand. Without labels nothing is enforced.
pub(super) fn of(index: &Index<'_>, namespace: &str, version: Kubernetes) -> Demand {
    let found = (!namespace.is_empty()).then(|| index.find("Namespace", "", namespace)).flatten();
    let labels = found.and_then(|object| object.root.at(&["metadata", "labels"]));
    let level = |mode: &str| labels.and_then(|labels| parse(labels, mode));
    let enforced = level("enforce");
    // Who has chosen a level has chosen not to take a higher one.
    let chosen = [enforced, level("warn"), level("audit")].into_iter().flatten().max();
    Demand {
        enforced: enforced.unwrap_or(Level::Privileged),
        minor: labels.map_or(version.minor(), |labels| minor(labels, version)),
        advised: chosen.unwrap_or(Level::Restricted),
    }
}

fn parse(labels: &Node, mode: &str) -> Option<Level> {
    match text(labels, &format!("{PREFIX}{mode}"))? {
        "privileged" => Some(Level::Privileged),
        "baseline" => Some(Level::Baseline),
        "restricted" => Some(Level::Restricted),
        _ => None,
    }
}

/// The version of the standards: `latest`, or one the server knows.
fn minor(labels: &Node, version: Kubernetes) -> u32 {
    let label = text(labels, &format!("{PREFIX}enforce-version"));
    let named = label.and_then(|label| label.strip_prefix("v1.")?.parse().ok());
    named.unwrap_or(version.minor()).min(version.minor())
}
