//! config/cable.yml.

use super::super::finding::At;
use super::super::notes::Notes;
use super::super::ruby::Known;
use super::super::sheet::Sheet;
use super::Reading;
use super::application::{has_part, lock};

const FILE: &str = "config/cable.yml";

pub(super) fn read(reading: &Reading<'_>, notes: &mut Notes) {
    let app = reading.app;
    let path = "action_cable.adapter";
    if has_part(reading, "action_cable/engine") == Some(false) {
        let why = "Action Cable is not one of the parts that the app requires";
        return notes.likely(path, "none", At::file(super::APPLICATION), why);
    }
    let Some(text) = app.text(FILE) else {
        if !app.has(FILE) && (app.has("Gemfile") || app.has("Gemfile.lock")) {
            notes.likely(path, "none", At::file(FILE), "config/cable.yml is not there");
        }
        return;
    };
    let sheet = Sheet::read(FILE, text);
    let Some(node) = sheet.node(&["production", "adapter"]) else { return };
    let (at, known) = (sheet.at(node), sheet.known(node));
    let Some(adapter) = known.usual() else { return };
    let adapter = match adapter {
        "redis" | "solid_cable" | "async" | "postgresql" => adapter.to_owned(),
        "anycable" | "any_cable" => {
            notes.not_carried(
                "production.adapter",
                at,
                "AnyCable is two processes of its own: name them in `processes`",
            );
            return notes.likely(
                path,
                "none",
                At::file(FILE),
                "AnyCable takes the place of Action Cable",
            );
        }
        _ => {
            return notes.not_carried(
                "production.adapter",
                at,
                "the adapter is none of those of Rails",
            );
        }
    };
    let gem = match adapter.as_str() {
        "redis" => "redis",
        "solid_cable" => "solid_cable",
        _ => "",
    };
    let needs = |gem: &str| !gem.is_empty() && !reading.gems.is_empty() && !reading.gems.has(gem);
    if needs(gem) {
        let why = format!("config/cable.yml names {adapter}, and the gem {gem} is not there");
        return notes.likely(path, "none", lock(reading), &why);
    }
    let own = app.text("Procfile").is_some_and(|text| text.contains("redis-server"));
    if adapter == "redis" && own && reading.gems.has("sqlite3") {
        let why =
            "Redis runs beside Puma, and config/cable.yml leads there: nothing is to be set up";
        return notes.likely(path, "none", at, why);
    }
    match known {
        Known::Text(_) if !sheet.is_guarded(node) => notes.read(path, adapter.as_str(), at.clone()),
        Known::Env { name, .. } => {
            notes.likely(
                path,
                adapter.as_str(),
                at.clone(),
                &format!("unless {name} says otherwise"),
            );
        }
        _ => notes.likely(path, adapter.as_str(), at.clone(), "a condition in the file decides"),
    }
    if adapter == "redis" {
        notes.likely("redis.kind", "external", at, "Action Cable needs it");
    }
}
