//! Literal and folded blocks.

use super::super::cursor::Cursor;
use super::super::node::Style;
use super::super::problem::{Fault, Problem};
use super::{Kind, Scanner, Written};
use crate::diagnostic::Place;

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
        let (text, end) = block(&mut self.cursor, self.indent, literal)?;
        self.push(Kind::Scalar(Written::Made(text), Style::Block), start);
        if let Some(last) = self.queue.back_mut() {
            last.end = end;
        }
        Ok(())
    }
}

/// The text of a block, from its `|` or `>` on, and where it ends; `around` is the column of what
/// it stands in, -1 outside of all.
pub(in super::super) fn block(
    cursor: &mut Cursor<'_>,
    around: isize,
    literal: bool,
) -> Result<(String, Place), Problem> {
    cursor.step(1);
    let (chomp, explicit) = head(cursor)?;
    cursor.skip_blanks();
    if cursor.peek(0) == b'#' {
        cursor.skip_line();
    }
    if !cursor.is_end() && cursor.line_end(0) == 0 {
        return Err(Fault::BlockHead.at(cursor.place()));
    }
    if cursor.line_end(0) > 0 {
        cursor.skip_line_end();
    }
    let mut indent = explicit.map(|each| usize::try_from(around).unwrap_or_default() + each);
    let mut text = String::new();
    let mut end = cursor.place();
    let mut breaks = empty_lines(cursor, around, &mut indent)?;
    let column = indent.unwrap_or(1);
    let (mut line_end, mut led) = ("", false);
    while cursor.column() == column && !cursor.is_end() {
        let leads = cursor.is_blank(0);
        if !literal && line_end == "\n" && !led && !leads {
            if breaks.is_empty() {
                text.push(' ');
            }
        } else {
            text.push_str(line_end);
        }
        text.push_str(&breaks);
        led = leads;
        let from = cursor.at();
        cursor.skip_line();
        text.push_str(cursor.slice(from..cursor.at()));
        end = cursor.place();
        line_end = if cursor.is_end() { "" } else { cursor.skip_line_end() };
        breaks = empty_lines(cursor, around, &mut indent)?;
    }
    if chomp != Chomp::Strip {
        text.push_str(line_end);
    }
    if chomp == Chomp::Keep {
        text.push_str(&breaks);
    }
    Ok((text, end))
}

/// Behind `|` or `>`: what to do with the last line ends, and the indent, in either order.
fn head(cursor: &mut Cursor<'_>) -> Result<(Chomp, Option<usize>), Problem> {
    let (mut chomp, mut indent) = (None, None);
    loop {
        match cursor.peek(0) {
            b'+' if chomp.is_none() => chomp = Some(Chomp::Keep),
            b'-' if chomp.is_none() => chomp = Some(Chomp::Strip),
            digit @ b'1'..=b'9' if indent.is_none() => indent = Some(usize::from(digit - b'0')),
            b'0' if indent.is_none() => return Err(Fault::BlockHead.at(cursor.place())),
            _ => return Ok((chomp.unwrap_or(Chomp::Clip), indent)),
        }
        cursor.step(1);
    }
}

/// Skips indents and empty lines; the first line with content sets an indent that is not set.
fn empty_lines(
    cursor: &mut Cursor<'_>,
    around: isize,
    indent: &mut Option<usize>,
) -> Result<String, Problem> {
    let mut breaks = String::new();
    let mut widest = 0;
    loop {
        let inside = |column: usize| indent.is_none_or(|indent| column < indent);
        while cursor.peek(0) == b' ' && inside(cursor.column()) {
            cursor.step(1);
        }
        widest = widest.max(cursor.column());
        if cursor.peek(0) == b'\t' && inside(cursor.column()) {
            return Err(Fault::Tab.at(cursor.place()));
        }
        if cursor.line_end(0) == 0 {
            break;
        }
        breaks.push_str(cursor.skip_line_end());
    }
    if indent.is_none() {
        let least = usize::try_from(around + 1).unwrap_or_default().max(1);
        *indent = Some(widest.max(least));
    }
    Ok(breaks)
}
