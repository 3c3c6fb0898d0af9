//! What only all that was read together can tell: the web command, workers, and what is still open.

mod command;
mod web;
mod workers;

use super::super::finding::At;
use super::super::notes::Notes;
use super::{Reading, jobs};

pub(super) fn read(reading: &Reading<'_>, notes: &mut Notes) {
    let mut processes = std::mem::take(&mut notes.processes);
    web::find(&mut processes);
    web::decide(reading, &processes, notes);
    workers::decide(reading, &processes, notes);
    jobs::cache(reading, notes);
    cable(notes);
    uploads(notes);
    open(reading, notes);
}

/// Action Cable's `async` reaches the browsers of its own process alone: there is one then.
fn cable(notes: &mut Notes) {
    let Some(cable) = notes.best("action_cable.adapter") else { return };
    if cable.value.text() != Some("async") {
        return;
    }
    let at = cable.at.first().cloned().unwrap_or_default();
    let why = "Action Cable's `async` stays within one process";
    for (path, count) in [("web.replicas", "1"), ("web.processes", "0")] {
        notes.rather(path, count, &at, why);
    }
    let help = "let `adapter` of production be solid_cable or redis in config/cable.yml before you add pods; or set `action_cable.adapter: none` if the app sends nothing over it";
    notes.remark(
        at,
        "Action Cable's adapter is async, so one pod with one process serves the app",
        help,
    );
}

/// Uploads on a volume are in the reach of one pod alone, whatever number of servers they were shared by before.
fn uploads(notes: &mut Notes) {
    let Some(service) = notes.best("active_storage.service") else { return };
    let is_several = notes.text("web.replicas").is_some_and(|count| count != "1");
    if service.value.text() != Some("local") || !is_several {
        return;
    }
    let at = service.at.first().cloned().unwrap_or_default();
    if notes.rather("web.replicas", "1", &at, "uploads are on a volume of one pod") {
        let help = "keep uploads in a service such as S3 (`active_storage: {service: external}`) before you add pods";
        notes.remark(at, "uploads are on a volume, so one pod serves the app", help);
    }
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
