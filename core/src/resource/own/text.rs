//! The text of an object, with labels and a namespace added where they belong, and nothing else changed.

use crate::diagnostic::Place;
use crate::yaml::{self, Content, Node};

/// A document of a file: from its first line to the one before `end`, both from 1.
pub(super) struct Part<'a> {
    pub(super) lines: &'a [&'a str],
    pub(super) first: usize,
    pub(super) end: usize,
}

/// A text that goes before a place.
struct Edit {
    at: Place,
    text: String,
}

/// The text with what is missing of a namespace and of labels; nothing where it cannot be added, or reads otherwise then.
pub(super) fn with(
    part: &Part<'_>,
    root: &Node,
    namespace: Option<&str>,
    labels: &[(&str, &str)],
) -> Option<String> {
    let metadata = root.get("metadata")?;
    let there = metadata.get("labels");
    let is_missing = |key: &str| there.is_none_or(|map| map.get(key).is_none());
    let missing: Vec<(&str, &str)> =
        labels.iter().copied().filter(|(key, _)| is_missing(key)).collect();
    let mut edits = Vec::new();
    let mut outer: Vec<(String, String)> = Vec::new();
    if let Some(namespace) = namespace {
        outer.push(("namespace".to_owned(), yaml::write_scalar(namespace).into_owned()));
    }
    match there {
        Some(map) if !missing.is_empty() => {
            let rows: Vec<(String, String)> = missing.iter().map(row).collect();
            edits.push(added(part, map, &rows)?);
        }
        None if !missing.is_empty() => {
            let rows: Vec<String> = missing
                .iter()
                .map(|each| {
                    let (key, value) = row(each);
                    format!("{key}: {value}")
                })
                .collect();
            outer.push(("labels".to_owned(), format!("{{{}}}", rows.join(", "))));
        }
        Some(_) | None => {}
    }
    if !outer.is_empty() {
        edits.push(added(part, metadata, &outer)?);
    }
    let text = edited(part, edits);
    reads_as(&text, root, namespace, labels).then_some(text)
}

fn row((key, value): &(&str, &str)) -> (String, String) {
    ((*key).to_owned(), yaml::write_scalar(value).into_owned())
}

/// Rows before the first entry of a map, as the map is written: on lines of their own, or between its braces.
fn added(part: &Part<'_>, map: &Node, rows: &[(String, String)]) -> Option<Edit> {
    let Content::Map(entries) = &map.content else { return None };
    let at = entries.first()?.key_start();
    let before: String = line(part, at.line)?.chars().take(at.column.checked_sub(1)?).collect();
    let is_block = before.chars().all(|c| c == ' ');
    let text = rows
        .iter()
        .map(|(key, value)| {
            if is_block { format!("{key}: {value}\n{before}") } else { format!("{key}: {value}, ") }
        })
        .collect();
    // A flow map that is spread over lines has no commas at their ends to count on.
    let is_flow = before.trim_end().ends_with('{') || before.trim_end().ends_with(',');
    (is_block && !is_inside_braces(part, map, at) || is_flow).then_some(Edit { at, text })
}

/// Whether a map is written with braces, though its first entry starts a line.
fn is_inside_braces(part: &Part<'_>, map: &Node, first: Place) -> bool {
    let start = map.start();
    start != first
        && line(part, start.line)
            .and_then(|line| line.chars().nth(start.column.saturating_sub(1)))
            .is_some_and(|c| c == '{')
}

fn line<'a>(part: &Part<'a>, number: usize) -> Option<&'a str> {
    part.lines.get(number.checked_sub(1)?).copied()
}

/// The lines of the document with all edits, without the marks between documents.
fn edited(part: &Part<'_>, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.at.line, edit.at.column));
    let mut out = String::new();
    for number in part.first..part.end {
        let Some(text) = line(part, number) else { break };
        let text = text.trim_end_matches('\r');
        let is_mark =
            |mark: &str| text.strip_prefix(mark).is_some_and(|rest| rest.trim().is_empty());
        if is_mark("---") || is_mark("...") {
            continue;
        }
        let mut rest = text;
        let mut column = 1;
        for edit in edits.iter().filter(|edit| edit.at.line == number) {
            let count = edit.at.column.saturating_sub(column);
            let cut = rest.char_indices().nth(count).map_or(rest.len(), |(at, _)| at);
            let (before, after) = rest.split_at_checked(cut).unwrap_or((rest, ""));
            out.push_str(before);
            out.push_str(&edit.text);
            (rest, column) = (after, edit.at.column);
        }
        out.push_str(rest);
        out.push('\n');
    }
    out
}

/// Whether the text is the object with what was added, and nothing more.
fn reads_as(text: &str, root: &Node, namespace: Option<&str>, labels: &[(&str, &str)]) -> bool {
    let (documents, problems) = yaml::read_manifests(text);
    let mut roots = documents.iter().filter_map(|document| document.root.as_ref());
    let (Some(now), None, true) = (roots.next(), roots.next(), problems.is_empty()) else {
        return false;
    };
    let is = |keys: &[&str], value: &str| now.at(keys).and_then(Node::text) == Some(value);
    labels.iter().all(|(key, value)| is(&["metadata", "labels", key], value))
        && namespace.is_none_or(|namespace| is(&["metadata", "namespace"], namespace))
        && now.entries().len() == root.entries().len()
        && root.entries().iter().all(|entry| {
            entry.key == "metadata"
                || now.get(&entry.key).is_some_and(|now| same(&entry.value, now))
        })
}

/// Whether two trees say the same, wherever they stand.
fn same(one: &Node, other: &Node) -> bool {
    match (&one.content, &other.content) {
        (Content::Map(left), Content::Map(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| left.key == right.key && same(&left.value, &right.value))
        }
        (Content::List(left), Content::List(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (left, right) => left == right,
    }
}
