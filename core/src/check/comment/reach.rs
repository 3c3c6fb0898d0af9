//! Which lines a comment speaks of. Everything is looked up in tables that are made once, so that many
//! comments cost no more than their number.

use crate::diagnostic::{Lines, Place};
use crate::yaml::{Content, Document, Node, Style};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// The lines of a text and what stands on them.
pub(super) struct Reach<'a> {
    lines: &'a Lines<'a>,
    /// The documents, in order.
    documents: Vec<Part>,
    /// Texts in quotes and in blocks by where they start.
    texts: BTreeMap<Place, Written>,
    /// The last line of the outermost entry or item that starts on a line.
    lasts: BTreeMap<usize, usize>,
    /// Behind each line, the next that holds more than a comment.
    next: Vec<usize>,
}

/// A document and the lines that are its own.
struct Part {
    lines: RangeInclusive<usize>,
    /// The line of its root; none where there is no content or it cannot be read.
    root: Option<usize>,
}

/// A text that may hold what looks like a comment.
enum Written {
    /// In quotes, up to here.
    Quoted(Place),
    /// A key in quotes, up to a column behind it.
    Key(usize),
    /// A block: its first line, its end, and how far its lines are indented.
    Block(usize, Place, usize),
}

impl<'a> Reach<'a> {
    /// Reads the documents of a text once.
    pub(super) fn new(documents: &[Document], lines: &'a Lines<'a>) -> Self {
        let mut reach = Self {
            lines,
            documents: parts(documents, lines),
            texts: BTreeMap::new(),
            lasts: BTreeMap::new(),
            next: next(lines),
        };
        for root in documents.iter().filter_map(|document| document.root.as_ref()) {
            reach.node(root);
        }
        reach
    }

    fn document(&self, line: usize) -> Option<(&RangeInclusive<usize>, usize)> {
        let next = self.documents.partition_point(|part| *part.lines.start() <= line);
        let part = self.documents.get(next.checked_sub(1)?)?;
        let root = part.root.filter(|_| part.lines.contains(&line))?;
        Some((&part.lines, root))
    }

    /// Whether a line belongs to a document that can be read.
    pub(super) fn is_read(&self, line: usize) -> bool {
        self.document(line).is_some()
    }

    /// What a comment alone on its line speaks of.
    pub(super) fn after(&self, line: usize) -> RangeInclusive<usize> {
        let Some((lines, root)) = self.document(line) else { return line..=line };
        if line < root {
            return lines.clone();
        }
        let next = self.next.get(line).copied().filter(|next| lines.contains(next));
        next.map_or(line..=line, |next| self.on(next))
    }

    /// What a comment behind a node speaks of: the outermost that starts on the line.
    pub(super) fn on(&self, line: usize) -> RangeInclusive<usize> {
        match self.document(line) {
            // The line of `---` stands before all content.
            Some((lines, root)) if line < root => lines.clone(),
            _ => line..=self.lasts.get(&line).copied().unwrap_or(line),
        }
    }

    /// Whether a place lies within text: in quotes or in a block.
    pub(super) fn is_in_text(&self, place: Place) -> bool {
        // Texts do not lie within each other; the head of a block, `|` or `>`, may have a comment behind it.
        let Some((start, text)) = self.texts.range(..=place).next_back() else { return false };
        match text {
            Written::Quoted(end) => *start < place && place < *end,
            Written::Key(end) => place.line == start.line && place.column < *end,
            Written::Block(first, end, indent) => {
                *first <= place.line && place <= *end && place.column > *indent
            }
        }
    }

    /// Enters a node with everything below it, and gives the last line that holds something of it. A block
    /// ends where the next token starts, which may be far below.
    fn node(&mut self, node: &Node) -> usize {
        match &node.content {
            Content::Scalar { style, .. } => {
                self.scalar(node, *style);
                if node.end().column == 1 && node.end().line > node.start().line {
                    node.end().line - 1
                } else {
                    node.end().line.max(node.start().line)
                }
            }
            Content::List(items) => {
                let lasts = items.iter().map(|item| self.child(item.start().line, item));
                lasts.max().unwrap_or_default().max(node.start().line)
            }
            Content::Map(entries) => {
                let lasts = entries.iter().map(|entry| {
                    let start = entry.key_start();
                    if self.opens(start).is_some_and(|first| matches!(first, '"' | '\'')) {
                        let end = start.column + entry.key.chars().count() + 1;
                        self.texts.insert(start, Written::Key(end));
                    }
                    self.child(start.line, &entry.value)
                });
                lasts.max().unwrap_or_default().max(node.start().line)
            }
        }
    }

    /// Enters an item or the value of an entry that starts on a line.
    fn child(&mut self, line: usize, node: &Node) -> usize {
        // What is further out was met before, and keeps the line.
        let is_outermost = !self.lasts.contains_key(&line);
        if is_outermost {
            self.lasts.insert(line, line);
        }
        let last = self.node(node).max(line);
        if is_outermost {
            self.lasts.insert(line, last);
        }
        last
    }

    fn scalar(&mut self, node: &Node, style: Style) {
        // An alias stands for a text that was met where it is written.
        if style == Style::Plain || self.texts.contains_key(&node.start()) {
            return;
        }
        let written = if style == Style::Quoted {
            Written::Quoted(node.end())
        } else {
            let is_head = self.opens(node.start()).is_some_and(|first| matches!(first, '|' | '>'));
            let first = node.start().line + usize::from(is_head);
            Written::Block(first, node.end(), indent(first, node.end().line, self.lines))
        };
        self.texts.insert(node.start(), written);
    }

    fn opens(&self, place: Place) -> Option<char> {
        self.lines.from(place)?.chars().next()
    }
}

fn parts(documents: &[Document], lines: &Lines<'_>) -> Vec<Part> {
    let is_separator =
        |line: &str| line == "---" || line.starts_with("--- ") || line.starts_with("---\t");
    let separators: Vec<usize> = (1..=lines.count())
        .filter(|number| lines.line(*number).is_some_and(is_separator))
        .collect();
    let part = |document: &Document| {
        let next = separators.partition_point(|line| *line <= document.line);
        let last = separators.get(next).map_or(lines.count(), |next| next - 1);
        let root = document.root.as_ref().map(|root| root.start().line);
        Part { lines: document.line..=last, root }
    };
    documents.iter().map(part).collect()
}

/// Behind each line, from before the first on, the next that holds more than a comment.
fn next(lines: &Lines<'_>) -> Vec<usize> {
    let mut next = vec![usize::MAX; lines.count() + 1];
    let mut found = usize::MAX;
    for (at, place) in next.iter_mut().enumerate().rev() {
        *place = found;
        let text = lines.line(at).unwrap_or_default().trim();
        if !text.is_empty() && !text.starts_with('#') {
            found = at;
        }
    }
    next
}

/// Spaces before the lines of a block: those of the first that is not empty.
fn indent(first: usize, last: usize, lines: &Lines<'_>) -> usize {
    (first..=last)
        .filter_map(|number| lines.line(number))
        .find(|line| !line.trim().is_empty())
        .map_or(0, |line| line.len() - line.trim_start_matches(' ').len())
}
