//! The checker: manifests in, findings out. It reads text with places, walks each object along
//! the schema table, applies the rules of each definition it meets, and then looks across objects.
//!
//! It never fails and never panics; what it cannot judge, it says so. Its time grows with the
//! size of the input, not with the square of the number of objects.

pub mod catalog;
mod context;
mod cut;
mod index;
mod most;
mod names;
mod object;
mod path;
mod practice;
mod quantity;
mod rails;
mod refs;
mod removed;
mod rules;
mod schema;
mod selectors;

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod tests;

use crate::diagnostic::Report;
use crate::facts::Kubernetes;

/// A file: its path with `/` between folders, and its text.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// As it shall stand in findings.
    pub path: &'a str,
    /// YAML of one or more documents, or JSON.
    pub text: &'a str,
}

/// What to check for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The version whose API server judges.
    pub kubernetes: Kubernetes,
}

/// Judges the manifests of a folder, each by itself and all together.
#[must_use]
pub fn check(sources: &[Source<'_>], options: &Options) -> Report {
    let mut diagnostics = Vec::new();
    let mut objects = Vec::new();
    for source in sources {
        objects.extend(object::read(source, &mut diagnostics));
    }
    for object in &objects {
        let mut context = context::Context::new(object, options.kubernetes, &mut diagnostics);
        schema::check(&mut context, object);
    }
    let index = index::Index::new(&objects);
    names::duplicates(&objects, &mut diagnostics);
    selectors::check(&index, options.kubernetes, &mut diagnostics);
    refs::check(&index, options.kubernetes, &mut diagnostics);
    practice::check(&index, options, &mut diagnostics);
    rails::check(&index, options, &mut diagnostics);
    cut::settle(&objects, &mut diagnostics);
    let mut report = Report { diagnostics };
    report.sort();
    most::keep(&mut report);
    report
}
