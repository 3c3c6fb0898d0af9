//! What the rules of Rails look at.

use super::process::Process;
use crate::check::context::{Context, Spot};
use crate::check::index::Index;
use crate::check::options::Options;
use crate::check::refs::Sizes;
use crate::check::source::Source;
use crate::diagnostic::Diagnostic;

/// What the rules of this room look at.
pub(super) struct Folder<'s, 'a> {
    /// All objects.
    pub(super) index: &'s Index<'a>,
    /// How many pods each has.
    pub(super) sizes: &'s Sizes<'a>,
    /// Every container.
    pub(super) processes: &'s [Process<'s, 'a>],
    /// Files beside the manifests.
    pub(super) companions: &'s [Source<'s>],
    /// What they are checked for.
    pub(super) options: &'s Options,
}

impl Folder<'_, '_> {
    /// Reports a finding about a container; `path` leads from it to the field.
    pub(super) fn report(
        &self,
        process: &Process<'_, '_>,
        diagnostic: Diagnostic,
        spot: impl Into<Spot>,
        path: &str,
        found: &mut Vec<Diagnostic>,
    ) {
        let mut context = Context::new(process.pod.object, self.options.kubernetes, found);
        context.path.field(&process.path);
        context.push(diagnostic, spot.into(), path);
    }

    /// Pods of a container's workload at the most.
    pub(super) fn most(&self, process: &Process<'_, '_>) -> i128 {
        let size = self.sizes.of(process.pod.object);
        let is_daemon = process.pod.object.kind == "DaemonSet";
        size.map_or(if is_daemon { i128::from(i32::MAX) } else { 1 }, |size| size.most)
    }
}

/// Whether the value of a variable means yes.
pub(super) fn is_yes(value: &str) -> bool {
    matches!(value.to_ascii_lowercase().as_str(), "1" | "on" | "t" | "true" | "y" | "yes")
}
