//! Scripts that deploy: their commands, and the rules that they may break.

use crate::check::Source;
use crate::check::companion::{Companion, of_kind};
use crate::check::index::Index;
use crate::check::rails::{script_goes_on, script_latest, script_order, secret_on_command_line};
use crate::check::shell::{self, Command, Word};
use crate::diagnostic::{Diagnostic, Place};

/// A script and how findings about it are made.
pub(super) struct Script<'s> {
    pub(super) path: &'s str,
    pub(super) text: &'s str,
    pub(super) commands: Vec<Command>,
}

/// Judges every script.
pub(super) fn check(index: &Index<'_>, companions: &[Source<'_>], found: &mut Vec<Diagnostic>) {
    for source in of_kind(companions, Companion::DeployScript) {
        let commands = shell::read(source.text, Place { line: 1, column: 1 });
        let script = Script { path: source.path, text: source.text, commands };
        script_goes_on::check(&script, found);
        script_latest::check(&script, found);
        secret_on_command_line::check(&script, found);
        script_order::check(&script, index, found);
    }
}

impl Script<'_> {
    /// Reports a finding at a word.
    pub(super) fn report(&self, word: &Word, diagnostic: Diagnostic, found: &mut Vec<Diagnostic>) {
        found.push(diagnostic.file(self.path).at(word.place, word.width));
    }
}
