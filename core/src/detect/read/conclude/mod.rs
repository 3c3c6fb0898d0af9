//! What only all that was read together can tell: the web command, workers, and what is still open.

mod command;
mod web;
mod workers;

use super::super::finding::At;
use super::super::notes::Notes;
use super::{Reading, jobs};

pub(super) fn read(reading: &Reading<'_>, notes: &mut Notes) {
    let processes = std::mem::take(&mut notes.processes);
    web::decide(reading, &processes, notes);
    workers::decide(reading, &processes, notes);
    jobs::cache(reading, notes);
    open(reading, notes);
}

/// What no file of an app tells.
fn open(reading: &Reading<'_>, notes: &mut Notes) {
    notes.ask("app", "what is the app called?", "no file names it", Vec::new(), "");
    let app = notes.text("app").unwrap_or("app").to_owned();
    let usual = format!("registry.example.com/{app}");
    let why = "no file names the registry: write yours before the first deploy";
    notes.ask("image", "which repository shall hold the image?", why, Vec::new(), &usual);
    let of_environments =
        |path: &str| path.starts_with("environments.") && path.ends_with(".hosts");
    if !notes.claims.iter().any(|claim| of_environments(&claim.path)) {
        notes.ask(
            "hosts",
            "which host names shall lead to the app?",
            "no file names them",
            Vec::new(),
            "",
        );
    }
    for path in reading.app.skipped() {
        notes.remark(At::file(path), "the file is too large to be read", "");
    }
}

/// Whether production uses SQLite, as far as is known.
fn is_sqlite(notes: &Notes) -> bool {
    let open = notes.questions.iter().find(|each| each.path == "database.adapter");
    let known = notes.text("database.adapter");
    known.or_else(|| open.map(|each| each.usual.as_str())) == Some("sqlite")
}
