//! Which lines a comment speaks of.

use crate::diagnostic::{Lines, Place};
use crate::yaml::{Content, Document, Node, Style};
use std::ops::RangeInclusive;

/// A document and the lines that are its own.
pub(super) struct Found<'a> {
    /// Its root.
    pub(super) root: &'a Node,
    lines: RangeInclusive<usize>,
}

/// The document of a line; none where there is no content or it cannot be read.
pub(super) fn document<'a>(
    documents: &'a [Document],
    line: usize,
    lines: &Lines<'_>,
) -> Option<Found<'a>> {
    let at = documents.iter().rposition(|each| each.line <= line)?;
    let document = documents.get(at)?;
    let root = document.root.as_ref()?;
    let next = (document.line + 1..=lines.count())
        .find(|number| lines.line(*number).is_some_and(is_separator));
    let last = next.map_or(lines.count(), |next| next - 1);
    (line <= last).then_some(Found { root, lines: document.line..=last })
}

fn is_separator(line: &str) -> bool {
    line == "---" || line.starts_with("--- ") || line.starts_with("---\t")
}

impl Found<'_> {
    /// What a comment alone on its line speaks of.
    pub(super) fn after(&self, line: usize, lines: &Lines<'_>) -> RangeInclusive<usize> {
        if line < self.root.start.line {
            return self.lines.clone();
        }
        let next = (line + 1..=*self.lines.end()).find(|number| {
            lines.line(*number).is_some_and(|text| {
                let text = text.trim();
                !text.is_empty() && !text.starts_with('#')
            })
        });
        next.map_or(line..=line, |next| self.on(next))
    }

    /// What a comment behind a node speaks of: the outermost that starts on the line.
    pub(super) fn on(&self, line: usize) -> RangeInclusive<usize> {
        // The line of `---` stands before all content.
        if line < self.root.start.line {
            return self.lines.clone();
        }
        line..=last_of(self.root, line).unwrap_or(line)
    }
}

/// The last line of the outermost entry or item that starts on a line.
fn last_of(node: &Node, line: usize) -> Option<usize> {
    match &node.content {
        Content::Scalar { .. } => None,
        Content::List(items) => items.iter().find_map(|item| {
            if item.start.line == line { Some(last(item)) } else { last_of(item, line) }
        }),
        Content::Map(entries) => entries.iter().find_map(|entry| {
            if entry.key_start.line == line {
                Some(last(&entry.value).max(line))
            } else {
                last_of(&entry.value, line)
            }
        }),
    }
}

/// The last line that holds something of a node. A block ends where the next token starts, which may
/// be far below.
fn last(node: &Node) -> usize {
    let own = |children: Option<usize>| children.unwrap_or(node.start.line).max(node.start.line);
    match &node.content {
        Content::Scalar { .. } if node.end.column == 1 && node.end.line > node.start.line => {
            node.end.line - 1
        }
        Content::Scalar { .. } => node.end.line.max(node.start.line),
        Content::List(items) => own(items.iter().map(last).max()),
        Content::Map(entries) => {
            own(entries.iter().map(|entry| last(&entry.value).max(entry.key_start.line)).max())
        }
    }
}

/// Whether a place lies within text: in quotes or in a block.
pub(super) fn is_in_scalar(node: &Node, place: Place, lines: &Lines<'_>) -> bool {
    match &node.content {
        Content::Scalar { style: Style::Plain, .. } => false,
        Content::Scalar { style: Style::Quoted, .. } => node.start < place && place < node.end,
        Content::Scalar { style: Style::Block, .. } => {
            // The head, `|` or `>`, may have a comment behind it.
            let head = char_at(node.start, lines).is_some_and(|first| matches!(first, '|' | '>'));
            let first = node.start.line + usize::from(head);
            let inside = first <= place.line && place <= node.end;
            inside && place.column > indent(first, node.end.line, lines)
        }
        Content::List(items) => items.iter().any(|item| is_in_scalar(item, place, lines)),
        Content::Map(entries) => entries.iter().any(|entry| {
            is_in_key(&entry.key, entry.key_start, place, lines)
                || is_in_scalar(&entry.value, place, lines)
        }),
    }
}

/// A key in quotes may hold anything.
fn is_in_key(key: &str, start: Place, place: Place, lines: &Lines<'_>) -> bool {
    let quoted = char_at(start, lines).is_some_and(|first| matches!(first, '"' | '\''));
    let end = start.column + key.chars().count() + 1;
    quoted && place.line == start.line && (start.column..end).contains(&place.column)
}

fn char_at(place: Place, lines: &Lines<'_>) -> Option<char> {
    lines.line(place.line)?.chars().nth(place.column.checked_sub(1)?)
}

/// Spaces before the lines of a block: those of the first that is not empty.
fn indent(first: usize, last: usize, lines: &Lines<'_>) -> usize {
    (first..=last)
        .filter_map(|number| lines.line(number))
        .find(|line| !line.trim().is_empty())
        .map_or(0, |line| line.len() - line.trim_start_matches(' ').len())
}
