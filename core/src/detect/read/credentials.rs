//! Encrypted credentials, and the key that takes their place.

use super::super::finding::At;
use super::super::notes::Notes;
use super::super::ruby::{Code, Known};
use super::super::sheet::Sheet;
use super::{APPLICATION, PRODUCTION, Reading};

const KEY: &str = "SECRET_KEY_BASE";

pub(super) fn read(reading: &Reading<'_>, notes: &mut Notes) {
    let app = reading.app;
    const FILES: [&str; 2] =
        ["config/credentials.yml.enc", "config/credentials/production.yml.enc"];
    if let Some(file) = FILES.into_iter().find(|file| app.has(file)) {
        return notes.read("rails.credentials", "true", At::file(file));
    }
    if app.has("config/master.key") {
        return notes.likely(
            "rails.credentials",
            "true",
            At::file("config/master.key"),
            "their key is there",
        );
    }
    if reading.application.statements.is_empty() && reading.gems.is_empty() {
        return;
    }
    let why = "no encrypted credentials are in the repository";
    notes.likely("rails.credentials", "false", At::file("config/credentials.yml.enc"), why);
    match key(reading) {
        Some((name, at)) => notes.likely_secret(&name, at, "secret_key_base is read from it"),
        None => {
            notes.likely_secret(KEY, At::default(), "Rails needs it where there are no credentials")
        }
    }
}

/// The variable that the app reads `secret_key_base` from by itself.
fn key(reading: &Reading<'_>) -> Option<(String, At)> {
    let initializer = "config/initializers/secret_token.rb";
    let own = Code::read(reading.app.text(initializer).unwrap_or_default());
    let files = [
        (APPLICATION, &reading.application),
        (PRODUCTION, &reading.production),
        (initializer, &own),
    ];
    for (file, code) in files {
        for (value, statement) in code.assigned("secret_key_base") {
            if let Known::Env { name, .. } = value
                && !statement.guarded
            {
                return Some((name, At::new(file, statement.line)));
            }
        }
    }
    let file = "config/secrets.yml";
    let sheet = Sheet::read(file, reading.app.text(file)?);
    let node = sheet.node(&["production", "secret_key_base"])?;
    match sheet.known(node) {
        Known::Env { name, .. } => Some((name, sheet.at(node))),
        _ => None,
    }
}
