//! From a remedy to its edits: of a finding, nothing is known here but where it stands.

use super::places::Places;
use super::{map, scalar};
use crate::diagnostic::{Fix, Lines, Place, Remedy};

/// The fix that a remedy is at a place; none where something else stands there than the reader said.
pub(super) fn fix(
    place: Place,
    remedy: &Remedy,
    lines: &Lines<'_>,
    places: &Places<'_>,
) -> Option<Fix> {
    let key = || places.keys.get(&place).copied();
    let value = || places.values.get(&place).copied();
    let node = || places.scalars.get(&place).copied();
    match remedy {
        Remedy::Rename { from, to } => map::rename(key()?, from, to, lines),
        Remedy::RemoveRepeated => map::twice(key()?, lines),
        Remedy::Remove => map::remove(value()?, lines),
        Remedy::Quote => scalar::quote(node()?, lines),
        Remedy::Unquote => scalar::unquote(node()?, lines),
        Remedy::Write(text) => scalar::write(node()?, text, lines),
        Remedy::Add { key, value } => map::missing(places.maps.get(&place)?, key, value, lines),
    }
}
