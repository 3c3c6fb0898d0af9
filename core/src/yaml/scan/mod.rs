//! Text to tokens, by the rules of YAML 1.1 as kubectl's reader has them: indents become tokens,
//! and a key is known for one when its `:` is met.

mod block;
mod plain;
mod quoted;
mod tag;
mod token;

pub(super) use block::block;
pub(super) use quoted::quoted;
pub(super) use token::{Kind, Token, Written};

use super::cursor::Cursor;
use super::limits::MAX_DEPTH;
use super::problem::{Fault, Problem};
use crate::diagnostic::Place;
use std::collections::VecDeque;

/// A key has to end within so many characters, and on its line.
const LONGEST_KEY: usize = 1024;

/// Where a key may have started, for each level of brackets.
#[derive(Clone, Copy, Debug, Default)]
struct Candidate {
    possible: bool,
    /// In a block, at the indent of its keys: then it has to be one.
    required: bool,
    /// The number of its first token.
    token: usize,
    place: Place,
}

pub(super) struct Scanner<'a> {
    cursor: Cursor<'a>,
    /// Whether the file is JSON: kubectl reads it with a reader of its own.
    json: bool,
    queue: VecDeque<Token>,
    /// Tokens handed out.
    taken: usize,
    /// The column of the innermost block; -1 outside of all.
    indent: isize,
    indents: Vec<isize>,
    /// One for the block, and one for each open bracket.
    candidates: Vec<Candidate>,
    key_allowed: bool,
    /// Whether the next token is sure.
    is_sure: bool,
    ended: bool,
    problem: Option<Problem>,
}

impl<'a> Scanner<'a> {
    /// At the start of a text.
    pub(super) fn new(cursor: Cursor<'a>, json: bool) -> Self {
        Self {
            cursor,
            json,
            queue: VecDeque::new(),
            taken: 0,
            indent: -1,
            indents: Vec::new(),
            candidates: vec![Candidate::default()],
            key_allowed: true,
            is_sure: false,
            ended: false,
            problem: None,
        }
    }

    /// Why the text ends before its end.
    pub(super) fn into_problem(self) -> Option<Problem> {
        self.problem
    }

    /// Whether the text is broken before the next token.
    pub(super) const fn is_broken(&self) -> bool {
        self.problem.is_some()
    }

    /// Breaks the text off: the grammar has found a problem. The first one is kept.
    pub(super) fn fail(&mut self, problem: Problem) {
        if self.problem.is_none() {
            self.problem = Some(problem);
        }
        self.queue.clear();
        (self.ended, self.is_sure) = (true, true);
    }

    /// What kind of token comes next.
    pub(super) fn peek(&mut self) -> &Kind {
        self.fill();
        self.queue.front().map_or(&Kind::Broken, |token| &token.kind)
    }

    /// Where the next token starts.
    pub(super) fn next_place(&mut self) -> Place {
        self.fill();
        self.queue.front().map_or_else(|| self.cursor.place(), |token| token.start)
    }

    /// The next token.
    pub(super) fn take(&mut self) -> Token {
        self.fill();
        self.taken += 1;
        self.is_sure = false;
        self.queue.pop_front().unwrap_or_else(|| {
            let place = self.cursor.place();
            Token { start: place, end: place, kind: Kind::Broken }
        })
    }

    /// Scans until the next token is sure: what may turn out to be a key is not.
    fn fill(&mut self) {
        if self.is_sure {
            return;
        }
        while !self.ended && (self.queue.is_empty() || self.is_undecided()) {
            if let Err(problem) = self.scan() {
                self.fail(problem);
            }
        }
        self.is_sure = true;
    }

    fn is_undecided(&self) -> bool {
        let found = self.candidates.iter().find(|each| each.possible && each.token == self.taken);
        found.is_some_and(|candidate| !self.is_stale(candidate) || candidate.required)
    }

    fn flow(&self) -> usize {
        self.candidates.len() - 1
    }

    fn push(&mut self, kind: Kind, start: Place) {
        let end = self.cursor.place();
        self.queue.push_back(Token { start, end, kind });
    }

