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
use crate::diagnostic::{Diagnostic, Lines, Report};
use places::Places;
use std::collections::BTreeMap;

pub(crate) use spec::attach as attach_to_spec;

/// Gives each finding about manifests its fix, where there is one.
pub(super) fn attach(sources: &[Source<'_>], objects: &[Object], report: &mut Report) {
    let allowed = report.suppressed.iter_mut().map(|each| &mut each.diagnostic);
    let found = report.diagnostics.iter_mut().chain(allowed);
    let mut wanted: BTreeMap<String, Vec<&mut Diagnostic>> = BTreeMap::new();
    for each in found.filter(|each| manifest::is_fixable(each.rule.name)) {
        match wanted.get_mut(&each.file) {
            Some(own) => own.push(each),
            None => drop(wanted.insert(each.file.clone(), vec![each])),
        }
    }
    if wanted.is_empty() {
        return;
    }
    let mut own: BTreeMap<&str, Vec<&Object>> = BTreeMap::new();
    for object in objects.iter().filter(|object| wanted.contains_key(&object.file)) {
        own.entry(&object.file).or_default().push(object);
    }
    for source in sources {
        let Some(found) = wanted.remove(source.path) else { continue };
        let lines = Lines::new(source.text);
        let places = Places::of(own.remove(source.path).unwrap_or_default().into_iter());
        for each in found {
            each.fix = manifest::fix(each, &lines, &places);
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
    let count = typed.chars().count();
    // Of three letters, two are another word.
    let near = distance <= 2 && distance * 2 < count;
    // Each letter more or less is a step.
    let mut others =
        others.filter(|other| *other != name && other.chars().count().abs_diff(count) <= distance);
    near && others.all(|other| far(other) > distance)
}

#[cfg(test)]
mod tests;
