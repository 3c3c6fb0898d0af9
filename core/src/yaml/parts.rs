//! A file cut into its documents, so that a broken one cannot hide the next.

use super::dialect::Dialect;
use super::problem::{Fault, Problem};
use crate::diagnostic::Place;

/// The part of a file that holds one document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    /// Lines of the file before it.
    pub(super) lines_before: usize,
    /// Its text, beginning with its `---` line where it has one.
    pub(super) text: &'a str,
    /// The line, of the file and from 1, that kubectl takes for the start of a document though more
    /// than a comment stands on it.
    pub(super) false_start: Option<usize>,
}

/// Cuts a file before each `---` line, which YAML forbids inside any scalar.
pub(super) fn parts(text: &str, dialect: Dialect) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut part = Part { lines_before: 0, text: "", false_start: None };
    let (mut start, mut counted, mut line) = (0, 0, 0);
    let within = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let first = text.starts_with("---").then_some(0);
    for at in first.into_iter().chain(text.match_indices("\n---").map(|(at, _)| at + 1)) {
        line += within(counted, at).bytes().filter(|byte| *byte == b'\n').count();
        counted = at;
        let behind = text.get(at + 3..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let bare = behind.trim();
        let kubectl = dialect != Dialect::Spec;
        if kubectl && !bare.is_empty() && !bare.starts_with('#') {
            part.false_start.get_or_insert(line + 1);
        }
        let is_mark = behind.is_empty() || behind.starts_with([' ', '\t', '\r']);
        let before = within(start, at);
        // kubectl cuts directives off from the document that they are for.
        let directs = |line: &str| line.starts_with('%') || line.trim().is_empty();
        let joined = !kubectl && before.contains('%') && before.lines().all(directs);
        if is_mark && at > start && !joined {
            parts.push(Part { text: before, ..part });
            part = Part { lines_before: line, text: "", false_start: None };
            start = at;
        }
    }
    parts.push(Part { text: within(start, text.len()), ..part });
    parts
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
