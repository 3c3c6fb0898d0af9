//! What the files of a Rails app say about its spec. Nothing of the app is run: texts come in, findings go out, each with
//! the place that tells it. What cannot be known is a question, and no value of a secret is kept.

mod app;
mod finding;
mod import;
mod moved;
mod notes;
mod process;
mod read;
mod ruby;
mod says;
mod settle;
mod sheet;
#[cfg(test)]
mod tests;
mod wanted;
mod write;

pub use app::{App, MAX_ALL, MAX_BESIDE, MAX_FILE, MAX_PATHS};
pub use finding::{
    At, Fate, Findings, Found, Key, Offer, Question, Remark, Trust, Value, Variable,
};
pub use import::{Tool, is_manifest, source};
pub use moved::{Moved, moved};
pub(crate) use says::says;
pub use wanted::{Wanted, enters, wanted};
pub use write::spec;

use notes::Notes;

/// What a person says: fields and their values, which hold whatever the files say.
pub type Given = Vec<(String, Value)>;

/// Everything that the files of an app tell.
#[must_use]
pub fn detect(app: &App, given: &Given) -> Findings {
    let mut notes = Notes::default();
    for (path, value) in given {
        notes.given(path, value.clone());
    }
    import::read(app, &mut notes);
    read::read(app, &mut notes);
    settle::settle(notes)
}
