//! Certain changes that end findings, and how they are put into a text.

use super::Place;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// A change of the file that ends a finding and changes nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// One lower-case sentence: what it does.
    pub says: String,
    /// What is written where; edits of one fix never overlap.
    pub edits: Vec<Edit>,
}

/// A run of characters that is replaced; an empty run where something is added.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Edit {
    /// The first character.
    #[serde(flatten)]
    pub start: Place,
    /// The line of the character behind the last one.
    pub end_line: usize,
    /// Its column.
    pub end_column: usize,
    /// What stands there afterwards.
    pub text: String,
}

impl Edit {
    /// Replaces what stands from one place up to another.
    #[must_use]
    pub fn replace(start: Place, end: Place, text: impl Into<String>) -> Self {
        Self { start, end_line: end.line, end_column: end.column, text: text.into() }
    }
}

/// A text by its lines, for looking up places.
pub(crate) struct Lines<'a> {
    text: &'a str,
    /// The byte at which each line starts; that of the first is behind a byte order mark.
    starts: Vec<usize>,
    /// In long lines, the byte of every so many characters, so that many places on one line are found
    /// without counting from its start each time.
    marks: BTreeMap<usize, Vec<usize>>,
}

/// Characters from one mark to the next.
const STRIDE: usize = 256;

impl<'a> Lines<'a> {
    /// Looks for the line ends once.
    pub(crate) fn new(text: &'a str) -> Self {
        let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(mark).chain(ends.map(|(at, _)| at + 1)).collect();
        let mut lines = Self { text, starts, marks: BTreeMap::new() };
        for number in 1..=lines.count() {
            let long = lines.line(number).filter(|line| line.len() > STRIDE);
            if let (Some(line), Some(start)) = (long, lines.starts.get(number - 1)) {
                let marks = line.char_indices().step_by(STRIDE).map(|(at, _)| start + at);
                lines.marks.insert(number, marks.collect());
            }
        }
        lines
    }

    /// A line without its end.
    pub(crate) fn line(&self, number: usize) -> Option<&'a str> {
        let start = *self.starts.get(number.checked_sub(1)?)?;
        let end = self.starts.get(number).map_or(self.text.len(), |next| next - 1);
        let line = self.text.get(start..end)?;
        Some(line.strip_suffix('\r').unwrap_or(line))
    }

    /// How many lines there are.
    pub(crate) fn count(&self) -> usize {
        self.starts.len()
    }

    /// The end of line that the text uses.
    pub(crate) fn end(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// The byte of a place; that behind the last character of a line counts as one of it.
    pub(crate) fn offset(&self, place: Place) -> Option<usize> {
        let mut start = *self.starts.get(place.line.checked_sub(1)?)?;
        let mut left = place.column.checked_sub(1)?;
        if let Some(marks) = self.marks.get(&place.line) {
            let mark = (left / STRIDE).min(marks.len().saturating_sub(1));
            start = marks.get(mark).copied().unwrap_or(start);
            left -= mark * STRIDE;
        }
        let rest = self.text.get(start..)?;
        for (at, each) in rest.char_indices() {
            if left == 0 {
                return Some(start + at);
            }
            if each == '\n' {
                return None;
            }
            left -= 1;
        }
        (left == 0).then_some(self.text.len())
    }

    /// What follows a place.
    pub(crate) fn from(&self, place: Place) -> Option<&'a str> {
        self.text.get(self.offset(place)?..)
    }

    /// What stands between two places.
    pub(crate) fn between(&self, start: Place, end: Place) -> Option<&'a str> {
        self.text.get(self.offset(start)?..self.offset(end)?)
    }

    fn range(&self, edit: &Edit) -> Option<Range<usize>> {
        let end = Place { line: edit.end_line, column: edit.end_column };
        let (start, end) = (self.offset(edit.start)?, self.offset(end)?);
        (start <= end).then_some(start..end)
    }
}

/// The text with all of these fixes. `None` if two of them want to change the same characters, or
/// if one leads outside the text: then none is made.
#[must_use]
pub fn apply(text: &str, fixes: &[&Fix]) -> Option<String> {
    let lines = Lines::new(text);
    let mut edits: Vec<&Edit> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort();
    // An anchor that is used twice gives the same finding twice.
    edits.dedup();
    let mut out = String::with_capacity(text.len() + 64);
    let mut done = 0;
    for edit in edits {
        let range = lines.range(edit)?;
        if range.start < done {
            return None;
        }
        out.push_str(text.get(done..range.start)?);
        out.push_str(&edit.text);
        done = range.end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(line: usize, column: usize, end: usize, text: &str) -> Fix {
        let place = |column| Place { line, column };
        Fix { says: String::new(), edits: vec![Edit::replace(place(column), place(end), text)] }
    }

    #[test]
    fn edits_keep_everything_around_them() {
        let text = "\u{feff}ä: tcp # why\r\nb: 1\r\n";
        let fixes = [edit(2, 1, 2, "c"), edit(1, 4, 7, "TCP")];
        let all: Vec<&Fix> = fixes.iter().collect();
        assert_eq!(apply(text, &all).unwrap(), "\u{feff}ä: TCP # why\r\nc: 1\r\n");
        assert_eq!(apply(text, &[]).unwrap(), text);
    }

    #[test]
    fn places_on_long_lines_are_those_of_characters() {
        let text = format!("a\n{}\nb\n", "éx".repeat(700));
        let lines = Lines::new(&text);
        for column in [1, 2, 255, 256, 257, 258, 512, 513, 1_399, 1_400, 1_401] {
            let place = Place { line: 2, column };
            let expect = lines.line(2).unwrap().chars().nth(column - 1).unwrap_or('\n');
            assert_eq!(lines.from(place).unwrap().chars().next(), Some(expect), "{column}");
        }
        assert_eq!(lines.from(Place { line: 2, column: 1_402 }), None);
    }

    #[test]
    fn all_are_made_or_none() {
        let (one, same, other) = (edit(1, 1, 3, "x"), edit(1, 1, 3, "x"), edit(1, 2, 4, "y"));
        assert_eq!(apply("abcd", &[&one, &same]).unwrap(), "xcd");
        assert_eq!(apply("abcd", &[&one, &other]), None);
        for outside in [edit(1, 9, 9, ""), edit(4, 1, 1, ""), edit(0, 1, 1, ""), edit(1, 3, 2, "")]
        {
            assert_eq!(apply("abcd\n", &[&outside]), None);
        }
    }
}
