//! Text to trees. Reading never fails: what cannot be read is a problem with a place, and the
//! documents before and after it are still there, as is the part of its document before it.

use super::advice;
use super::cursor::Cursor;
use super::dialect::Dialect;
use super::limits::{MAX_BROKEN, MAX_BYTES, MAX_NODES};
use super::node::Node;
use super::parts::{self, Part};
use super::problem::{Fault, Problem};
use super::scan::Scanner;
use super::short;
use super::tree::Builder;
use crate::diagnostic::Place;
use std::rc::Rc;

/// One document of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The line at which its part of the file begins, from 1.
    pub line: usize,
    /// Its root; `None` for a document without content (nothing but comments).
    pub root: Option<Node>,
    /// Whether it is broken: then its root holds what stands before the problem.
    pub is_cut: bool,
}

/// Reads every document of a spec. A broken one is left out and told.
#[must_use]
pub fn read(text: &str) -> (Vec<Document>, Vec<Problem>) {
    let (mut documents, problems) = all(text, Dialect::Spec);
    documents.retain(|document| !document.is_cut);
    (documents, problems)
}

/// Reads every document of a file of manifests as kubectl does. Of a broken one there is what stands
/// before the problem.
#[must_use]
pub fn read_manifests(text: &str) -> (Vec<Document>, Vec<Problem>) {
    let is_json = text.trim_start().starts_with('{') && !text.trim_start().starts_with("{{");
    all(text, if is_json { Dialect::Json } else { Dialect::Yaml })
}

fn all(text: &str, dialect: Dialect) -> (Vec<Document>, Vec<Problem>) {
    let mut documents = Vec::new();
    let mut problems = Vec::new();
    if text.len() > MAX_BYTES {
        problems.push(Fault::Size(text.len()).at(Place { line: 1, column: 1 }));
        return (documents, problems);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut budget = MAX_NODES;
    for part in parts::parts(text, dialect) {
        let line = part.lines_before + 1;
        let (roots, problem) = document(part, dialect, &mut budget);
        let is_cut = problem.is_some();
        if let Some(problem) = problem {
            let problem = match parts::template(part, problem.place) {
                Some(template) => template,
                None if dialect == Dialect::Json => problem,
                None => advice::among(part, problem),
            };
            if problems.len() == MAX_BROKEN {
                problems.push(Fault::Broken.at(problem.place));
                break;
            }
            problems.push(problem);
        }
        let last = roots.len();
        let known = roots.into_iter().enumerate();
        documents.extend(known.map(|(at, root)| {
            let void = root.is_null() && root.width() == 1 && root.text() == Some("");
            let is_cut = is_cut && at + 1 == last;
            Document { line, root: Some(root).filter(|_| !void), is_cut }
        }));
        if last == 0 && !is_cut {
            documents.push(Document { line, root: None, is_cut });
        }
    }
    (documents, problems)
}

fn document(part: Part<'_>, dialect: Dialect, budget: &mut usize) -> (Vec<Node>, Option<Problem>) {
    if let Some(problem) = control(part) {
        return (Vec::new(), Some(problem));
    }
    if let Some(line) = part.false_start {
        return (Vec::new(), Some(Fault::Separator.at(Place { line, column: 1 })));
    }
    let whole = Rc::new(Box::from(part.text));
    let cursor = Cursor::new(part.text, part.lines_before);
    let short = match dialect {
        Dialect::Json => None,
        Dialect::Spec | Dialect::Yaml => short::read(cursor.clone(), &whole, *budget),
    };
    let Some((root, left)) = short else {
        let scanner = Scanner::new(cursor, dialect == Dialect::Json);
        return Builder::new(scanner, whole, dialect, budget).documents();
    };
    // Every test that reads a manifest shows that both ways lead to the same tree.
    if cfg!(debug_assertions) {
        let scanner = Scanner::new(cursor, false);
        let long = Builder::new(scanner, whole, dialect, budget).documents();
        assert_eq!((vec![root.clone()], None), long);
        assert_eq!(left, *budget);
    }
    *budget = left;
    (vec![root], None)
}

/// The first character that YAML forbids.
fn control(part: Part<'_>) -> Option<Problem> {
    let odd = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0x7f;
    // Beyond ASCII they start with one of these two bytes. Without a way out of the loop many bytes
    // are judged at once.
    let suspicious = |byte: u8| {
        (byte < b' ' && byte != b'\t' && byte != b'\n' && byte != b'\r')
            | (byte == 0x7f)
            | (byte == 0xc2)
            | (byte == 0xef)
    };
    if !part.text.bytes().fold(false, |any, byte| any | suspicious(byte)) {
        return None;
    }
    let forbidden = |each: char| {
        u8::try_from(each).is_ok_and(odd)
            || matches!(each, '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
    };
    let (at, each) = part.text.char_indices().find(|(_, each)| forbidden(*each))?;
    let before = part.text.get(..at).unwrap_or_default();
    let line = part.lines_before + before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Some(Fault::Control(each).at(Place { line, column }))
}
