//! Ports of containers.

use super::super::context::{given, int, items};
use super::pod::Container;
use crate::yaml::Node;

/// A port that a container listens on.
pub(super) struct Port<'a> {
    /// Its number.
    pub(super) number: i128,
    /// The number as it is written.
    pub(super) node: &'a Node,
    /// From the object's root.
    pub(super) path: String,
}

/// The ports of a container that are numbers.
pub(super) fn ports<'a>(container: &Container<'a>) -> impl Iterator<Item = Port<'a>> {
    let container = *container;
    items(container.node, "ports").iter().enumerate().filter_map(move |(at, port)| {
        let number = int(port, "containerPort")?;
        let node = given(port, "containerPort")?;
        let path = container.path(&format!("ports[{at}].containerPort"));
        Some(Port { number, node, path })
    })
}
