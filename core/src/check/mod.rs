//! The checker: manifests in, findings out. It reads text with places, walks each object along
//! the schema table, applies the rules of each definition it meets, and then looks across objects.
//!
//! It never fails and never panics; what it cannot judge, it says so. Its time grows with the
//! size of the input, not with the square of the number of objects.

mod api;
pub(crate) mod app;
pub mod catalog;
pub(crate) mod comment;
mod companion;
mod context;
mod cut;
mod environment;
pub(crate) mod fix;
mod index;
mod metadata;
mod most;
mod names;
mod object;
mod options;
mod outside;
mod path;
mod practice;
mod private;
mod quantity;
mod rails;
mod refs;
mod removed;
mod schema;
pub(crate) mod settings;
mod shell;
mod source;

#[cfg(test)]
mod tests;

pub use companion::{Companion, companion};
pub use fix::{Mended, mend};
pub use options::Options;
pub use outside::{Outside, outside};
pub use private::is_private;
pub use rails::{Differs, image_differs};
pub(crate) use rails::{ImageSays, image_says};
pub use settings::{Level, Settings};
pub use source::Source;

use crate::diagnostic::Report;

/// Judges the manifests of a folder, each by itself and all together. What a comment allows is in
/// [`Report::suppressed`]; [`Settings::apply`] adds what a team thinks of each rule.
#[must_use]
pub fn check(sources: &[Source<'_>], options: &Options) -> Report {
    examine(sources, options).0
}

/// The same, and how many objects were judged.
#[must_use]
pub fn examine(sources: &[Source<'_>], options: &Options) -> (Report, usize) {
    let mut diagnostics = Vec::new();
    let mut objects = Vec::new();
    let (companions, manifests): (Vec<Source<'_>>, Vec<Source<'_>>) = sources
        .iter()
        .partition(|source| companion(source.path).is_some() || is_private(source.path));
    for source in &manifests {
        let before = objects.len();
        objects.extend(object::read(source, &mut diagnostics));
        // At once, while the objects are near.
        for object in objects.iter().skip(before) {
            let mut context = context::Context::new(object, options.kubernetes, &mut diagnostics);
            schema::check(&mut context, object);
        }
    }
    let index = index::Index::new(&objects, &options.outside);
    let sizes = refs::Sizes::new(&index);
    names::duplicates(&objects, &mut diagnostics);
    refs::check(&index, &sizes, &companions, options, &mut diagnostics);
    practice::check(&index, options, &mut diagnostics);
    rails::check(&index, &sizes, &companions, options, &mut diagnostics);
    cut::settle(&objects, &mut diagnostics);
    let mut report = Report { diagnostics, ..Report::default() };
    report.sort();
    comment::apply(sources, comment::Limit::None, &mut report);
    report.sort();
    most::keep(&mut report);
    fix::attach(sources, &objects, &mut report);
    (report, objects.len())
}
