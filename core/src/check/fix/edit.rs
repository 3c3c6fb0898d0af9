//! Edits that keep quotes, comments and line ends as they are.

use super::places::Inside;
use crate::diagnostic::{Edit, Lines, Place};
use crate::yaml::{Content, Entry, Node, Style};

/// A place some characters further on the same line.
fn further(place: Place, columns: usize) -> Place {
    Place { column: place.column + columns, ..place }
}

/// Another name for a key.
pub(super) fn rename(entry: &Entry, to: &str, lines: &Lines<'_>) -> Option<Edit> {
    within(&entry.key, entry.key_start(), to, lines)
}

/// Another text for a scalar, in the quotes that it has.
pub(super) fn reword(node: &Node, to: &str, lines: &Lines<'_>) -> Option<Edit> {
    within(node.text()?, node.start(), to, lines)
}

fn within(text: &str, start: Place, to: &str, lines: &Lines<'_>) -> Option<Edit> {
    let count = text.chars().count();
    let stands = |start| lines.between(start, further(start, count)) == Some(text);
    if count > 0 && stands(start) {
        return Some(Edit::replace(start, further(start, count), to));
    }
    let inner = further(start, 1);
    let quote = lines.between(start, inner)?;
    let end = further(inner, count);
    let quoted = matches!(quote, "\"" | "'")
        && stands(inner)
        && lines.between(end, further(end, 1)) == Some(quote);
    quoted.then(|| Edit::replace(inner, end, to))
}

/// A plain scalar in double quotes.
pub(super) fn quote(node: &Node, lines: &Lines<'_>) -> Option<Edit> {
    let Content::Scalar { text, style: Style::Plain, tag: None } = &node.content else {
        return None;
    };
    let end = further(node.start(), text.chars().count());
    let plain = !text.is_empty() && !text.contains(['"', '\\']);
    (plain && lines.between(node.start(), end) == Some(text))
        .then(|| Edit::replace(node.start(), end, format!("\"{text}\"")))
}

/// A scalar in quotes without them, as it stands inside.
pub(super) fn unquote(node: &Node, lines: &Lines<'_>) -> Option<Edit> {
    let text = node.text()?;
    let end = further(node.start(), text.chars().count() + 2);
    let raw = lines.between(node.start(), end)?;
    let bare = |quote| raw.strip_prefix(quote).and_then(|raw| raw.strip_suffix(quote));
    let inner = bare('"').or_else(|| bare('\''))?;
    (inner == text).then(|| Edit::replace(node.start(), end, text))
}

/// Takes away the line of an entry that has it for itself.
pub(super) fn remove(entry: &Entry, lines: &Lines<'_>) -> Option<Edit> {
    let number = entry.key_start().line;
    if entry.value.end().line != number && !entry.value.is_null() {
        return None;
    }
    let line = lines.line(number)?;
    let indent = entry.key_start().column - 1;
    let (before, rest) = line.split_at_checked(indent)?;
    if before.contains(|each| each != ' ') {
        return None;
    }
    let rest = rest.strip_prefix(entry.key.as_str())?;
    let shown = rest.trim_start().strip_prefix(':')?.trim();
    let value = entry.value.text()?;
    // Whatever else stands there, a comment for one, would be lost.
    let alone = shown == value || shown == format!("\"{value}\"") || shown == format!("'{value}'");
    let start = Place { line: number, column: 1 };
    let end = if number < lines.count() {
        Place { line: number + 1, column: 1 }
    } else {
        Place { line: number, column: line.chars().count() + 1 }
    };
    alone.then(|| Edit::replace(start, end, ""))
}

/// Puts an entry before the first one of a map.
pub(super) fn add(map: &Node, written: &str, lines: &Lines<'_>) -> Option<Edit> {
    let first = map.entries().iter().min_by_key(|entry| entry.key_start())?;
    let start = first.key_start();
    let key = further(start, first.key.chars().count());
    let stands = lines.between(start, key) == Some(first.key.as_str());
    if !stands {
        return None;
    }
    let mut before = lines.line(start.line)?.chars().take(start.column - 1);
    if map.start() == start && before.all(|each| matches!(each, ' ' | '-')) {
        let indent = " ".repeat(start.column - 1);
        return Some(Edit::replace(start, start, format!("{written}{}{indent}", lines.end())));
    }
    // `{` of a map on one line.
    let opens = lines.between(map.start(), further(map.start(), 1)) == Some("{");
    opens.then(|| Edit::replace(start, start, format!("{written}, ")))
}

/// Whether the map has another entry of this name.
pub(super) fn has(inside: Inside<'_>, key: &str) -> bool {
    inside.map.entries().iter().any(|entry| entry.key == key)
}
