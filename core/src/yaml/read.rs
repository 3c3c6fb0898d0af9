//! Text to trees. Reading never fails: what cannot be read is a problem with a place, and the
//! documents before and after it are still there.

use super::node::{Content, Entry, Node, Style};
use crate::diagnostic::Place;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span, StrInput};
use std::collections::BTreeMap;

/// Larger files are not read.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// Deeper nesting is refused; Kubernetes' own objects stay below 30.
pub const MAX_DEPTH: usize = 100;
/// More nodes in one file, aliases counted as often as they are used, are refused.
pub const MAX_NODES: usize = 2_000_000;

/// One document of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The line at which its part of the file begins, from 1.
    pub line: usize,
    /// Its root; `None` for a document without content (nothing but comments).
    pub root: Option<Node>,
}

/// Why a text could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What is wrong, in lower case.
    pub message: String,
}

/// Reads every document of a file. A broken one is left out and told.
#[must_use]
pub fn read(text: &str) -> (Vec<Document>, Vec<Problem>) {
    let mut documents = Vec::new();
    let mut problems = Vec::new();
    if text.len() > MAX_BYTES {
        let message = format!("the file has {} MiB; 8 MiB is the limit", text.len() / 1024 / 1024);
        problems.push(Problem { place: Place { line: 1, column: 1 }, message });
        return (documents, problems);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut budget = MAX_NODES;
    for (line, part) in parts(text) {
        match Reader::new(part, line, &mut budget).document() {
            Ok(Some(root)) => documents.push(Document { line, root: Some(root) }),
            Ok(None) => documents.push(Document { line, root: None }),
            Err(problem) => problems.push(problem),
        }
    }
    (documents, problems)
}

/// Cuts a file before each `---` line. YAML forbids such a line inside any scalar, so a broken
/// document cannot hide the next one. Each part comes with the number of its first line.
fn parts(text: &str) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut start_line = 1;
    let mut offset = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let bare = line.trim_end_matches(['\n', '\r']);
        let marker = bare == "---" || bare.starts_with("--- ") || bare.starts_with("---\t");
        let before = text.get(start..offset).unwrap_or_default();
        let only_directives = before.lines().all(|each| each.starts_with('%') || each.is_empty());
        if marker && offset > start && !(only_directives && before.contains('%')) {
            parts.push((start_line, before));
            start = offset;
            start_line = index + 1;
        }
        offset += line.len();
    }
    parts.push((start_line, text.get(start..).unwrap_or_default()));
    parts
}

struct Reader<'a, 'b> {
    parser: Parser<'a, StrInput<'a>>,
    /// Lines before this part.
    lines_before: usize,
    anchors: BTreeMap<usize, (Node, usize)>,
    budget: &'b mut usize,
}

impl<'a, 'b> Reader<'a, 'b> {
    fn new(part: &'a str, line: usize, budget: &'b mut usize) -> Self {
        Self {
            parser: Parser::new_from_str(part),
            lines_before: line - 1,
            anchors: BTreeMap::new(),
            budget,
        }
    }

    fn place(&self, marker: &Marker) -> Place {
        Place { line: marker.line() + self.lines_before, column: marker.col() + 1 }
    }

    fn problem(&self, error: &ScanError) -> Problem {
        Problem { place: self.place(error.marker()), message: error.info().to_ascii_lowercase() }
    }

    fn next(&mut self) -> Result<Option<(Event<'a>, Span)>, Problem> {
        match self.parser.next_event() {
            None => Ok(None),
            Some(Ok(event)) => Ok(Some(event)),
            Some(Err(error)) => Err(self.problem(&error)),
        }
    }

