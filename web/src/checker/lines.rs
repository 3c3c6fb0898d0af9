//! A text as the editor draws it: its lines, and whether a browser's text field can hold it.

use std::ops::Range;
use yew::AttrValue;

/// Larger texts are shown and cannot be edited: a text field lays them out anew with every key.
const EDITED: usize = 512 * 1024;
/// A text with a longer line, in characters, is shown and cannot be edited, for so much of a line is drawn.
const WIDEST: usize = 4_000;
/// No more lines are drawn: browsers draw nothing so far down.
const DRAWN: usize = 1_000_000;

/// A text by its lines.
#[derive(Debug, PartialEq)]
pub(super) struct Lines {
    /// With one character at each end of a line, as text fields have it, and without a byte order mark.
    pub(super) text: AttrValue,
    /// The byte at which each line starts.
    starts: Vec<usize>,
    /// Columns of the widest line, where characters may take two.
    pub(super) widest: usize,
    /// Whether it can be edited.
    pub(super) edited: bool,
}

impl Lines {
    /// Looks for the line ends once.
    pub(super) fn of(text: &AttrValue) -> Self {
        let marked = text.strip_prefix('\u{feff}');
        let one = |text: &str| AttrValue::from(text.replace("\r\n", "\n"));
        let text = match marked {
            Some(rest) => one(rest),
            None if text.contains('\r') => one(text),
            None => text.clone(),
        };
        let mut starts = vec![0];
        starts.extend(
            text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1),
        );
        let columns = |line: &str| {
            line.chars()
                .map(|each| if each.is_ascii_graphic() || each == ' ' { 1 } else { 2 })
                .sum()
        };
        let widest = text.split('\n').map(columns).max().unwrap_or_default();
        // A byte order mark would be lost.
        let edited =
            text.len() <= EDITED && widest <= WIDEST && !text.contains('\r') && marked.is_none();
        Self { text, starts, widest, edited }
    }

    /// How many lines are drawn.
    pub(super) fn drawn(&self) -> usize {
        self.starts.len().min(DRAWN)
    }

    /// How many lines there are.
    pub(super) fn count(&self) -> usize {
        self.starts.len()
    }

    /// A line, from 0, as far as it is drawn.
    pub(super) fn line(&self, index: usize) -> &str {
        let Some(start) = self.starts.get(index) else { return "" };
        let end = self.starts.get(index + 1).map_or(self.text.len(), |next| next - 1);
        let line = self.text.get(*start..end).unwrap_or_default();
        line.char_indices().nth(WIDEST).map_or(line, |(at, _)| line.get(..at).unwrap_or_default())
    }

    /// The lines of a range.
    pub(super) fn lines(&self, range: Range<usize>) -> Vec<&str> {
        range.map(|index| self.line(index)).collect()
    }

    /// Where a place, from 1, stands in the text, counted in UTF-16.
    pub(super) fn offset(&self, line: usize, column: usize) -> usize {
        let index = line.saturating_sub(1).min(self.starts.len().saturating_sub(1));
        let start = self.starts.get(index).copied().unwrap_or_default();
        let units = |text: &str| text.encode_utf16().count();
        let inside: usize =
            self.line(index).chars().take(column.saturating_sub(1)).map(char::len_utf16).sum();
        units(self.text.get(..start).unwrap_or_default()) + inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_a_text_field() {
        let lines = Lines::of(&"a: ä\r\nb: 😀x\r\n".into());
        assert_eq!((&*lines.text, lines.count(), lines.edited), ("a: ä\nb: 😀x\n", 3, true));
        assert_eq!(lines.lines(0..4), ["a: ä", "b: 😀x", "", ""]);
        // Two units of UTF-16 for the one character before.
        assert_eq!(lines.offset(2, 5), 5 + 5);
        assert_eq!(lines.offset(9, 9), lines.text.encode_utf16().count());
    }

    #[test]
    fn what_a_text_field_would_change_or_choke_on_is_shown_only() {
        for (text, edited) in [
            ("a: 1\n".to_owned(), true),
            ("a: 1\rb: 2".to_owned(), false),
            ("\u{feff}a: 1\n".to_owned(), false),
            ("x".repeat(WIDEST + 1), false),
            ("a: 1\n".repeat(EDITED), false),
        ] {
            let lines = Lines::of(&text.clone().into());
            assert_eq!(lines.edited, edited, "{:?}", text.get(..9));
            assert!(lines.line(0).chars().count() <= WIDEST);
        }
    }
}
