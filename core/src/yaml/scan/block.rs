//! Literal and folded blocks.

use super::super::node::Style;
use super::super::problem::{Fault, Problem};
use super::{Kind, Scanner, Written};

/// What becomes of line ends at the end of a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomp {
    Strip,
    Clip,
    Keep,
}

impl Scanner<'_> {
    pub(super) fn block(&mut self, literal: bool) -> Result<(), Problem> {
        let start = self.cursor.place();
        self.cursor.step(1);
        let (chomp, explicit) = self.block_head()?;
        self.cursor.skip_blanks();
        if self.cursor.peek(0) == b'#' {
            self.cursor.skip_line();
        }
        if !self.cursor.is_end() && self.cursor.line_end(0) == 0 {
            return Err(Fault::BlockHead.at(self.cursor.place()));
        }
        if self.cursor.line_end(0) > 0 {
            self.cursor.skip_line_end();
        }
        let around = usize::try_from(self.indent).unwrap_or_default();
        let mut indent = explicit.map(|each| around + each);
        let mut text = String::new();
        let mut end = self.cursor.place();
        let mut breaks = self.empty_lines(&mut indent)?;
        let column = indent.unwrap_or(1);
        let (mut line_end, mut led) = ("", false);
        while self.cursor.column() == column && !self.cursor.is_end() {
            let leads = self.cursor.is_blank(0);
            if !literal && line_end == "\n" && !led && !leads {
                if breaks.is_empty() {
                    text.push(' ');
                }
            } else {
                text.push_str(line_end);
            }
            text.push_str(&breaks);
            led = leads;
            let from = self.cursor.at();
            self.cursor.skip_line();
            text.push_str(self.cursor.slice(from..self.cursor.at()));
            end = self.cursor.place();
            line_end = if self.cursor.is_end() { "" } else { self.cursor.skip_line_end() };
            breaks = self.empty_lines(&mut indent)?;
        }
        if chomp != Chomp::Strip {
            text.push_str(line_end);
        }
        if chomp == Chomp::Keep {
            text.push_str(&breaks);
        }
        self.push(Kind::Scalar(Written::Made(text), Style::Block), start);
        if let Some(last) = self.queue.back_mut() {
            last.end = end;
        }
        Ok(())
    }

    /// Behind `|` or `>`: what to do with the last line ends, and the indent, in either order.
    fn block_head(&mut self) -> Result<(Chomp, Option<usize>), Problem> {
        let (mut chomp, mut indent) = (None, None);
        loop {
            match self.cursor.peek(0) {
                b'+' if chomp.is_none() => chomp = Some(Chomp::Keep),
                b'-' if chomp.is_none() => chomp = Some(Chomp::Strip),
                digit @ b'1'..=b'9' if indent.is_none() => indent = Some(usize::from(digit - b'0')),
                b'0' if indent.is_none() => {
                    return Err(Fault::BlockHead.at(self.cursor.place()));
                }
                _ => return Ok((chomp.unwrap_or(Chomp::Clip), indent)),
            }
            self.cursor.step(1);
        }
    }

    /// Skips indents and empty lines; the first line with content sets an indent that is not set.
    fn empty_lines(&mut self, indent: &mut Option<usize>) -> Result<String, Problem> {
        let mut breaks = String::new();
        let mut widest = 0;
        loop {
            let inside = |column: usize| indent.is_none_or(|indent| column < indent);
            while self.cursor.peek(0) == b' ' && inside(self.cursor.column()) {
                self.cursor.step(1);
            }
            widest = widest.max(self.cursor.column());
            if self.cursor.peek(0) == b'\t' && inside(self.cursor.column()) {
                return Err(Fault::Tab.at(self.cursor.place()));
            }
            if self.cursor.line_end(0) == 0 {
                break;
            }
            breaks.push_str(self.cursor.skip_line_end());
        }
        if indent.is_none() {
            let least = usize::try_from(self.indent + 1).unwrap_or_default().max(1);
            *indent = Some(widest.max(least));
        }
        Ok(breaks)
    }
}
