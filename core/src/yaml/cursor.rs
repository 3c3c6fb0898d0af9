//! The way through a text: where the reader stands, in bytes, lines and columns.

use crate::diagnostic::Place;
use std::ops::Range;

/// A place in a text that only moves on. Columns count characters.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    /// Lines of the file before this one.
    line: usize,
    line_start: usize,
    /// Bytes of this line before the cursor that continue a character.
    wide: usize,
}

impl<'a> Cursor<'a> {
    /// At the start of a text that stands behind so many lines.
    pub(super) const fn new(text: &'a str, lines_before: usize) -> Self {
        Self { text, at: 0, line: lines_before, line_start: 0, wide: 0 }
    }

    /// The byte so many bytes ahead; 0 behind the end, which no text that is read holds.
    pub(super) fn peek(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    /// Bytes from the start.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// Lines of the file before this one.
    pub(super) const fn line(&self) -> usize {
        self.line
    }

    /// Characters of the line before the cursor.
    pub(super) const fn column(&self) -> usize {
        self.at - self.line_start - self.wide
    }

    /// As findings name it.
    pub(super) const fn place(&self) -> Place {
        Place { line: self.line + 1, column: self.column() + 1 }
    }

    /// The text of a range.
    pub(super) fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Moves over spaces.
    pub(super) fn skip_spaces(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| **byte == b' ').count();
    }

    /// Whether nothing is left.
    pub(super) const fn is_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Bytes of the line end that starts so many bytes ahead; 0 where none does.
    pub(super) fn line_end(&self, ahead: usize) -> usize {
        match self.peek(ahead) {
            b'\n' => 1,
            b'\r' => 1 + usize::from(self.peek(ahead + 1) == b'\n'),
            // The next line of Unicode, and its separators of lines and paragraphs.
            0xc2 if self.peek(ahead + 1) == 0x85 => 2,
            0xe2 if self.peek(ahead + 1) == 0x80 && matches!(self.peek(ahead + 2), 0xa8 | 0xa9) => {
                3
            }
            _ => 0,
        }
    }

    /// Whether a space or a tab stands so many bytes ahead.
    pub(super) fn is_blank(&self, ahead: usize) -> bool {
        matches!(self.peek(ahead), b' ' | b'\t')
    }

    /// Whether a word ends so many bytes ahead: at a blank, a line's end or the text's.
    pub(super) fn is_gap(&self, ahead: usize) -> bool {
        self.is_blank(ahead) || self.peek(ahead) == 0 || self.line_end(ahead) > 0
    }

    /// Whether `---` or `...` stands here at the start of a line.
    pub(super) fn is_document_mark(&self) -> bool {
        self.column() == 0
            && matches!(self.peek(0), b'-' | b'.')
            && self.peek(1) == self.peek(0)
            && self.peek(2) == self.peek(0)
            && self.is_gap(3)
    }

    /// Moves to a byte further on in the same line.
    pub(super) fn go(&mut self, to: usize) {
        let passed = self.text.as_bytes().get(self.at..to).unwrap_or_default();
        self.wide += passed.iter().filter(|byte| **byte & 0xc0 == 0x80).count();
        self.at = to.min(self.text.len());
    }

    /// Moves on by so many characters that take one byte each.
    pub(super) fn step(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.text.len());
    }

    /// Moves over spaces and tabs.
    pub(super) fn skip_blanks(&mut self) {
        while self.is_blank(0) {
            self.step(1);
        }
    }

    /// Moves to the end of the line.
    pub(super) fn skip_line(&mut self) {
        let ends = |byte: &u8| matches!(byte, b'\n' | b'\r' | 0xc2 | 0xe2);
        let mut to = self.at;
        loop {
            let rest = self.text.as_bytes().get(to..).unwrap_or_default();
            let Some(next) = rest.iter().position(ends) else { return self.go(self.text.len()) };
            to += next;
            if self.line_end(to - self.at) > 0 {
                return self.go(to);
            }
            to += 1;
        }
    }

    /// Moves over a line's end, and gives what it means inside a scalar.
    pub(super) fn skip_line_end(&mut self) -> &'a str {
        let bytes = self.line_end(0);
        let written = self.slice(self.at..self.at + bytes);
        self.at += bytes;
        self.line += 1;
        self.line_start = self.at;
        self.wide = 0;
        if bytes == 3 { written } else { "\n" }
    }
}
