//! What is accepted and works, against good practice or security.

use super::Options;
use super::index::Index;
use crate::diagnostic::Diagnostic;

/// Judges the folder by practice.
pub(super) fn check(_index: &Index<'_>, _options: &Options, _found: &mut Vec<Diagnostic>) {}
