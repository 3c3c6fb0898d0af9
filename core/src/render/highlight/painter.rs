//! A line being painted from left to right.

use super::Token;
use std::ops::Range;

/// A line being painted.
///
/// Invariant: the pieces cover the line up to `at` without gaps, and `at` is a character boundary.
pub(super) struct Painter<'a> {
    line: &'a str,
    at: usize,
    pieces: Vec<(Token, Range<usize>)>,
}

impl<'a> Painter<'a> {
    pub(super) const fn new(line: &'a str) -> Self {
        Self { line, at: 0, pieces: Vec::new() }
    }

    /// How many bytes are painted.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// What is not painted yet.
    pub(super) fn rest(&self) -> &'a str {
        self.line.get(self.at..).unwrap_or_default()
    }

    /// The next character.
    pub(super) fn next(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Paints so many bytes; all that is left where they end inside a character.
    pub(super) fn take(&mut self, length: usize, token: Token) {
        let length = self.rest().get(..length).map_or(self.rest().len(), str::len);
        if length == 0 {
            return;
        }
        let end = self.at + length;
        match self.pieces.last_mut() {
            Some((last, range)) if *last == token => range.end = end,
            _ => self.pieces.push((token, self.at..end)),
        }
        self.at = end;
    }

    /// Paints one character.
    pub(super) fn take_char(&mut self, token: Token) {
        self.take(self.next().map_or(0, char::len_utf8), token);
    }

    /// Paints all characters up to the first that does not fit.
    pub(super) fn take_while(&mut self, token: Token, fits: impl Fn(char) -> bool) {
        let length = self.rest().find(|each| !fits(each)).unwrap_or(self.rest().len());
        self.take(length, token);
    }

    /// Passes over blanks.
    pub(super) fn skip_blanks(&mut self) {
        self.take_while(Token::Plain, char::is_whitespace);
    }

    /// Paints all that is left.
    pub(super) fn take_rest(&mut self, token: Token) {
        self.take(self.rest().len(), token);
    }

    /// The pieces; what was not painted is plain.
    pub(super) fn finish(mut self) -> Vec<(Token, Range<usize>)> {
        self.take_rest(Token::Plain);
        self.pieces
    }
}
