//! Text in single or double quotes.

use super::super::cursor::Cursor;
use super::super::node::Style;
use super::super::problem::{Fault, Problem};
use super::{Kind, Scanner, Written};
use crate::diagnostic::Place;

impl Scanner<'_> {
    pub(super) fn quoted(&mut self, quote: u8) -> Result<(), Problem> {
        let start = self.cursor.place();
        let written = quoted(&mut self.cursor, self.json, quote)?;
        self.push(Kind::Scalar(written, Style::Quoted), start);
        Ok(())
    }
}

/// The text from its first quote on; behind it stands what follows the last.
pub(in super::super) fn quoted(
    cursor: &mut Cursor<'_>,
    json: bool,
    quote: u8,
) -> Result<Written, Problem> {
    let start = cursor.place();
    cursor.step(1);
    Quoted { cursor, json }.written(quote, start)
}

struct Quoted<'a, 'b> {
    cursor: &'b mut Cursor<'a>,
    json: bool,
}

impl Quoted<'_, '_> {
    fn written(mut self, quote: u8, start: Place) -> Result<Written, Problem> {
        let from = self.cursor.at();
        // As long as nothing is escaped or folded, the text is what stands here.
        let mut made: Option<String> = None;
        let to = loop {
            if self.cursor.is_document_mark() || self.cursor.is_end() {
                return Err(Fault::Quote.at(start));
            }
            let folded = self.words(quote, from, &mut made, start)?;
            if self.cursor.peek(0) == quote {
                break self.cursor.at();
            }
            self.fold(from, &mut made, folded);
        };
        self.cursor.step(1);
        Ok(made.map_or(Written::Here(from..to), Written::Made))
    }

    /// Up to a blank, a line's end or the closing quote. Whether an escaped line end was met.
    fn words(
        &mut self,
        quote: u8,
        from: usize,
        made: &mut Option<String>,
        start: Place,
    ) -> Result<bool, Problem> {
        loop {
            let word = self.cursor.at();
            let stop = word + self.quoted_word(quote);
            if let Some(made) = made {
                made.push_str(self.cursor.slice(word..stop));
            }
            self.cursor.go(stop);
            let byte = self.cursor.peek(0);
            if byte == quote && quote == b'\'' && self.cursor.peek(1) == quote {
                made.get_or_insert_with(|| self.cursor.slice(from..stop).to_owned()).push('\'');
                self.cursor.step(2);
            } else if byte == b'\\' && quote == b'"' {
                let text = made.get_or_insert_with(|| self.cursor.slice(from..stop).to_owned());
                if self.cursor.line_end(1) > 0 {
                    self.cursor.step(1);
                    self.cursor.skip_line_end();
                    return Ok(true);
                }
                let each = self.escape(start)?;
                text.push(each);
            } else {
                return Ok(false);
            }
        }
    }

    fn quoted_word(&self, quote: u8) -> usize {
        let ends = |(at, byte): (usize, u8)| match byte {
            b' ' | b'\t' | b'\n' | b'\r' => true,
            b'\\' => quote == b'"',
            0xc2 | 0xe2 => self.cursor.line_end(at) > 0,
            _ => byte == quote,
        };
        let rest = self.cursor.rest();
        rest.bytes().enumerate().position(ends).unwrap_or(rest.len())
    }

    /// Blanks stay, line ends become a space or, behind the first, line ends.
    fn fold(&mut self, from: usize, made: &mut Option<String>, escaped: bool) {
        let blanks = self.cursor.at();
        let mut folded = escaped;
        let mut first = "";
        let mut empty = String::new();
        let mut last = blanks;
        loop {
            if self.cursor.is_blank(0) {
                self.cursor.step(1);
            } else if self.cursor.line_end(0) > 0 {
                let end = self.cursor.skip_line_end();
                if folded {
                    empty.push_str(end);
                } else {
                    (folded, first) = (true, end);
                }
            } else {
                break;
            }
            last = self.cursor.at();
        }
        if folded {
            let text = made.get_or_insert_with(|| self.cursor.slice(from..blanks).to_owned());
            if first == "\n" {
                text.push_str(if empty.is_empty() { " " } else { &empty });
            } else {
                text.push_str(first);
                text.push_str(&empty);
            }
        } else if let Some(text) = made {
            text.push_str(self.cursor.slice(blanks..last));
        }
    }

    /// What an escape in double quotes stands for.
    fn escape(&mut self, start: Place) -> Result<char, Problem> {
        let place = self.cursor.place();
        let (each, digits) = match self.cursor.peek(1) {
            b'0' => ('\0', 0),
            b'a' => ('\u{7}', 0),
            b'b' => ('\u{8}', 0),
            b't' | b'\t' => ('\t', 0),
            b'n' => ('\n', 0),
            b'v' => ('\u{b}', 0),
            b'f' => ('\u{c}', 0),
            b'r' => ('\r', 0),
            b'e' => ('\u{1b}', 0),
            b' ' => (' ', 0),
            b'"' => ('"', 0),
            b'\'' => ('\'', 0),
            b'\\' => ('\\', 0),
            b'/' if self.json => ('/', 0),
            b'N' => ('\u{85}', 0),
            b'_' => ('\u{a0}', 0),
            b'L' => ('\u{2028}', 0),
            b'P' => ('\u{2029}', 0),
            b'x' => ('x', 2),
            b'u' => ('u', 4),
            b'U' => ('U', 8),
            0 => return Err(Fault::Quote.at(start)),
            _ => return Err(Fault::Escape.at(place)),
        };
        self.cursor.step(2);
        if digits == 0 {
            return Ok(each);
        }
        let code = self.hex(digits).ok_or_else(|| Fault::Escape.at(place))?;
        // Characters beyond 16 bits are a pair in JSON.
        if self.json && (0xd800..0xdc00).contains(&code) && self.cursor.rest().starts_with("\\u") {
            let mut ahead = self.cursor.clone();
            self.cursor.step(2);
            match self.hex(4).filter(|low| (0xdc00..0xe000).contains(low)) {
                Some(low) => {
                    let code = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                    return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                None => std::mem::swap(self.cursor, &mut ahead),
            }
        }
        match char::from_u32(code) {
            Some(each) => Ok(each),
            None if self.json => Ok(char::REPLACEMENT_CHARACTER),
            None => Err(Fault::Escape.at(place)),
        }
    }

    fn hex(&mut self, digits: usize) -> Option<u32> {
        let at = self.cursor.at();
        let text = self.cursor.slice(at..at + digits);
        let is_hex = text.len() == digits && text.bytes().all(|each| each.is_ascii_hexdigit());
        let code = u32::from_str_radix(text, 16).ok().filter(|_| is_hex)?;
        self.cursor.step(digits);
        Some(code)
    }
}
