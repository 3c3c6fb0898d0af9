//! A file cut into its documents, so that a broken one cannot hide the next.

use super::problem::{Fault, Problem};
use super::read::Dialect;
use crate::diagnostic::Place;

/// The part of a file that holds one document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    /// Lines of the file before it.
    pub(super) lines_before: usize,
    /// Its text, beginning with its `---` line where it has one.
    pub(super) text: &'a str,
}

/// Cuts a file before each `---` line, which YAML forbids inside any scalar.
pub(super) fn parts(text: &str, dialect: Dialect) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut start, mut lines_before, mut offset) = (0, 0, 0);
    // kubectl cuts directives off from the document that they are for.
    let mut directives = dialect == Dialect::Spec;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if is_mark(line) && offset > start && !directives {
            parts.push(Part { lines_before, text: text.get(start..offset).unwrap_or_default() });
            (start, lines_before) = (offset, index);
        }
        let blank = line.trim().is_empty();
        directives = dialect == Dialect::Spec
            && (line.starts_with('%') || blank && directives && offset > start);
        offset += line.len();
    }
    parts.push(Part { lines_before, text: text.get(start..).unwrap_or_default() });
    parts
}

fn is_mark(line: &str) -> bool {
    line.strip_prefix("---")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

/// A line that kubectl takes for the start of a document, with something else behind it.
pub(super) fn false_mark(part: Part<'_>) -> Option<Problem> {
    let mut lines = part.text.split('\n').enumerate();
    let wrong = |line: &str| {
        let rest = line.strip_prefix("---").map(str::trim);
        rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('#'))
    };
    let (index, _) = lines.find(|(_, line)| wrong(line))?;
    Some(Fault::Separator.at(Place { line: part.lines_before + index + 1, column: 1 }))
}

/// What a template leaves in a part that is no YAML because of it, and where: on the line of a
/// problem, or else the first.
pub(super) fn template(part: Part<'_>, place: Place) -> Option<Problem> {
    let found = |same: bool, (index, line): (usize, &str)| {
        let code = line.split(" #").next().filter(|code| !code.starts_with('#'))?;
        let (open, close, at) = [("{{", "}}"), ("<%", "%>"), ("{%", "%}")]
            .into_iter()
            .filter_map(|(open, close)| Some((open, close, code.find(open)?)))
            .min_by_key(|(_, _, at)| *at)?;
        // In the middle of a text it may be meant for another reader, and is no fault.
        let before = code.get(..at).unwrap_or_default().trim_end();
        let bare = before.is_empty() || before.ends_with([':', '-', '[', ',', '{', '(']);
        let inside = code.get(at..).filter(|_| same || bare)?;
        let end = inside.find(close).map_or(open.len(), |end| end + close.len());
        let column = code.get(..at).unwrap_or_default().chars().count() + 1;
        let place = Place { line: part.lines_before + index + 1, column };
        let shown = crate::diagnostic::shorten(inside.get(..end).unwrap_or_default()).to_string();
        Some(Fault::Template(shown).at(place))
    };
    let lines = || part.text.lines().enumerate();
    let same = |(index, _): &(usize, &str)| part.lines_before + index + 1 == place.line;
    let here = lines().find(same).and_then(|line| found(true, line));
    here.or_else(|| lines().find_map(|line| found(false, line)))
}
