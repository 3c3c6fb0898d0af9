//! Findings that a certain change ends. A change is offered only where what stands in the file is
//! exactly what the reader said, and where there is one thing that can have been meant.

mod edit;
mod manifest;
mod map;
mod mend;
mod places;
mod removed;
mod scalar;
mod spec;

pub use mend::{Mended, mend};

use super::Source;
use super::object::Object;
use crate::diagnostic::{Diagnostic, Lines};
use places::Places;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) use spec::attach as attach_to_spec;

/// Gives each finding about manifests its fix, where there is one.
pub(super) fn attach(sources: &[Source<'_>], objects: &[Object], found: &mut [Diagnostic]) {
    let wanted: BTreeSet<&str> = found
        .iter()
        .filter(|each| manifest::is_fixable(each.rule))
        .map(|each| each.file.as_str())
        .collect();
    let mut files: BTreeMap<String, (Lines<'_>, Places<'_>)> = BTreeMap::new();
    for source in sources.iter().filter(|source| wanted.contains(source.path)) {
        let own = objects.iter().filter(|object| object.file == source.path);
        files.insert(source.path.to_owned(), (Lines::new(source.text), Places::of(own)));
    }
    for each in found.iter_mut().filter(|each| manifest::is_fixable(each.rule)) {
        if let Some((lines, places)) = files.get(&each.file) {
            each.fix = manifest::fix(each, lines, places);
        }
    }
}

/// What a help proposes: `did you mean ...?`.
fn meant(help: &str) -> Option<&str> {
    help.strip_prefix("did you mean `")?.strip_suffix("`?")
}

/// Whether a word was most likely misspelt for this name and for no other.
fn is_only_one<'n>(typed: &str, name: &str, others: impl Iterator<Item = &'n str>) -> bool {
    let typed = typed.to_lowercase();
    let far = |name: &str| strsim::osa_distance(&typed, &name.to_lowercase());
    let distance = far(name);
    // Of three letters, two are another word.
    let near = distance <= 2 && distance * 2 < typed.chars().count();
    near && others.filter(|other| *other != name).all(|other| far(other) > distance)
}

#[cfg(test)]
mod tests;
