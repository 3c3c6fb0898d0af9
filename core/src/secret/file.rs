//! Where secrets stand in a file: a spec, manifests, a Dockerfile, a script.

use super::broken;
use super::find::{is_hex_key, is_open, is_value, looks_secret, spans};
use super::name::{is_identifier, is_secret_name};
use crate::diagnostic::{Lines, Place};
use crate::yaml::{self, Content, Entry, Node, Style};
use std::ops::Range;

/// What of a file must not be shown.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    /// Runs of bytes, in order, none within another.
    pub(super) ranges: Vec<Range<usize>>,
    /// The values that stand there, as a program reads them.
    pub(super) values: Vec<String>,
}

impl Hidden {
    /// Finds them. It goes by the tree where there is one, and line by line where a document is broken.
    pub(super) fn of(path: &str, text: &str) -> Self {
        let mut finder = Finder { text, lines: Lines::new(text), hidden: Self::default() };
        for range in spans(text) {
            finder.add(range);
        }
        if is_tree(path, text) {
            let (documents, problems) = yaml::read_manifests(text);
            for root in documents.iter().filter_map(|document| document.root.as_ref()) {
                finder.root(root);
            }
            let faults: Vec<Place> = problems.iter().map(|problem| problem.place).collect();
            for range in broken::ranges(text, &faults) {
                finder.add(range);
            }
        }
        finder.hidden.merge();
        finder.hidden
    }

    fn merge(&mut self) {
        self.ranges.sort_by_key(|range| (range.start, range.end));
        let mut out: Vec<Range<usize>> = Vec::with_capacity(self.ranges.len());
        for range in self.ranges.drain(..) {
            match out.last_mut().filter(|last| range.start <= last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => out.push(range),
            }
        }
        self.ranges = out;
    }

    /// The text with an asterisk for each hidden character.
    pub(super) fn masked(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for range in &self.ranges {
            out.push_str(text.get(done..range.start).unwrap_or_default());
            out.extend(text.get(range.clone()).unwrap_or_default().chars().map(super::mask));
            done = range.end;
        }
        out.push_str(text.get(done..).unwrap_or_default());
        out
    }

    /// Whether a byte is hidden.
    pub(super) fn has(&self, byte: usize) -> bool {
        let at = self.ranges.partition_point(|range| range.end <= byte);
        self.ranges.get(at).is_some_and(|range| range.start <= byte)
    }
}

/// Whether a file may hold a tree: Dockerfiles and scripts are texts, unless they write a manifest.
fn is_tree(path: &str, text: &str) -> bool {
    let name = path.to_ascii_lowercase();
    [".yml", ".yaml", ".json"].iter().any(|end| name.ends_with(end)) || text.contains("kind")
}

struct Finder<'a> {
    text: &'a str,
    lines: Lines<'a>,
    hidden: Hidden,
}

/// Keys of a Secret whose values are none.
const OPEN: [&str; 5] = ["apiVersion", "kind", "metadata", "type", "immutable"];

/// What kubectl keeps of an object: all of it.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

