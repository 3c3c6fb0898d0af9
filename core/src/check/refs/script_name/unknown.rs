//! A name that no manifest has.

use crate::check::shell::Word;
use crate::diagnostic::Place;

/// A name in a script that no manifest has.
pub(super) struct Unknown {
    /// Where it stands.
    pub(super) place: Place,
    /// Its characters.
    pub(super) width: usize,
    /// What is wrong.
    pub(super) message: String,
    /// What to do.
    pub(super) help: String,
}

impl Unknown {
    /// That of a word.
    pub(super) fn new(word: &Word, message: impl Into<String>, help: impl Into<String>) -> Self {
        let (message, help) = (message.into(), help.into());
        Self { place: word.place, width: word.width, message, help }
    }
}
