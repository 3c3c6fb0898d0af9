//! What pods take of a quota.

use crate::check::context::{list, text};
use crate::check::object::Object;
use crate::check::quantity::Quantity;
use crate::yaml::Node;

/// What a quota counts: its name there, the part of `resources`, and the resource.
pub(super) const COUNTED: [(&str, &str, &str); 6] = [
    ("cpu", "requests", "cpu"),
    ("limits.cpu", "limits", "cpu"),
    ("limits.memory", "limits", "memory"),
    ("memory", "requests", "memory"),
    ("requests.cpu", "requests", "cpu"),
    ("requests.memory", "requests", "memory"),
];

/// Pods of one workload: as many as there always are, and as many as there are at most in a release.
pub(super) struct Share<'a> {
    pub(super) object: &'a Object,
    pub(super) pod: &'a Node,
    pub(super) least: i128,
    pub(super) most: i128,
}

/// What a container says, or its namespace says for it.
pub(super) fn said(
    container: &Node,
    part: &str,
    resource: &str,
    range: Option<&Object>,
) -> Option<Quantity> {
    let own = |part: &str| container.at(&["resources", part, resource])?.text();
    let limits = range.map_or(&[][..], |range| list(&range.root, &["spec", "limits"]));
    let default = |field: &str| {
        let of_containers = limits.iter().filter(|each| text(each, "type") == Some("Container"));
        of_containers.filter_map(|each| each.at(&[field, resource])?.text()).next()
    };
    let text = if part == "limits" {
        own("limits").or_else(|| default("default"))
    } else {
        own("requests")
            .or_else(|| own("limits"))
            .or_else(|| default("defaultRequest"))
            .or_else(|| default("default"))
    };
    Quantity::parse(text?)
}