impl Finder<'_> {
    fn add(&mut self, range: Range<usize>) {
        if let Some(value) = self.text.get(range.clone()).filter(|value| !value.is_empty()) {
            self.hidden.values.push(value.to_owned());
            self.hidden.ranges.push(range);
        }
    }

    fn root(&mut self, root: &Node) {
        if root.get("kind").is_none()
            && root.get("apiVersion").is_none()
            && root.get("app").is_some()
        {
            self.spec(root);
        }
        self.node(root, "");
    }

    fn node(&mut self, node: &Node, key: &str) {
        match &node.content {
            Content::Scalar { text, style, .. } => {
                if self.is_secret(key, text, *style, node) {
                    self.hide(node);
                }
            }
            Content::List(items) => {
                let mut before = "";
                for item in items {
                    // The words of a command: `--password`, then its value.
                    let is_value = before.starts_with('-') && is_secret_name(before);
                    match item.text() {
                        Some(text)
                            if is_value && !text.starts_with('-') && !is_open(before, text) =>
                        {
                            self.hide(item);
                        }
                        _ => self.node(item, ""),
                    }
                    before = item.text().unwrap_or_default();
                }
            }
            Content::Map(entries) => self.map(node, entries),
        }
    }

    fn map(&mut self, node: &Node, entries: &[Entry]) {
        let kind = node.get("kind").and_then(Node::text).unwrap_or_default();
        // What only refers to a Secret has none of these.
        let is_object =
            ["apiVersion", "metadata", "data", "type"].iter().any(|key| node.get(key).is_some());
        let is_secret = is_object && kind.trim().eq_ignore_ascii_case("secret");
        let name = node.get("name").and_then(Node::text).unwrap_or_default();
        for entry in entries {
            let key = entry.key.as_str();
            let text = entry.value.text();
            if is_secret && !OPEN.contains(&key) || key.eq_ignore_ascii_case("stringData") {
                self.all(&entry.value);
            } else if text.is_some_and(|text| match key {
                "value" => looks_secret(name, text),
                LAST_APPLIED => text.contains("Secret"),
                _ => false,
            }) {
                self.hide(&entry.value);
            } else {
                self.node(&entry.value, key);
            }
        }
    }

    /// Everything below a node. A key without a value may be one.
    fn all(&mut self, node: &Node) {
        match &node.content {
            Content::Scalar { .. } => self.hide(node),
            Content::List(items) => items.iter().for_each(|item| self.all(item)),
            Content::Map(entries) => {
                for entry in entries {
                    if entry.value.is_null() {
                        self.key(entry);
                    }
                    self.all(&entry.value);
                }
            }
        }
    }

    fn is_secret(&self, key: &str, text: &str, style: Style, node: &Node) -> bool {
        if is_secret_name(key) && !is_open(key, text.trim())
            || is_hex_key(text) && !is_identifier(key)
        {
            return true;
        }
        // As it is written it may look otherwise: with escapes, or on several lines.
        let is_whole = node.start().line == node.end().line;
        let written = self.lines.between(node.start(), node.end()).unwrap_or_default();
        style == Style::Quoted && (written.contains('\\') || !is_whole) && !spans(text).is_empty()
    }

    /// Names of secrets, where values may stand in their place.
    fn spec(&mut self, node: &Node) {
        for entry in node.entries() {
            if entry.key == "secrets" {
                self.names(&entry.value);
            } else if matches!(entry.value.content, Content::Map(_)) {
                self.spec(&entry.value);
            }
        }
    }

    fn names(&mut self, node: &Node) {
        match &node.content {
            Content::Scalar { text, .. } if is_plain_name(text) => {}
            Content::Scalar { .. } => self.hide(node),
            Content::List(items) => items.iter().for_each(|item| self.names(item)),
            Content::Map(entries) => {
                for entry in entries {
                    if !is_plain_name(&entry.key) {
                        self.key(entry);
                    }
                    self.all(&entry.value);
                }
            }
        }
    }

    fn hide(&mut self, node: &Node) {
        let Some(start) = self.lines.offset(node.start()) else { return };
        let Some(end) = self.lines.offset(node.end()) else { return };
        let Some(written) = self.text.get(start..end) else { return };
        let head = match node.content {
            Content::Scalar { style: Style::Block, .. } => written.find('\n').unwrap_or_default(),
            _ => 0,
        };
        self.add(start + head..end);
        if let Some(text) = node.text().filter(|text| !text.is_empty()) {
            let parts: Vec<String> = spans(text)
                .into_iter()
                .filter_map(|part| Some(text.get(part)?.to_owned()))
                .collect();
            self.hidden.values.extend(parts);
            self.hidden.values.push(text.to_owned());
        }
    }

    fn key(&mut self, entry: &Entry) {
        let start = entry.key_start();
        let end = Place { column: start.column + entry.key.chars().count(), ..start };
        if let (Some(start), Some(end)) = (self.lines.offset(start), self.lines.offset(end)) {
            self.add(start..end);
        }
    }
}

/// A name of a variable as nearly all are written; anything else may be a value.
pub(super) fn is_plain_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    text.bytes().all(fits)
        && !text.starts_with(|each: char| each.is_ascii_digit())
        && !is_value(text)
}
