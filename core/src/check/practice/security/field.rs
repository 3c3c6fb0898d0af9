//! Fields that a pod and each of its containers can set.

use super::subject::Subject;
use crate::check::context::given;
use crate::check::practice::pod::Container;
use crate::yaml::Node;

const CONTEXT: &str = "securityContext";

/// A field of a security context that somebody has set.
pub(super) struct Setting<'a> {
    pub(super) node: &'a Node,
    /// From the object's root.
    pub(super) path: String,
}

/// A field of a container's security context.
pub(super) fn of_container<'a>(container: &Container<'a>, keys: &[&str]) -> Option<Setting<'a>> {
    let node = given(container.node, CONTEXT)?.at(keys).filter(|node| !node.is_null())?;
    Some(Setting { node, path: container.path(&format!("{CONTEXT}.{}", keys.join("."))) })
}

/// A field of the pod's security context.
pub(super) fn of_pod<'a>(subject: &Subject<'_, 'a>, keys: &[&str]) -> Option<Setting<'a>> {
    let node = given(subject.pod.spec, CONTEXT)?.at(keys).filter(|node| !node.is_null())?;
    Some(Setting { node, path: subject.path(&format!("{CONTEXT}.{}", keys.join("."))) })
}

/// A field of the pod's and of each container's security context.
pub(super) fn everywhere<'a>(subject: &Subject<'_, 'a>, keys: &[&str]) -> Vec<Setting<'a>> {
    let containers = subject.containers.iter();
    of_pod(subject, keys)
        .into_iter()
        .chain(containers.filter_map(|container| of_container(container, keys)))
        .collect()
}

/// A field of each container's security context.
pub(super) fn in_containers<'a>(subject: &Subject<'_, 'a>, keys: &[&str]) -> Vec<Setting<'a>> {
    subject.containers.iter().filter_map(|container| of_container(container, keys)).collect()
}

/// A truth value.
pub(super) fn is(node: &Node, wanted: bool) -> bool {
    use crate::yaml::{Scalar, resolve};
    resolve(node) == Some(Scalar::Bool(wanted))
}

/// The number zero.
pub(super) fn is_zero(node: &Node) -> bool {
    crate::check::context::as_int(node) == Some(0)
}
