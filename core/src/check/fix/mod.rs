//! Findings that a certain change ends. The code that makes a finding gives its remedy, where there is one thing
//! that can have been meant; a change is offered only where what stands in the file is exactly what the reader said.

mod edit;
mod make;
mod map;
mod mend;
mod places;
mod scalar;

pub use mend::{Mended, mend};

use super::object::Object;
use super::source::Source;
use crate::diagnostic::{Diagnostic, Lines, Report};
use crate::yaml;
use places::Places;
use std::collections::BTreeMap;

/// Gives each finding about manifests its fix, where there is one.
pub(super) fn attach(sources: &[Source<'_>], objects: &[Object], report: &mut Report) {
    let allowed = report.suppressed.iter_mut().map(|each| &mut each.diagnostic);
    let found = report.diagnostics.iter_mut().chain(allowed);
    let mut wanted: BTreeMap<String, Vec<&mut Diagnostic>> = BTreeMap::new();
    for each in found.filter(|each| each.remedy.is_some()) {
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
        let objects = own.remove(source.path).unwrap_or_default();
        let places = Places::of(objects.iter().map(|object| &object.root));
        make_all(found, &lines, &places);
    }
}

/// The same for findings about a `linkspan.yml`.
pub(crate) fn attach_to_spec(text: &str, found: &mut [Diagnostic]) {
    if found.iter().all(|each| each.remedy.is_none()) {
        return;
    }
    let (documents, _) = yaml::read(text);
    let Some(root) = documents.iter().find_map(|document| document.root.as_ref()) else { return };
    make_all(found, &Lines::new(text), &Places::of(std::iter::once(root)));
}

fn make_all<'d>(
    found: impl IntoIterator<Item = &'d mut Diagnostic>,
    lines: &Lines<'_>,
    places: &Places<'_>,
) {
    for each in found {
        if let Some(remedy) = each.remedy.take() {
            each.fix = make::fix(each.place, &remedy, lines, places);
        }
    }
}

#[cfg(test)]
mod tests;
