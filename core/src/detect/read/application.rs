//! What config/application.rb says: the name of the app, and which parts of Rails it has.

use super::super::finding::At;
use super::super::notes::Notes;
use super::super::ruby::{Kind, Known};
use super::{APPLICATION, PRODUCTION, Reading};

pub(super) fn read(reading: &Reading<'_>, notes: &mut Notes) {
    name(reading, notes);
    for (file, code) in [(APPLICATION, &reading.application), (PRODUCTION, &reading.production)] {
        for (value, statement) in code.assigned("api_only") {
            if value == Known::Text("true".to_owned()) && !statement.guarded {
                notes.read("rails.api_only", "true", At::new(file, statement.line));
            }
        }
    }
    if !reading.gems.is_empty() && !reading.gems.has("bootsnap") {
        notes.likely("rails.bootsnap", "false", lock(reading), "the gem bootsnap is not there");
    }
}

/// The file that shows which gems are not there.
pub(super) fn lock(reading: &Reading<'_>) -> At {
    At::file(if reading.gems.has_lock { "Gemfile.lock" } else { "Gemfile" })
}

fn name(reading: &Reading<'_>, notes: &mut Notes) {
    const COMMON: [&str; 4] = ["App", "Application", "Rails", "MyApp"];
    let module = reading.application.calls("module").find_map(|statement| {
        let name = statement.tokens.get(1).filter(|name| name.kind == Kind::Word)?;
        Some((name.text.as_str(), statement.line))
    });
    let folder = dashed(reading.app.folder());
    if let Some((module, line)) = module.filter(|(module, _)| !COMMON.contains(module)) {
        let why = "the app's module is called so";
        let own = dashed(module);
        // `DocuShop` is one word where its folder is `docushop`.
        let name = if own.replace('-', "") == folder { folder.clone() } else { own };
        notes.likely("app", name, At::new(APPLICATION, line), why);
    }
    if !folder.is_empty() {
        notes.likely("app", folder, At::default(), "the folder is called so");
    }
}

/// A name as Kubernetes takes it: `MyShop` and `my_shop` are `my-shop`.
pub(in super::super) fn dashed(name: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for each in name.chars().take(200) {
        if each.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit()) {
            out.push('-');
        }
        match each {
            each if each.is_ascii_alphanumeric() => out.push(each.to_ascii_lowercase()),
            _ if !out.ends_with('-') => out.push('-'),
            _ => {}
        }
        before = each;
    }
    let out = out.trim_start_matches(|each: char| !each.is_ascii_lowercase());
    out.get(..out.len().min(40)).unwrap_or_default().trim_end_matches('-').to_owned()
}

/// Whether the app has a part of Rails; not known where its file was not read.
pub(super) fn has_part(reading: &Reading<'_>, part: &str) -> Option<bool> {
    reading.app.text(APPLICATION)?;
    let required = |name: &str| {
        reading.application.statements.iter().any(|each| {
            matches!(each.call(), Some("require"))
                && each.text(0).as_deref() == Some(name)
                && !each.guarded
        })
    };
    if required("rails/all") {
        return Some(true);
    }
    if required(part) {
        return Some(true);
    }
    // `%w(...).each { |part| require part }`
    let text = reading.app.text(APPLICATION).unwrap_or_default();
    let line = text.lines().find(|line| line.contains(part));
    if line.is_some_and(|line| !line.trim_start().starts_with('#')) {
        return Some(true);
    }
    required("rails").then_some(false)
}
