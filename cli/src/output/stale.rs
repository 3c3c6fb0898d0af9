//! Whether a folder holds what its spec asks for now. What people edited, removed or took over is their decision and
//! no reason; nor are files that a newer linkspan would write in another way.

use super::compare::{Comparison, Owner, State, compare};
use super::lock::FILE;
use crate::input;
use std::path::Path;

/// What does not follow from the spec any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stale {
    /// Files that are not what a changed spec asks for: written before it was changed.
    pub(crate) changed: Vec<String>,
    /// Files that no spec asks for any more, and that are still there.
    pub(crate) left_over: Vec<String>,
}

/// Looks at a folder with a spec and a lock. Without one of them nobody knows who wrote what, and of a spec with
/// errors nothing follows: then nothing is said.
pub(crate) fn stale(folder: &Path) -> Stale {
    let spec = folder.join(input::DEFAULT);
    if !spec.is_file() || !folder.join(FILE).is_file() {
        return Stale::default();
    }
    let Ok(loaded) = input::load(&spec) else { return Stale::default() };
    if loaded.generated.report.has_errors() {
        return Stale::default();
    }
    compare(&loaded.generated.bundle, folder, &spec).map(|found| judge(&found)).unwrap_or_default()
}

fn judge(found: &Comparison) -> Stale {
    let lock = &found.lock;
    // A lock that was written before locks knew the spec: whatever differs counts.
    let then = |(path, now): &(String, String)| lock.files.get(path).is_none_or(|then| then != now);
    let is_changed = found.spec.as_ref().is_none_or(then);
    let mut stale = Stale::default();
    for entry in &found.entries {
        let is_ours = entry.owner == Owner::Linkspan;
        let is_old = match entry.state {
            State::Same => false,
            State::Missing => !lock.files.contains_key(&entry.path),
            // A script that cannot be run any more has the same content.
            State::Different => is_ours && entry.old.as_ref() != Some(&entry.new),
            State::Stale => is_ours && !lock.left.contains(&entry.path),
        };
        if is_changed && is_old {
            stale.changed.push(entry.path.clone());
        } else if entry.state == State::Stale {
            stale.left_over.push(entry.path.clone());
        }
    }
    stale
}

impl Stale {
    /// One lower-case sentence about the files that are older than the spec; nothing where none is.
    pub(crate) fn message(&self, spec: &str) -> Option<String> {
        let is_applied = |path: &&String| path.starts_with(input::KUBE);
        let first = self.changed.iter().find(is_applied).or(self.changed.first())?;
        let (what, follow) = match self.changed.len() - 1 {
            0 => (format!("`{first}`"), "does"),
            more => (format!("`{first}` and {more} more"), "do"),
        };
        Some(format!(
            "{spec} was changed after its files were generated: {what} {follow} not follow from it"
        ))
    }
}
