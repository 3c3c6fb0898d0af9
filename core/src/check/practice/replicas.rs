//! How many pods there are.

use super::super::context::{Spot, entry, int};
use super::super::index::Pod;
use super::super::object::Object;
use super::finder::nearest;
use super::relations::Relations;
use crate::yaml::Node;

/// The pods of a Deployment or of a StatefulSet.
pub(super) struct Replicas<'p, 'a> {
    /// What each of them is.
    pub(super) pod: &'p Pod<'a>,
    /// The `spec` of the object.
    pub(super) spec: &'a Node,
    /// How many there are; where an autoscaler counts, the fewest.
    pub(super) count: i128,
    /// Whether an autoscaler counts.
    pub(super) is_scaled: bool,
    /// A Service that leads to them.
    pub(super) service: Option<&'a Object>,
}

impl<'p, 'a> Replicas<'p, 'a> {
    /// Those of a pod, where its object says how many it wants.
    pub(super) fn of(pod: &'p Pod<'a>, relations: &Relations<'a>) -> Option<Self> {
        if !matches!(pod.object.kind.as_str(), "Deployment" | "StatefulSet") {
            return None;
        }
        let spec = pod.object.root.get("spec")?;
        let scaled = relations.least(pod.object);
        let count = scaled.or_else(|| int(spec, "replicas")).unwrap_or(1);
        let service = relations.service(pod);
        Some(Self { pod, spec, count, is_scaled: scaled.is_some(), service })
    }

    /// Where their number stands, or would.
    pub(super) fn spot(&self) -> Spot {
        let written = entry(self.spec, "replicas");
        written.map_or_else(|| nearest(&self.pod.object.root, &["spec"]), Spot::from)
    }
}
