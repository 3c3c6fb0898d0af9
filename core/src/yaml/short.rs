//! The short way from text to a tree, for documents as most people write them: maps and lists in
//! blocks, words, quoted text, brackets on one line. It keeps no tokens. Whatever it does not know
//! at first sight, faults among it, it leaves to the scanner, so that there is one set of rules:
//! where it gives a tree, the long way gives the same one.

use super::cursor::Cursor;
use super::limits::MAX_ENTRIES;
use super::node::{Content, Entry, Node, Style};
use super::scalar::is_text_like;
use super::scan::{Written, block, quoted};
use super::text::Text;
use crate::diagnostic::Place;
use std::ops::Range;
use std::rc::Rc;

/// What is nested deeper goes the long way.
const DEEP: usize = 50;
/// So do longer keys, of which YAML has a limit.
const LONG: usize = 1000;

/// The root of a document of printable ASCII, and what is left of the budget of nodes.
pub(super) fn read(
    cursor: Cursor<'_>,
    whole: &Rc<Box<str>>,
    budget: usize,
) -> Option<(Node, usize)> {
    // Without a way out of the loop many bytes are judged at once.
    let odd = |byte: u8| (byte < b' ' && byte != b'\n') | (byte > b'~');
    if cursor.rest().bytes().fold(false, |any, byte| any | odd(byte)) {
        return None;
    }
    let mut short = Short { cursor, whole, budget, entries: Vec::new(), items: Vec::new() };
    let root = short.document()?;
    Some((root, short.budget))
}

struct Short<'a, 'b> {
    cursor: Cursor<'a>,
    whole: &'b Rc<Box<str>>,
    budget: usize,
    /// What the maps hold that are being read, and the lists: each takes its part when it ends, in as
    /// much memory as that needs.
    entries: Vec<Entry>,
    items: Vec<Node>,
}

/// Whether a word may start so without being anything else.
const fn starts_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'.' | b'$' | b'(' | b'+' | b'=')
}

/// Whether a word inside brackets may hold this.
const fn is_in_word(byte: u8) -> bool {
    starts_word(byte) || matches!(byte, b'-' | b')' | b'@')
}

