//! What is wrong with how the image is built.

pub(super) mod base;
pub(super) mod command;
pub(super) mod ignore;
mod read;
pub(super) mod secret;

pub(super) use read::{Image, read};

use super::super::Source;
use super::super::shell::Word;
use crate::diagnostic::Diagnostic;

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
    fn report(&self, word: &Word, diagnostic: Diagnostic, found: &mut Vec<Diagnostic>) {
        found.push(diagnostic.file(self.path).at(word.place, word.width));
    }
}
