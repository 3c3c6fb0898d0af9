//! The containers of a pod, and what stands around them.

use super::super::context::{given, items, text};
use super::super::index::Pod;
use crate::workload::{Workload, workload};
use crate::yaml::Node;

/// What a container is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Ends before the pod starts.
    Init,
    /// Runs as long as the pod: a container, or an init container that is restarted always.
    Main,
    /// Put into a running pod, to look around.
    Ephemeral,
}

/// A container and its way from the pod.
#[derive(Clone, Copy)]
pub(super) struct Container<'a> {
    /// What it holds.
    pub(super) node: &'a Node,
    /// What it is for.
    pub(super) part: Part,
    list: &'static str,
    at: usize,
    pod: &'static str,
}

impl Container<'_> {
    /// The way from the object's root to a field of it.
    pub(super) fn path(&self, field: &str) -> String {
        let dot = if field.is_empty() { "" } else { "." };
        format!("{}.{}[{}]{dot}{field}", self.pod, self.list, self.at)
    }

    /// Its name, as far as it has one.
    pub(super) fn name(&self) -> &str {
        text(self.node, "name").unwrap_or_default()
    }
}

/// Every container of a pod, as the server visits them.
pub(super) fn containers<'a>(pod: &Pod<'a>) -> impl Iterator<Item = Container<'a>> + use<'a> {
    let (spec, path) = (pod.spec, pod.path);
    let lists = [
        ("initContainers", Part::Init),
        ("containers", Part::Main),
        ("ephemeralContainers", Part::Ephemeral),
    ];
    lists.into_iter().flat_map(move |(list, part)| {
        items(spec, list).iter().enumerate().map(move |(at, node)| {
            let sidecar = part == Part::Init && text(node, "restartPolicy") == Some("Always");
            let part = if sidecar { Part::Main } else { part };
            Container { node, part, list, at, pod: path }
        })
    })
}

/// The containers that run as long as the pod.
pub(super) fn running<'a>(pod: &Pod<'a>) -> impl Iterator<Item = Container<'a>> + use<'a> {
    containers(pod).filter(|container| container.part == Part::Main)
}

/// The pod's metadata and the way to it.
pub(super) fn metadata<'a>(pod: &Pod<'a>) -> (Option<&'a Node>, &'static str) {
    let template = pod.pods.of_node(&pod.object.root);
    (template.and_then(|template| template.get("metadata")), pod.pods.metadata_path())
}

/// Whether the pod ends by itself.
pub(super) fn ends(pod: &Pod<'_>) -> bool {
    workload(&pod.object.kind).is_some_and(Workload::ends)
}

/// Whether a container, or its pod for all of them, says how much of a resource it asks for (`requests`) or may
/// take (`limits`).
pub(super) fn says(pod: &Pod<'_>, container: &Container<'_>, part: &str, resource: &str) -> bool {
    [container.node, pod.spec]
        .into_iter()
        .any(|node| node.at(&["resources", part]).is_some_and(|it| given(it, resource).is_some()))
}

/// Whether the pod says that it runs on Windows.
pub(super) fn on_windows(pod: &Pod<'_>) -> bool {
    pod.spec.at(&["os", "name"]).and_then(Node::text) == Some("windows")
}