    /// Puts a token without width before the one with this number.
    fn insert(&mut self, number: usize, kind: Kind, place: Place) {
        let at = number.saturating_sub(self.taken).min(self.queue.len());
        self.queue.insert(at, Token { start: place, end: place, kind });
    }

    /// One step: the next token, and what its indent ends.
    fn scan(&mut self) -> Result<(), Problem> {
        self.skip_space();
        self.stale_key()?;
        let column = self.cursor.column();
        self.unroll(column);
        let start = self.cursor.place();
        let byte = self.cursor.peek(0);
        if self.cursor.is_end() {
            self.unroll_all();
            self.forget_key()?;
            self.ended = true;
            self.push(Kind::End, start);
            return Ok(());
        }
        if self.cursor.is_document_mark() {
            self.unroll_all();
            self.forget_key()?;
            self.key_allowed = false;
            self.cursor.step(3);
            let kind = if byte == b'-' { Kind::DocumentStart } else { Kind::DocumentEnd };
            self.push(kind, start);
            return Ok(());
        }
        let gap = self.cursor.is_gap(1);
        let in_flow = self.flow() > 0;
        match byte {
            b'%' if column == 0 => {
                self.unroll_all();
                self.forget_key()?;
                self.key_allowed = false;
                self.directive()
            }
            b'[' | b'{' => self.open(byte),
            b']' | b'}' => self.close(byte),
            b',' => {
                self.forget_key()?;
                self.key_allowed = true;
                self.cursor.step(1);
                self.push(Kind::Comma, start);
                Ok(())
            }
            b'-' if gap => self.item(),
            b'?' if gap || in_flow => self.key(),
            b':' if gap || in_flow => self.value(),
            b'*' | b'&' => self.anchor(),
            b'!' => {
                self.save_key()?;
                self.key_allowed = false;
                self.tag()
            }
            b'|' | b'>' if !in_flow => {
                self.forget_key()?;
                self.key_allowed = true;
                self.block(byte == b'|')
            }
            b'\'' | b'"' => {
                self.save_key()?;
                self.key_allowed = false;
                self.quoted(byte)
            }
            b'\t' => Err(Fault::Tab.at(start)),
            b'#' | b'|' | b'>' | b'%' | b'@' | b'`' => Err(Fault::Character(byte).at(start)),
            _ => {
                self.save_key()?;
                self.key_allowed = false;
                self.plain()
            }
        }
    }

    /// Moves to the next token: over blanks, comments and line ends. A tab is no indent.
    fn skip_space(&mut self) {
        loop {
            let is_mark = self.cursor.peek(0) == 0xef && self.cursor.rest().starts_with('\u{feff}');
            if is_mark && self.cursor.column() == 0 {
                self.cursor.go(self.cursor.at() + 3);
            }
            let tabs = self.json || self.flow() > 0 || !self.key_allowed;
            self.cursor.skip_spaces();
            while tabs && self.cursor.is_blank(0) {
                self.cursor.step(1);
            }
            if self.cursor.peek(0) == b'#' {
                self.cursor.skip_line();
            }
            if self.cursor.line_end(0) == 0 {
                return;
            }
            self.cursor.skip_line_end();
            if self.flow() == 0 {
                self.key_allowed = true;
            }
        }
    }

    fn open(&mut self, byte: u8) -> Result<(), Problem> {
        let start = self.cursor.place();
        // A key of JSON is text.
        if !self.json {
            self.save_key()?;
        }
        if self.flow() > MAX_DEPTH {
            return Err(Fault::Depth.at(start));
        }
        self.candidates.push(Candidate::default());
        self.key_allowed = true;
        self.cursor.step(1);
        self.push(if byte == b'[' { Kind::FlowListStart } else { Kind::FlowMapStart }, start);
        Ok(())
    }

    fn close(&mut self, byte: u8) -> Result<(), Problem> {
        self.forget_key()?;
        if self.flow() > 0 {
            self.candidates.pop();
        }
        self.key_allowed = false;
        let start = self.cursor.place();
        self.cursor.step(1);
        self.push(if byte == b']' { Kind::FlowListEnd } else { Kind::FlowMapEnd }, start);
        Ok(())
    }

