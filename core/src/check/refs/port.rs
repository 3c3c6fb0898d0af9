//! Ports by name and number, as containers declare them.

use crate::check::context::items;
use crate::check::index::{Index, Pod};

/// Whether a text is the name of a port and not its number.
pub(super) fn is_name(text: &str) -> bool {
    text.bytes().any(|each| each.is_ascii_lowercase())
}

/// Whether some container of the pod listens on a port for all that the pod says: it declares it, a variable
/// holds it, or nothing is declared at all.
pub(super) fn may_listen(pod: &Pod<'_>, number: &str, index: &Index<'_>) -> bool {
    let declares = || pod.containers().any(|container| !items(container, "ports").is_empty());
    index.has_port(pod.object, "containerPort", number) || !declares() || pod.mentions(number)
}
