//! Where findings go.

use super::super::context::{Spot, entry};
use super::super::object::Object;
use crate::diagnostic::{Diagnostic, Rule};
use crate::yaml::Node;

/// Collects findings.
pub(super) struct Finder<'f> {
    found: &'f mut Vec<Diagnostic>,
}

impl<'f> Finder<'f> {
    /// Adds to what was found before.
    pub(super) fn new(found: &'f mut Vec<Diagnostic>) -> Self {
        Self { found }
    }

    /// A case of a rule.
    pub(super) fn report(
        &mut self,
        rule: &'static Rule,
        object: &Object,
        (spot, path): (impl Into<Spot>, impl Into<String>),
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(Diagnostic::new(rule, message).help(help), object, spot.into(), path);
    }

    /// Any finding.
    pub(super) fn push(
        &mut self,
        diagnostic: Diagnostic,
        object: &Object,
        spot: Spot,
        path: impl Into<String>,
    ) {
        self.found.push(diagnostic.file(&object.file).at(spot.place, spot.width).path(path));
    }
}

/// Where a field stands, or, where it is missing, the key of the nearest field around it.
pub(super) fn nearest(node: &Node, keys: &[&str]) -> Spot {
    let mut spot = Spot::from(node);
    let mut here = node;
    for key in keys {
        let Some(entry) = entry(here, key) else { break };
        spot = Spot::from(entry);
        here = &entry.value;
    }
    spot
}