    fn document(&mut self) -> Result<Option<Node>, Problem> {
        let mut root = None;
        while let Some((event, span)) = self.next()? {
            match event {
                Event::StreamEnd => return Ok(root),
                Event::StreamStart
                | Event::DocumentStart(_)
                | Event::DocumentEnd
                | Event::Nothing => {}
                other => {
                    let node = self.node(other, span, 0)?;
                    let void = matches!(&node.content, Content::Scalar { text, style: Style::Plain, tag: None } if text.is_empty());
                    if !void && root.is_none() {
                        root = Some(node);
                    } else if !void {
                        let message = String::from("a second document starts without `---`");
                        return Err(Problem { place: node.start, message });
                    }
                }
            }
        }
        Ok(root)
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Node, Problem> {
        let start = self.place(&span.start);
        if depth > MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH} levels");
            return Err(Problem { place: start, message });
        }
        self.spend(1, start)?;
        let (content, end, anchor) = match event {
            Event::Alias(id) => return self.alias(id, start),
            Event::Scalar(text, style, anchor, tag) => {
                let tag = tag.map(|tag| {
                    if tag.is_yaml_core_schema() { tag.suffix.clone() } else { tag.to_string() }
                });
                let content =
                    Content::Scalar { text: text.into_owned(), style: of_parser(style), tag };
                (content, self.place(&span.end), anchor)
            }
            Event::SequenceStart(anchor, _) => {
                let (items, end) = self.list(depth)?;
                (Content::List(items), end, anchor)
            }
            Event::MappingStart(anchor, _) => {
                let (entries, end) = self.map(depth)?;
                (Content::Map(entries), end, anchor)
            }
            _ => return Err(Problem { place: start, message: "not a value".into() }),
        };
        let node = Node { start, end, content };
        if anchor > 0 {
            let size = size(&node);
            self.anchors.insert(anchor, (node.clone(), size));
        }
        Ok(node)
    }

    fn list(&mut self, depth: usize) -> Result<(Vec<Node>, Place), Problem> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                Some((Event::SequenceEnd, span)) => return Ok((items, self.place(&span.end))),
                Some((event, span)) => items.push(self.node(event, span, depth + 1)?),
                None => return Err(self.cut()),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<(Vec<Entry>, Place), Problem> {
        let mut entries = Vec::new();
        loop {
            let (event, span) = match self.next()? {
                Some((Event::MappingEnd, span)) => return Ok((entries, self.place(&span.end))),
                Some(pair) => pair,
                None => return Err(self.cut()),
            };
            let key = self.node(event, span, depth + 1)?;
            let Some(text) = key.text().map(str::to_owned) else {
                let message = String::from("a key must be text, not a list or a map");
                return Err(Problem { place: key.start, message });
            };
            let Some((event, span)) = self.next()? else { return Err(self.cut()) };
            let value = self.node(event, span, depth + 1)?;
            entries.push(Entry { key: text, key_start: key.start, value });
        }
    }

    fn alias(&mut self, id: usize, place: Place) -> Result<Node, Problem> {
        let Some((node, size)) = self.anchors.get(&id) else {
            let message = String::from("an alias that stands inside its own anchor");
            return Err(Problem { place, message });
        };
        let (node, size) = (node.clone(), *size);
        self.spend(size, place)?;
        Ok(node)
    }

    fn spend(&mut self, nodes: usize, place: Place) -> Result<(), Problem> {
        match self.budget.checked_sub(nodes) {
            Some(rest) => {
                *self.budget = rest;
                Ok(())
            }
            None => {
                let message = format!("more than {MAX_NODES} nodes, aliases counted in full");
                Err(Problem { place, message })
            }
        }
    }

    fn cut(&self) -> Problem {
        let place = Place { line: self.lines_before + 1, column: 1 };
        Problem { place, message: "the document ends too early".into() }
    }
}

const fn of_parser(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
    }
}

fn size(node: &Node) -> usize {
    1 + match &node.content {
        Content::Scalar { .. } => 0,
        Content::List(items) => items.iter().map(size).sum(),
        Content::Map(entries) => entries.iter().map(|entry| 1 + size(&entry.value)).sum::<usize>(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_from_one_through_documents() {
        let (documents, problems) = read("a: 1\n---\nb:\n  - x\n  - ünï: y\n");
        assert_eq!(problems, []);
        let root = documents[1].root.as_ref().unwrap();
        let item = &root.get("b").unwrap().items()[1];
        let value = item.get("ünï").unwrap();
        assert_eq!(value.start, Place { line: 5, column: 10 });
    }

    #[test]
    fn a_broken_document_leaves_its_neighbours() {
        let (documents, problems) = read("a: 1\n---\nb: [1\n---\nc: 3\n");
        assert_eq!(documents.len(), 2);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].place.line >= 3);
    }

    #[test]
    fn bombs_and_depth_are_refused() {
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for level in 1..10 {
            let before = level - 1;
            bomb.push_str(&format!(
                "a{level}: &a{level} [{}]\n",
                vec![format!("*a{before}"); 10].join(",")
            ));
        }
        assert_eq!(read(&bomb).1.len(), 1);
        let deep = "[".repeat(5000);
        assert_eq!(read(&deep).1.len(), 1);
    }

    #[test]
    fn comments_alone_are_a_document_without_content() {
        let (documents, problems) = read("# nothing\n");
        assert!(problems.is_empty());
        assert!(documents.iter().all(|document| document.root.is_none()));
    }
}
