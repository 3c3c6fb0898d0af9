//! Objects of broken documents: what is known of them is judged, and what is missing is not.

use super::object::Object;
use crate::diagnostic::{Diagnostic, Mark};
use std::collections::BTreeMap;

/// Takes back what was said about objects that may hold more than is known.
pub(super) fn settle(objects: &[Object], found: &mut Vec<Diagnostic>) {
    let mut cuts: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for object in objects.iter().filter(|object| object.is_cut) {
        let lines = (object.root.start().line, object.root.end().line);
        cuts.entry(&object.file).or_default().push(lines);
    }
    if cuts.is_empty() {
        return;
    }
    found.retain(|each| {
        let cuts = cuts.get(each.file.as_str()).map_or(&[][..], Vec::as_slice);
        // Objects of a file stand one behind the other.
        let next = cuts.partition_point(|(from, _)| *from <= each.place.line);
        let around = next.checked_sub(1).and_then(|at| cuts.get(at));
        let inside = around.is_some_and(|(_, to)| each.place.line <= *to);
        !inside || each.rule.is(Mark::Certain)
    });
}
