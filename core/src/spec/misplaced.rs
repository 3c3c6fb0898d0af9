//! Keys that stand where they mean nothing: where each belongs, and how its line gets there.

use crate::diagnostic::Remedy;
use crate::field::{self, Program, fields, nearest};
use crate::yaml::{Content, Entry, Node};

/// The most settings that a help lists.
const MANY: usize = 16;

/// What to do about a key that `parent` (a pattern such as `web` or `workers[]`) does not know. `before` is
/// the entry that stands above it.
pub(super) fn help(key: &str, parent: &str, before: Option<&Entry>) -> (String, Option<Remedy>) {
    let homes = homes(key);
    if let Some(before) = before
        && let Some(help) = fallen(key, parent, before, &homes)
    {
        return (help, None);
    }
    let siblings = siblings(parent);
    if let Some(word) = nearest(key, siblings.iter().copied()) {
        let remedy = Remedy::misspelt(key, word, siblings.iter().copied());
        return (format!("did you mean `{word}`?"), remedy);
    }
    (elsewhere(key, parent, &homes, &siblings), None)
}

/// Where a key belongs that no sibling is like.
fn elsewhere(key: &str, parent: &str, homes: &[String], siblings: &[&str]) -> String {
    if let Some(outer) = homes.iter().rfind(|home| is_around(home, parent)) {
        return match outer.as_str() {
            "" => format!("`{key}` stands by itself, at the start of a line, not below `{parent}`"),
            outer => {
                format!(
                    "`{key}` belongs to `{outer}`: take two spaces away at the start of its line"
                )
            }
        };
    }
    match homes {
        [] if siblings.len() > MANY => "`linkspan explain` lists all fields".to_owned(),
        [] => format!("it can be {}", siblings.join(", ")),
        [home] => format!("there is `{home}.{key}`: write it below `{}:`", head(home)),
        homes => {
            let all: Vec<String> = homes.iter().map(|home| format!("`{home}.{key}`")).collect();
            format!("there are {}: write it below the one that you mean", all.join(", "))
        }
    }
}

/// The key of a line that lost the spaces which made it part of the entry above.
fn fallen(key: &str, parent: &str, before: &Entry, homes: &[String]) -> Option<String> {
    let dot = if parent.is_empty() { "" } else { "." };
    let above = format!("{parent}{dot}{}", before.key);
    let list = format!("{above}[]");
    if homes.contains(&list) {
        let first = before.value.items().iter().rev().find_map(first_key);
        return Some(match first {
            Some(first) => format!(
                "`{key}` belongs to an item of `{}`: start the line with {} spaces, as `{}` on line {} does",
                before.key,
                first.key_start().column.saturating_sub(1),
                first.key,
                first.key_start().line
            ),
            None => format!(
                "`{key}` belongs to an item of `{}`: start the item with `- name: ...` and indent this line below it",
                before.key
            ),
        });
    }
    if !homes.contains(&above) {
        return None;
    }
    let column = match &before.value.content {
        Content::Map(entries) => entries.first().map_or(0, |entry| entry.key_start().column),
        _ => before.key_start().column + 2,
    };
    Some(format!(
        "`{key}` belongs to `{}` above: start the line with {} spaces",
        before.key,
        column.saturating_sub(1)
    ))
}

fn first_key(item: &Node) -> Option<&Entry> {
    item.entries().first()
}

/// Every place that has this key, as patterns in the order of the table: `web`, `workers[]`, nothing for the
/// top of the file.
pub(super) fn homes(key: &str) -> Vec<String> {
    let mut homes: Vec<String> = Vec::new();
    for field in fields() {
        let mut home = String::new();
        for part in field.path.split('.') {
            if part.trim_end_matches("[]") == key {
                if !homes.contains(&home) {
                    homes.push(home);
                }
                break;
            }
            if !home.is_empty() {
                home.push('.');
            }
            home.push_str(part);
        }
    }
    homes
}

/// Whether a place is around another.
fn is_around(home: &str, parent: &str) -> bool {
    match parent.strip_prefix(home) {
        Some("") | None => false,
        Some(rest) => home.is_empty() || rest.starts_with(['.', '[']),
    }
}

/// The key that a place is written below.
fn head(home: &str) -> &str {
    home.rsplit('.').next().unwrap_or(home).trim_end_matches("[]")
}

/// What a place knows.
pub(super) fn siblings(parent: &str) -> Vec<&'static str> {
    let prefix = if parent.is_empty() { String::new() } else { format!("{parent}.") };
    let mut all: Vec<&str> = fields()
        .filter_map(|field| field.path.strip_prefix(prefix.as_str()))
        .filter_map(|rest| rest.split(['.', '[']).next())
        .collect();
    all.dedup();
    all
}

/// The first setting of a place that has this word among its choices: `adapter` of `database` for `postgresql`.
pub(super) fn chosen(parent: &str, word: &str) -> Option<&'static str> {
    let prefix = format!("{parent}.");
    fields()
        .filter(|field| field.path.strip_prefix(&prefix).is_some_and(|rest| !rest.contains('.')))
        .find(|field| {
            match field.accepts {
                field::Accepts::Choice(choices) => {
                    choices.iter().any(|choice| choice.value == word)
                }
                // Of the others a number alone says nothing.
                field::Accepts::Version(Program::Rails) => {
                    field::check(field.accepts, word).is_ok()
                }
                _ => false,
            }
        })
        .map(field::Field::key)
}
