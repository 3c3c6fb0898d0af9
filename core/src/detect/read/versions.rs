//! Versions of Rails and Ruby.

use super::super::finding::At;
use super::super::notes::Notes;
use super::Reading;
use crate::facts::{Program, Version};

pub(super) fn read(reading: &Reading<'_>, notes: &mut Notes) {
    rails(reading, notes);
    ruby(reading, notes);
}

fn rails(reading: &Reading<'_>, notes: &mut Notes) {
    const PARTS: [&str; 3] = ["rails", "railties", "activesupport"];
    let gems = &reading.gems;
    if let Some(gem) = PARTS.iter().find_map(|name| gems.get(name)).filter(|_| gems.has_lock) {
        return notes.read("rails.version", gem.version.as_str(), gem.at.clone());
    }
    let Some(gem) = PARTS.iter().find_map(|name| gems.named(name)) else {
        return;
    };
    let bare = gem.version.trim_start_matches("= ").trim();
    match Version::parse(Program::Rails, bare) {
        Some(_) if !bare.starts_with('~') => notes.read("rails.version", bare, gem.at.clone()),
        Some(version) => {
            let why = "the Gemfile asks for it, and there is no Gemfile.lock";
            notes.likely("rails.version", version.text, gem.at.clone(), why);
        }
        None => notes.ask(
            "rails.version",
            "which version of Rails does the app run on?",
            "there is no Gemfile.lock, and the Gemfile names no version of Rails",
            Vec::new(),
            "",
        ),
    }
}

fn ruby(reading: &Reading<'_>, notes: &mut Notes) {
    let app = reading.app;
    let mut exact = |text: &str, at: At| {
        if Version::parse(Program::Ruby, text).is_some() {
            notes.read("rails.ruby", bare(text), at);
            true
        } else {
            false
        }
    };
    let mut known = false;
    if let Some(text) = app.text(".ruby-version") {
        let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        known |= exact(line.trim(), At::new(".ruby-version", 1));
    }
    for (file, version, line) in tools(reading, &["ruby"]) {
        known |= exact(&version, At::new(file, line));
    }
    if let Some(statement) = reading.gems.gemfile.calls("ruby").find(|each| !each.guarded)
        && let Some(text) = statement.text(0)
        && !text.starts_with(['<', '>', '~', '!'])
        && statement.arguments().len() == 1
    {
        known |= exact(text.trim_start_matches("= "), At::new("Gemfile", statement.line));
    }
    if let Some((version, at)) = reading.gems.ruby.clone() {
        // Bundler writes down who made the lock, and does not insist on it: other files come first.
        if known {
            notes.likely("rails.ruby", version, at, "Gemfile.lock was made with it");
        } else {
            notes.read("rails.ruby", version, at);
        }
    }
}

/// Without what stands around the numbers.
fn bare(text: &str) -> String {
    Version::parse(Program::Ruby, text).map_or_else(|| text.to_owned(), |version| version.text)
}

/// Versions that the files of asdf and mise name: file, version, line.
pub(super) fn tools(reading: &Reading<'_>, names: &[&str]) -> Vec<(&'static str, String, usize)> {
    let mut out = Vec::new();
    for (line, number) in reading.app.text(".tool-versions").unwrap_or_default().lines().zip(1..) {
        let mut words = line.split('#').next().unwrap_or_default().split_whitespace();
        if words.next().is_some_and(|name| names.contains(&name))
            && let Some(version) = words.next()
        {
            out.push((".tool-versions", version.to_owned(), number));
        }
    }
    for file in ["mise.toml", ".mise.toml"] {
        let mut inside = false;
        for (line, number) in reading.app.text(file).unwrap_or_default().lines().zip(1..) {
            let line = line.trim();
            if line.starts_with('[') {
                inside = line == "[tools]";
            } else if let Some((name, value)) = line.split_once('=').filter(|_| inside)
                && names.contains(&name.trim().trim_matches('"'))
            {
                let value = value.split('#').next().unwrap_or_default().trim();
                let value = value.trim_matches(['"', '\'']);
                out.push((file, value.to_owned(), number));
            }
        }
    }
    out
}
