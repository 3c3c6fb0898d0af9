//! What is wrong with how the image is built.

mod base;
mod command;
mod ignore;
mod read;
mod secret;

pub(super) use read::{Image, read};

use super::super::Source;
use super::super::shell::Word;
use super::rails;
use crate::diagnostic::{Diagnostic, Severity};

/// Judges every Dockerfile.
pub(super) fn check(images: &[Image<'_>], companions: &[Source<'_>], found: &mut Vec<Diagnostic>) {
    for image in images {
        secret::check(image, found);
        base::check(image, found);
        command::check(image, found);
        ignore::check(image, companions, found);
    }
}

impl Image<'_> {
    /// Reports a finding at a word.
    fn report(
        &self,
        word: &Word,
        rule: &'static str,
        severity: Severity,
        message: impl Into<String>,
        help: impl Into<String>,
        found: &mut Vec<Diagnostic>,
    ) {
        let diagnostic = rails(rule, severity, message, help);
        found.push(diagnostic.file(self.path).at(word.place, word.width));
    }
}