impl<'a> Short<'a, '_> {
    fn document(&mut self) -> Option<Node> {
        if self.cursor.rest().starts_with("---") {
            self.cursor.step(3);
            self.line_end()?;
        }
        self.skip_to_content();
        if self.cursor.column() > 0 || !self.is_key() {
            return None;
        }
        let root = self.map(0)?;
        self.cursor.is_end().then_some(root)
    }

    fn rest(&self) -> &'a [u8] {
        self.cursor.rest().as_bytes()
    }

    fn spend(&mut self) -> Option<()> {
        self.budget = self.budget.checked_sub(1)?;
        Some(())
    }

    fn text(&self, range: Range<usize>) -> Text {
        Text::part(self.whole, range)
    }

    /// Over comments and empty lines.
    fn skip_to_content(&mut self) {
        loop {
            self.cursor.skip_spaces();
            match self.cursor.peek(0) {
                b'#' => self.skip_line(),
                b'\n' => {
                    self.cursor.skip_line_end();
                }
                _ => return,
            }
        }
    }

    fn skip_line(&mut self) {
        let rest = self.rest();
        self.cursor.step(rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()));
    }

    /// Nothing but a comment may follow.
    fn line_end(&mut self) -> Option<()> {
        let from = self.cursor.at();
        self.cursor.skip_spaces();
        match self.cursor.peek(0) {
            b'\n' => Some(()),
            b'#' if self.cursor.at() > from => {
                self.skip_line();
                Some(())
            }
            _ => self.cursor.is_end().then_some(()),
        }
    }

    /// Bytes of the word that stands here, if it is a key.
    fn key_width(&self) -> Option<usize> {
        let rest = self.rest();
        if !rest.first().is_some_and(|first| starts_word(*first)) {
            return None;
        }
        let ends = |(at, byte): (usize, &u8)| match byte {
            b' ' | b'\n' => true,
            b':' => self.cursor.is_gap(at + 1),
            _ => false,
        };
        let width = rest.iter().enumerate().position(ends)?;
        (rest.get(width) == Some(&b':') && width < LONG).then_some(width)
    }

    fn is_key(&self) -> bool {
        self.key_width().is_some()
    }

    fn is_item(&self) -> bool {
        self.cursor.peek(0) == b'-' && self.cursor.is_gap(1)
    }

    /// A map in a block, from its first key on. Behind it stands what is no part of it.
    fn map(&mut self, depth: usize) -> Option<Node> {
        self.spend()?;
        let column = self.cursor.column();
        let start = self.cursor.place();
        let before = self.entries.len();
        loop {
            let key_start = self.cursor.place();
            let width = self.key_width()?;
            let key = self.key(width)?;
            let value = self.value(column, depth + 1)?;
            let end = value.end();
            self.entries.push(Entry::new(key, key_start, value));
            if self.is_behind(column) {
                return self.finish_map(start, end, before);
            }
            if self.cursor.column() > column {
                return None;
            }
        }
    }

    /// A map of the entries from this one on.
    fn finish_map(&mut self, start: Place, end: Place, from: usize) -> Option<Node> {
        let entries: Vec<_> = self.entries.drain(from..).collect();
        let fits = entries.len() <= MAX_ENTRIES;
        fits.then_some(Node::new(start, end, Content::Map(entries)))
    }

    /// A list of the items from this one on.
    fn finish_list(&mut self, start: Place, end: Place, from: usize) -> Node {
        Node::new(start, end, Content::List(self.items.drain(from..).collect()))
    }

    /// Whether a block at this column has ended.
    fn is_behind(&self, column: usize) -> bool {
        self.cursor.is_end() || self.cursor.column() < column
    }

    /// A key of so many bytes and its `:`.
    fn key(&mut self, width: usize) -> Option<Text> {
        let at = self.cursor.at();
        let key = self.text(at..at + width);
        self.spend()?;
        self.cursor.step(width + 1);
        // Words and numbers of YAML become others as keys.
        is_text_like(&key).then_some(key)
    }

    /// What stands behind the `:` of a key at this column.
    fn value(&mut self, column: usize, depth: usize) -> Option<Node> {
        if depth > DEEP {
            return None;
        }
        let behind = self.cursor.place();
        if self.line_end().is_none() {
            return self.inline(column, depth);
        }
        self.skip_to_content();
        let own = self.cursor.column();
        match self.is_item() {
            _ if self.is_behind(column) => self.nothing(behind),
            true => self.list(own, depth),
            false if own == column => self.nothing(behind),
            false => self.map(depth),
        }
    }

    fn nothing(&mut self, place: Place) -> Option<Node> {
        self.spend()?;
        let content = Content::Scalar { text: self.text(0..0), style: Style::Plain, tag: None };
        Some(Node::new(place, place, content))
    }

    /// A list in a block, from its first `-` on.
    fn list(&mut self, column: usize, depth: usize) -> Option<Node> {
        self.spend()?;
        let start = self.cursor.place();
        let before = self.items.len();
        loop {
            self.cursor.step(1);
            if depth >= DEEP || self.line_end().is_some() {
                return None;
            }
            let item =
                if self.is_key() { self.map(depth + 1) } else { self.inline(column, depth + 1) }?;
            let end = item.end();
            self.items.push(item);
            if depth > 1 && self.items.len() - before > MAX_ENTRIES {
                return None;
            }
            if self.is_behind(column) || self.cursor.column() == column && !self.is_item() {
                return Some(self.finish_list(start, end, before));
            }
            if self.cursor.column() > column {
                return None;
            }
        }
    }

    /// A scalar, or what stands in brackets, behind a key or a `-` of a block at this column.
    fn inline(&mut self, column: usize, depth: usize) -> Option<Node> {
        let node = match self.cursor.peek(0) {
            first @ (b'|' | b'>') => {
                self.spend()?;
                let start = self.cursor.place();
                let around = isize::try_from(column).ok()?;
                let (text, end) = block(&mut self.cursor, around, first == b'|').ok()?;
                let text = Text::from(text);
                let content = Content::Scalar { text, style: Style::Block, tag: None };
                Node::new(start, end, content)
            }
            b'"' | b'\'' | b'[' | b'{' => {
                let node = self.closed(depth)?;
                self.line_end()?;
                node
            }
            first if starts_word(first) || first == b'-' && !self.is_item() => self.words()?,
            _ => return None,
        };
        self.skip_to_content();
        // The text goes on, or is broken.
        if !self.cursor.is_end() && self.cursor.column() > column {
            return None;
        }
        Some(node)
    }

    /// Words to the end of the line, or to a comment.
    fn words(&mut self) -> Option<Node> {
        self.spend()?;
        let start = self.cursor.place();
        let rest = self.rest();
        let mut before = b' ';
        let mut width = rest.len();
        for (at, byte) in rest.iter().enumerate() {
            match byte {
                b'\n' => {
                    width = at;
                    break;
                }
                b'#' if before == b' ' => {
                    width = at;
                    break;
                }
                b':' if self.cursor.is_gap(at + 1) => return None,
                _ => {}
            }
            before = *byte;
        }
        let words = rest.get(..width).unwrap_or_default();
        let trimmed = words.trim_ascii_end().len();
        let node = self.scalar(start, trimmed, Style::Plain);
        self.cursor.step(width - trimmed);
        self.line_end()?;
        Some(node)
    }

    /// So many bytes from here on.
    fn scalar(&mut self, start: Place, width: usize, style: Style) -> Node {
        let at = self.cursor.at();
        let text = self.text(at..at + width);
        self.cursor.step(width);
        Node::new(start, self.cursor.place(), Content::Scalar { text, style, tag: None })
    }

    /// What a sign of its own closes.
    fn closed(&mut self, depth: usize) -> Option<Node> {
        self.spend()?;
        let start = self.cursor.place();
        match self.cursor.peek(0) {
            b'[' => {
                self.cursor.step(1);
                self.flow_list(start, depth)
            }
            b'{' => {
                self.cursor.step(1);
                self.flow_map(start, depth)
            }
            quote => {
                let text = match quoted(&mut self.cursor, false, quote).ok()? {
                    Written::Here(range) => self.text(range),
                    Written::Made(text) => Text::from(text),
                };
                let content = Content::Scalar { text, style: Style::Quoted, tag: None };
                Some(Node::new(start, self.cursor.place(), content))
            }
        }
    }

    /// Behind `[`.
    fn flow_list(&mut self, start: Place, depth: usize) -> Option<Node> {
        let before = self.items.len();
        while !self.closes(b']') {
            let item = self.flow(depth + 1)?;
            self.items.push(item);
            self.part(b']')?;
        }
        let fits = self.items.len() - before <= MAX_ENTRIES;
        fits.then(|| self.finish_list(start, self.cursor.place(), before))
    }

    /// Behind `{`.
    fn flow_map(&mut self, start: Place, depth: usize) -> Option<Node> {
        let before = self.entries.len();
        while !self.closes(b'}') {
            let key_start = self.cursor.place();
            // A word inside brackets ends earlier than one outside.
            let width = self.key_width()?;
            if !self.rest().get(..width)?.iter().all(|byte| is_in_word(*byte)) {
                return None;
            }
            let key = self.key(width)?;
            self.cursor.skip_spaces();
            let value = self.flow(depth + 1)?;
            self.entries.push(Entry::new(key, key_start, value));
            self.part(b'}')?;
        }
        self.finish_map(start, self.cursor.place(), before)
    }

    /// Over a bracket that closes, if it stands here.
    fn closes(&mut self, bracket: u8) -> bool {
        self.cursor.skip_spaces();
        let closes = self.cursor.peek(0) == bracket;
        self.cursor.step(usize::from(closes));
        closes
    }

    /// Over a comma, unless a bracket closes.
    fn part(&mut self, bracket: u8) -> Option<()> {
        self.cursor.skip_spaces();
        match self.cursor.peek(0) {
            b',' => {
                self.cursor.step(1);
                Some(())
            }
            byte => (byte == bracket).then_some(()),
        }
    }

    /// What stands inside brackets.
    fn flow(&mut self, depth: usize) -> Option<Node> {
        if depth > DEEP {
            return None;
        }
        match self.cursor.peek(0) {
            b'"' | b'\'' | b'[' | b'{' => self.closed(depth),
            first if starts_word(first) => {
                self.spend()?;
                let start = self.cursor.place();
                let rest = self.rest();
                let width = rest.iter().position(|byte| !is_in_word(*byte))?;
                Some(self.scalar(start, width, Style::Plain))
            }
            _ => None,
        }
    }
}
