//! Scripts that deploy: their commands.

use crate::check::companion::{Companion, of_kind};
use crate::check::shell::{self, Command, Word};
use crate::check::source::Source;
use crate::diagnostic::{Diagnostic, Place};

/// A script and how findings about it are made.
pub(super) struct Script<'s> {
    pub(super) path: &'s str,
    pub(super) text: &'s str,
    pub(super) commands: Vec<Command>,
}

/// Every script of a folder.
pub(super) fn read<'s>(companions: &[Source<'s>]) -> impl Iterator<Item = Script<'s>> {
    of_kind(companions, Companion::DeployScript).map(|source| {
        let commands = shell::read(source.text, Place { line: 1, column: 1 });
        Script { path: source.path, text: source.text, commands }
    })
}

impl Script<'_> {
    /// Reports a finding at a word.
    pub(super) fn report(&self, word: &Word, diagnostic: Diagnostic, found: &mut Vec<Diagnostic>) {
        found.push(diagnostic.file(self.path).at(word.place, word.width));
    }
}
