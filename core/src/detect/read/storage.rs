//! Active Storage: where production keeps uploads.

use super::super::finding::{At, Offer};
use super::super::notes::Notes;
use super::super::ruby::Known;
use super::super::sheet::Sheet;
use super::application::has_part;
use super::{APPLICATION, PRODUCTION, Reading};

const FILE: &str = "config/storage.yml";
const PATH: &str = "active_storage.service";

pub(super) fn read(reading: &Reading<'_>, notes: &mut Notes) {
    let app = reading.app;
    if has_part(reading, "active_storage/engine") == Some(false) {
        let why = "Active Storage is not one of the parts that the app requires";
        return notes.likely(PATH, "none", At::file(APPLICATION), why);
    }
    if !app.has(FILE) {
        if app.has("Gemfile") || app.has("Gemfile.lock") {
            notes.likely(PATH, "none", At::file(FILE), "config/storage.yml is not there");
        }
        return;
    }
    let files = [(PRODUCTION, &reading.production), (APPLICATION, &reading.application)];
    let set = files.into_iter().find_map(|(file, code)| {
        let mut all = code.assigned("active_storage.service");
        let (known, statement) = all.pop()?;
        let sure = all.is_empty() && !statement.guarded;
        Some((known, At::new(file, statement.line), sure))
    });
    let Some((known, at, sure)) = set else { return };
    let Some(name) = known.usual() else {
        return open(&known, at, notes);
    };
    let Some((kind, place)) = kind(reading, name) else {
        return open(&known, at, notes);
    };
    match known {
        Known::Text(_) if sure && kind == "local" && is_unused(reading) => {
            let why = "the disk is set, and no table of Active Storage is in the schema";
            notes.likely(PATH, "none", at, why);
        }
        Known::Text(_) if sure => notes.read(PATH, kind, at),
        Known::Env { ref name, .. } => {
            notes.likely(PATH, kind, at, &format!("unless {name} says otherwise"))
        }
        _ => notes.likely(PATH, kind, at, "a condition in the file decides"),
    }
    if let Some(place) = place.filter(|_| kind == "local") {
        elsewhere(place, notes);
    }
}

/// Whether the app's tables show that it keeps no uploads. With SQLite the volume is there anyway.
fn is_unused(reading: &Reading<'_>) -> bool {
    let schema = reading.app.text("db/schema.rb");
    let tables = schema.is_some_and(|text| !text.contains("active_storage_blobs"));
    tables && reading.gems.has("pg") | reading.gems.has("mysql2") | reading.gems.has("trilogy")
}

fn open(known: &Known, at: At, notes: &mut Notes) {
    let why = match known {
        Known::Env { name, .. } => format!("{at} takes it from {name}"),
        _ => format!("{at} works it out"),
    };
    let offers = vec![
        Offer { value: "external".to_owned(), why: "S3 or another service".to_owned() },
        Offer { value: "local".to_owned(), why: "a volume; then there is one web pod".to_owned() },
        Offer { value: "none".to_owned(), why: "the app keeps no uploads".to_owned() },
    ];
    notes.ask(PATH, "where does production keep uploads?", &why, offers, "external");
}

/// What a service of config/storage.yml is, and for a disk its folder and place.
fn kind(reading: &Reading<'_>, name: &str) -> Option<(&'static str, Option<(String, At)>)> {
    for (path, text) in reading.app.texts().filter(|(path, _)| path.starts_with("config/storage."))
    {
        let sheet = Sheet::read(path, text);
        let Some(service) = sheet.node(&[name, "service"]).and_then(|node| sheet.text(node)) else {
            continue;
        };
        if service != "Disk" {
            return Some(("external", None));
        }
        let line =
            text.lines().zip(1..).skip_while(|(line, _)| line.trim_end() != format!("{name}:"));
        let root = line.into_iter().find(|(line, _)| line.trim_start().starts_with("root:"));
        let root = root.and_then(|(line, number)| {
            let folder = line.split("Rails.root.join(").nth(1)?.split(')').next()?;
            let parts: Vec<&str> =
                folder.split(',').map(|part| part.trim().trim_matches(['"', '\''])).collect();
            Some((parts.join("/"), At::new(path, number)))
        });
        return Some(("local", root));
    }
    // Rails' own name for the disk.
    (name == "local").then_some(("local", None))
}

/// A folder that lies outside `storage`.
fn elsewhere((folder, at): (String, At), notes: &mut Notes) {
    if folder != "storage" && !folder.starts_with("storage/") {
        let says =
            format!("uploads lie in `{folder}`, and the volume of `active_storage` at `storage`");
        notes.remark(
            at,
            says,
            "name the folder in `volumes`, and set `active_storage: {service: none}`",
        );
    }
}
