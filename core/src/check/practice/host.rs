//! What a pod takes from its node.

use super::super::context::{filled, items, text};
use super::super::index::Pod;
use crate::yaml::Node;

/// A path of the node that a pod mounts.
pub(super) struct Mount<'a> {
    /// The name of its volume.
    pub(super) volume: &'a str,
    /// The path on the node.
    pub(super) written: &'a str,
    /// The path as it is written.
    pub(super) node: &'a Node,
    /// From the object's root.
    pub(super) path: String,
}

impl Mount<'_> {
    /// The path on the node without slashes at its end: nothing for the root.
    pub(super) fn folder(&self) -> &str {
        self.written.trim_end_matches('/')
    }
}

/// The paths of its node that a pod mounts.
pub(super) fn mounts<'a>(pod: &Pod<'a>) -> impl Iterator<Item = Mount<'a>> {
    let (spec, way) = (pod.spec, pod.path);
    items(spec, "volumes").iter().enumerate().filter_map(move |(at, volume)| {
        let host = volume.get("hostPath")?;
        Some(Mount {
            volume: text(volume, "name").unwrap_or_default(),
            written: filled(host, "path")?,
            node: host.get("path")?,
            path: format!("{way}.volumes[{at}].hostPath.path"),
        })
    })
}
