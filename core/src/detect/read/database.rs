//! config/database.yml: the adapter of production, and the databases beside the primary one.

use super::super::finding::{At, Offer};
use super::super::notes::Notes;
use super::super::ruby::Known;
use super::super::sheet::Sheet;
use super::Reading;
use super::application::{has_part, lock};
use crate::yaml::Node;

const FILE: &str = "config/database.yml";

/// Gems that speak to a database, and what the spec calls it.
const GEMS: [(&str, &str); 6] = [
    ("pg", "postgresql"),
    ("mysql2", "mysql"),
    ("trilogy", "mysql"),
    ("sqlite3", "sqlite"),
    ("activerecord-postgis-adapter", "postgresql"),
    ("litestack", "sqlite"),
];

pub(super) fn read(reading: &Reading<'_>, notes: &mut Notes) {
    let app = reading.app;
    if has_part(reading, "active_record/railtie") == Some(false) && !app.has(FILE) {
        let why = "Active Record is not one of the parts that the app requires";
        return notes.likely("database.adapter", "none", At::file(super::APPLICATION), why);
    }
    if let Some(text) = app.text(FILE) {
        let sheet = Sheet::read(FILE, text);
        if let Some(production) = sheet.node(&["production"]).cloned() {
            whole(&sheet, &production, notes);
        } else {
            pointed(reading, text, notes);
        }
    } else {
        sample(reading, notes);
    }
    gems(reading, notes);
    extensions(reading, notes);
}

/// What the production part says.
fn whole(sheet: &Sheet, production: &Node, notes: &mut Notes) {
    const OWN: [&str; 3] = ["adapter", "url", "database"];
    let several = OWN.iter().all(|key| production.get(key).is_none())
        && production.entries().iter().any(|entry| Sheet::is_map(&entry.value));
    if !several {
        return one(sheet, production, notes);
    }
    let mut also = Vec::new();
    let mut replicas = Vec::new();
    for (at, entry) in
        production.entries().iter().enumerate().filter(|(_, entry)| Sheet::is_map(&entry.value))
    {
        let is_replica = entry
            .value
            .get("replica")
            .and_then(|node| sheet.usual(node))
            .is_some_and(|text| text == "true");
        let name = entry.key.to_string();
        if name == "primary" || at == 0 && !is_replica {
            one(sheet, &entry.value, notes);
        } else if sheet.is_guarded(&entry.value) {
            let place = At::new(FILE, entry.key_start().line);
            notes.not_carried(
                format!("production.{name}"),
                place,
                "a condition in the file decides if the database is there",
            );
        } else if is_replica {
            replicas.push((name, entry.key_start().line));
        } else {
            also.push((name, entry.key_start().line));
        }
    }
    for (field, names) in [("database.also", also), ("database.replicas", replicas)] {
        if let Some((_, line)) = names.first() {
            let at = At::new(FILE, *line);
            let names: Vec<String> = names.iter().map(|(name, _)| name.clone()).collect();
            notes.read(field, names, at);
        }
    }
}

fn one(sheet: &Sheet, part: &Node, notes: &mut Notes) {
    let Some(node) = part.get("adapter") else { return };
    let at = sheet.at(node);
    let guarded = sheet.is_guarded(node)
        || part.entries().iter().any(|entry| sheet.is_guarded_line(entry.key_start().line));
    match sheet.known(node) {
        Known::Text(text) if guarded => {
            if let Some(adapter) = adapter(&text) {
                notes.likely("database.adapter", adapter, at, "a condition in the file decides");
            }
        }
        Known::Text(text) => {
            if let Some(adapter) = adapter(&text) {
                notes.read("database.adapter", adapter, at.clone());
            }
            if text == "postgis" {
                notes.read("database.extensions", vec!["postgis".to_owned()], at);
            }
        }
        Known::Env { name, default: Some(default), .. } => {
            if let Some(adapter) = adapter(&default) {
                notes.likely(
                    "database.adapter",
                    adapter,
                    at,
                    &format!("unless {name} says otherwise"),
                );
            }
        }
        Known::Env { .. } | Known::List(_) | Known::Open => {}
    }
}

/// What the spec calls an adapter of Rails.
fn adapter(text: &str) -> Option<&'static str> {
    let text = text.to_ascii_lowercase();
    [
        ("postg", "postgresql"),
        ("mysql", "mysql"),
        ("trilogy", "mysql"),
        ("sqlite", "sqlite"),
        ("litedb", "sqlite"),
    ]
    .into_iter()
    .find(|(part, _)| text.contains(part))
    .map(|(_, adapter)| adapter)
}

