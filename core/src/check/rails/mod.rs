//! What is right for Kubernetes and wrong for Rails.

use super::index::Index;
use super::{Options, Source};
use crate::diagnostic::Diagnostic;

/// Judges the folder by what Rails needs.
pub(super) fn check(
    _index: &Index<'_>,
    _companions: &[Source<'_>],
    _options: &Options,
    _found: &mut Vec<Diagnostic>,
) {
}
