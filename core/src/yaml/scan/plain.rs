//! Words without quotes, on one line or on several.

use super::super::node::Style;
use super::super::problem::{Fault, Problem};
use super::{Kind, Scanner, Written};

/// What stands between two words.
enum Between {
    Nothing,
    Blanks,
    /// A line's end: what it means, and the empty lines behind it.
    Lines(&'static str, String),
}

impl Scanner<'_> {
    pub(super) fn plain(&mut self) -> Result<(), Problem> {
        let start = self.cursor.place();
        let from = self.cursor.at();
        let mut to = from;
        let mut end = start;
        let mut made: Option<String> = None;
        let mut between = Between::Nothing;
        loop {
            if self.cursor.is_document_mark() || self.cursor.peek(0) == b'#' {
                break;
            }
            let word = self.cursor.at();
            let stop = word + self.word();
            if stop > word {
                if let Between::Lines(first, empty) = &between {
                    let made = made.get_or_insert_with(|| self.cursor.slice(from..to).to_owned());
                    made.push_str(if *first != "\n" || empty.is_empty() {
                        first_of(first)
                    } else {
                        ""
                    });
                    made.push_str(empty);
                } else if let Some(made) = &mut made {
                    made.push_str(self.cursor.slice(to..word));
                }
                if let Some(made) = &mut made {
                    made.push_str(self.cursor.slice(word..stop));
                }
                between = Between::Nothing;
                self.cursor.go(stop);
                (to, end) = (stop, self.cursor.place());
            }
            if !(self.cursor.is_blank(0) || self.cursor.line_end(0) > 0) {
                break;
            }
            between = self.between()?;
            let column = isize::try_from(self.cursor.column()).unwrap_or(isize::MAX);
            if self.flow() == 0 && column <= self.indent {
                break;
            }
        }
        if matches!(between, Between::Lines(..)) {
            self.key_allowed = true;
        }
        let written = made.map_or(Written::Here(from..to), Written::Made);
        self.push(Kind::Scalar(written, Style::Plain), start);
        if let Some(last) = self.queue.back_mut() {
            last.end = end;
        }
        Ok(())
    }

    /// Bytes until the word ends.
    fn word(&self) -> usize {
        let in_flow = self.flow() > 0;
        let ends = |(at, byte): (usize, u8)| match byte {
            b' ' | b'\t' | b'\n' | b'\r' => true,
            b':' => self.cursor.is_gap(at + 1),
            b',' | b'?' | b'[' | b']' | b'{' | b'}' => in_flow,
            0xc2 | 0xe2 => self.cursor.line_end(at) > 0,
            _ => false,
        };
        let rest = self.cursor.rest();
        rest.bytes().enumerate().position(ends).unwrap_or(rest.len())
    }

    fn between(&mut self) -> Result<Between, Problem> {
        let mut between = Between::Blanks;
        loop {
            if self.cursor.is_blank(0) {
                let column = isize::try_from(self.cursor.column()).unwrap_or(isize::MAX);
                let indenting = matches!(between, Between::Lines(..)) && column <= self.indent;
                if indenting && self.cursor.peek(0) == b'\t' {
                    return Err(Fault::Tab.at(self.cursor.place()));
                }
                self.cursor.step(1);
            } else if self.cursor.line_end(0) > 0 {
                let end = self.cursor.skip_line_end();
                match &mut between {
                    Between::Lines(_, empty) => empty.push_str(end),
                    Between::Nothing | Between::Blanks => {
                        between = Between::Lines(known(end), String::new());
                    }
                }
            } else {
                return Ok(between);
            }
        }
    }
}

/// A line's end between words is a space; the separators of Unicode stay.
fn first_of(end: &'static str) -> &'static str {
    if end == "\n" { " " } else { end }
}

fn known(end: &str) -> &'static str {
    match end {
        "\u{2028}" => "\u{2028}",
        "\u{2029}" => "\u{2029}",
        _ => "\n",
    }
}