/// A file that puts another one in: `config/database.sqlite.yml`.
fn pointed(reading: &Reading<'_>, text: &str, notes: &mut Notes) {
    let mut found = Vec::new();
    for (path, other) in reading.app.texts().filter(|(path, _)| is_part(path)) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let stem = name.strip_prefix("database.").and_then(|rest| rest.strip_suffix(".yml"));
        let Some(stem) = stem.and_then(adapter) else { continue };
        let sheet = Sheet::read(path, other);
        let line = sheet.node(&["production"]).map_or(0, |node| sheet.at(node).line);
        found.push((stem, At::new(path, line)));
    }
    let gems: Vec<&(&str, At)> = found.iter().collect();
    let usual = ["sqlite", "postgresql", "mysql"].into_iter().find(|adapter| {
        let marked = format!("\"{adapter}");
        text.contains(&marked) && gems.iter().any(|(other, _)| other == adapter)
    });
    match (gems.as_slice(), usual) {
        ([(adapter, at)], _) => notes.likely(
            "database.adapter",
            *adapter,
            at.clone(),
            "it is the only file of its kind",
        ),
        ([], _) => {}
        (all, usual) => {
            let pick = usual.or_else(|| {
                all.iter().map(|(adapter, _)| *adapter).find(|adapter| *adapter == "sqlite")
            });
            let usual = pick.unwrap_or_default();
            let why = "config/database.yml puts in one of several files";
            match found.iter().find(|(adapter, _)| *adapter == usual && usual == "sqlite") {
                Some((adapter, at)) => {
                    let why = format!("{why}, and this one needs no server");
                    notes.likely("database.adapter", *adapter, at.clone(), &why);
                }
                None => ask(notes, &found, why, usual),
            }
        }
    }
}

fn is_part(path: &str) -> bool {
    path.starts_with("config/database.") && path != FILE && path.ends_with(".yml")
}

/// Samples beside a file that git has not.
fn sample(reading: &Reading<'_>, notes: &mut Notes) {
    let texts = reading.app.texts();
    let samples = texts.filter(|(path, _)| path.starts_with("config/database.") && *path != FILE);
    let mut found: Vec<(&'static str, At)> = Vec::new();
    for (path, text) in samples {
        let sheet = Sheet::read(path, text);
        let node = sheet.node(&["production", "adapter"]);
        let known =
            node.and_then(|node| Some((adapter(&sheet.usual(node)?)?, sheet.at(node).line)));
        let named = || path.rsplit('.').next().and_then(adapter).map(|adapter| (adapter, 0));
        if let Some((adapter, line)) = known.or_else(named)
            && !found.iter().any(|(other, _)| *other == adapter)
        {
            found.push((adapter, At::new(path, line)));
        }
    }
    match found.as_slice() {
        [] => {}
        [(adapter, at)] => {
            notes.likely(
                "database.adapter",
                *adapter,
                at.clone(),
                "a sample has it; config/database.yml itself is not there",
            );
        }
        all => {
            let usual = all.first().map_or("", |(adapter, _)| adapter);
            ask(notes, all, "config/database.yml is not there, and samples name several", usual);
        }
    }
    if reading.application.statements.is_empty() {
        return;
    }
    let help = "commit one that reads DATABASE_URL, or let a step of the image build make it (`build.before_assets`)";
    notes.remark(At::file(FILE), "config/database.yml is not in the repository", help);
}

/// What the gems say where no file does.
fn gems(reading: &Reading<'_>, notes: &mut Notes) {
    if notes.best("database.adapter").is_some() {
        return;
    }
    let mut found: Vec<(&'static str, At)> = Vec::new();
    for (gem, adapter) in GEMS {
        if let Some(gem) = reading.gems.get(gem)
            && !found.iter().any(|(other, _)| *other == adapter)
        {
            found.push((adapter, gem.at.clone()));
        }
    }
    match found.as_slice() {
        [] if reading.gems.is_empty() => {}
        [] => {
            notes.likely("database.adapter", "none", lock(reading), "no gem of a database is there")
        }
        [(adapter, at)] => notes.likely(
            "database.adapter",
            *adapter,
            at.clone(),
            "its gem is the only one of a database",
        ),
        all => {
            let usual = all.first().map_or("", |(adapter, _)| adapter);
            ask(
                notes,
                all,
                "gems of several databases are there, and no file says which one production uses",
                usual,
            );
        }
    }
}

fn ask(notes: &mut Notes, found: &[(&'static str, At)], why: &str, usual: &str) {
    let mut offers: Vec<Offer> = Vec::new();
    for (adapter, at) in found {
        if !offers.iter().any(|offer| offer.value == *adapter) {
            offers.push(Offer { value: (*adapter).to_owned(), why: at.to_string() });
        }
    }
    notes.ask("database.adapter", "which database does production use?", why, offers, usual);
}

/// Extensions that the schema asks for and a fresh server does not have.
fn extensions(reading: &Reading<'_>, notes: &mut Notes) {
    const OURS: [&str; 4] = ["vector", "postgis", "pg_stat_statements", "timescaledb"];
    let text = reading.app.text("db/schema.rb").unwrap_or_default();
    for (line, number) in text.lines().take(200).zip(1..) {
        let Some(name) = line.trim().strip_prefix("enable_extension ") else { continue };
        let name = name.trim().trim_matches(['"', '\'']);
        let name = name.rsplit('.').next().unwrap_or(name);
        if OURS.contains(&name) {
            let says = format!(
                "the schema asks for the extension `{name}`, which the database's own image may lack"
            );
            let help =
                "name an image that has it as `database.image` if the database runs in the cluster";
            notes.remark(At::new("db/schema.rb", number), says, help);
        }
    }
}