    fn item(&mut self) -> Result<(), Problem> {
        let start = self.cursor.place();
        if self.flow() == 0 {
            if !self.key_allowed {
                return Err(Fault::Item.at(start));
            }
            self.roll(self.cursor.column(), None, Kind::ListStart, start);
        }
        self.forget_key()?;
        self.key_allowed = true;
        self.cursor.step(1);
        self.push(Kind::Item, start);
        Ok(())
    }

    /// `?`
    fn key(&mut self) -> Result<(), Problem> {
        let start = self.cursor.place();
        if self.flow() == 0 {
            if !self.key_allowed {
                return Err(Fault::Key.at(start));
            }
            self.roll(self.cursor.column(), None, Kind::MapStart, start);
        }
        self.forget_key()?;
        self.key_allowed = self.flow() == 0;
        self.cursor.step(1);
        self.push(Kind::Key, start);
        Ok(())
    }

    /// `:`, which tells that what stands before it is a key.
    fn value(&mut self) -> Result<(), Problem> {
        let start = self.cursor.place();
        let candidate = self.candidates.last().copied().unwrap_or_default();
        if candidate.possible && !self.is_stale(&candidate) {
            self.insert(candidate.token, Kind::Key, candidate.place);
            let column = candidate.place.column - 1;
            self.roll(column, Some(candidate.token), Kind::MapStart, candidate.place);
            if let Some(last) = self.candidates.last_mut() {
                last.possible = false;
            }
            self.key_allowed = false;
        } else {
            if self.flow() == 0 {
                if !self.key_allowed {
                    return Err(Fault::Value.at(start));
                }
                self.roll(self.cursor.column(), None, Kind::MapStart, start);
            }
            self.key_allowed = self.flow() == 0;
        }
        self.cursor.step(1);
        self.push(Kind::Value, start);
        Ok(())
    }

    /// Opens a block whose column is further right than that of the one around it.
    fn roll(&mut self, column: usize, before: Option<usize>, kind: Kind, place: Place) {
        let column = isize::try_from(column).unwrap_or(isize::MAX);
        if self.flow() > 0 || self.indent >= column {
            return;
        }
        self.indents.push(self.indent);
        self.indent = column;
        let number = before.unwrap_or(self.taken + self.queue.len());
        self.insert(number, kind, place);
    }

    /// Ends the blocks whose column is further right.
    fn unroll(&mut self, column: usize) {
        let column = isize::try_from(column).unwrap_or(isize::MAX);
        if self.flow() == 0 {
            self.unroll_to(column);
        }
    }

    /// Ends all blocks, as the start and the end of a document do.
    fn unroll_all(&mut self) {
        if self.flow() == 0 {
            self.unroll_to(-1);
        }
    }

    fn unroll_to(&mut self, column: isize) {
        while self.indent > column {
            self.push(Kind::BlockEnd, self.cursor.place());
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    fn is_stale(&self, candidate: &Candidate) -> bool {
        let same_line = candidate.place.line == self.cursor.line() + 1;
        let near = self.cursor.column() < candidate.place.column + LONGEST_KEY;
        // JSON knows no such limits.
        !(self.json || same_line && near)
    }

    /// A candidate that had to be a key and is too far back.
    fn stale_key(&mut self) -> Result<(), Problem> {
        match self.candidates.first().copied() {
            Some(first) if first.possible && first.required && self.is_stale(&first) => {
                Err(Fault::Colon.at(first.place))
            }
            _ => Ok(()),
        }
    }

    /// What comes may be a key.
    fn save_key(&mut self) -> Result<(), Problem> {
        let column = isize::try_from(self.cursor.column()).unwrap_or(isize::MAX);
        let required = self.flow() == 0 && self.indent == column;
        if self.key_allowed {
            self.forget_key()?;
            let token = self.taken + self.queue.len();
            let place = self.cursor.place();
            if let Some(last) = self.candidates.last_mut() {
                *last = Candidate { possible: true, required, token, place };
            }
        }
        Ok(())
    }

    /// What came was no key.
    fn forget_key(&mut self) -> Result<(), Problem> {
        match self.candidates.last_mut() {
            Some(last) if last.possible && last.required => Err(Fault::Colon.at(last.place)),
            Some(last) => {
                last.possible = false;
                Ok(())
            }
            None => Ok(()),
        }
    }
}
