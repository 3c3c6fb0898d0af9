//! Dockerfiles: what each says.

pub(super) mod copied;
pub(super) mod read;

pub(super) use read::{Image, read, read_one};

use crate::check::shell::Word;
use crate::diagnostic::Diagnostic;

impl Image<'_> {
    /// Reports a finding at a word.
    pub(super) fn report(&self, word: &Word, diagnostic: Diagnostic, found: &mut Vec<Diagnostic>) {
        found.push(diagnostic.file(self.path).at(word.place, word.width));
    }
}
