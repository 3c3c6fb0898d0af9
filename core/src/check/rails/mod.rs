//! What is right for Kubernetes and wrong for Rails.

mod connections;
mod dockerfile;
mod grace;
mod image;
mod migration;
mod probe;
mod process;
mod script;
mod secret;
mod signal;
mod storage;
mod thruster;
mod uneven;

use super::context::{Context, Spot};
use super::index::Index;
use super::refs::Sizes;
use super::{Options, Source};
use crate::diagnostic::{Diagnostic, gather};
use process::Process;

gather! {
    connections, dockerfile::base, dockerfile::command, dockerfile::ignore, dockerfile::secret, grace, image, migration, probe, script, script::order, script::secret, secret, signal, storage, thruster, uneven
}

/// What the rules of this room look at.
struct Folder<'s, 'a> {
    index: &'s Index<'a>,
    sizes: &'s Sizes<'a>,
    /// Every container.
    processes: &'s [Process<'s, 'a>],
    companions: &'s [Source<'s>],
    options: &'s Options,
}

/// Judges the folder by what Rails needs.
pub(super) fn check<'a>(
    index: &Index<'a>,
    sizes: &Sizes<'a>,
    companions: &[Source<'_>],
    options: &Options,
    found: &mut Vec<Diagnostic>,
) {
    let processes = process::processes(index);
    let images = dockerfile::read(companions);
    let folder = Folder { index, sizes, processes: &processes, companions, options };
    grace::check(&folder, found);
    migration::check(&folder, found);
    secret::check(&folder, found);
    probe::check(&folder, found);
    storage::check(&folder, found);
    signal::check(&folder, found);
    uneven::check(&folder, &images, found);
    image::check(&folder, found);
    connections::check(&folder, found);
    thruster::check(&folder, &images, found);
    dockerfile::check(&images, companions, found);
    script::check(index, companions, found);
}

impl Folder<'_, '_> {
    /// Reports a finding about a container; `path` leads from it to the field.
    fn report(
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
    fn most(&self, process: &Process<'_, '_>) -> i128 {
        let size = self.sizes.of(process.pod.object);
        let is_daemon = process.pod.object.kind == "DaemonSet";
        size.map_or(if is_daemon { i128::from(i32::MAX) } else { 1 }, |size| size.most)
    }
}

/// Whether the value of a variable means yes.
fn is_yes(value: &str) -> bool {
    matches!(value.to_ascii_lowercase().as_str(), "1" | "on" | "t" | "true" | "y" | "yes")
}
