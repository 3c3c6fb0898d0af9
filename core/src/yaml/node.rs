//! The tree that the reader returns.

use super::text::Text;
use crate::diagnostic::Place;

/// How a scalar was written. Only a plain one can be anything but a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: `3000`, `true`, `shop`.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// A literal or folded block.
    Block,
}

/// A place in half the memory: no file that is read has lines or columns beyond 32 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct At {
    line: u32,
    column: u32,
}

impl At {
    fn new(place: Place) -> Self {
        let small = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Self { line: small(place.line), column: small(place.column) }
    }

    const fn place(self) -> Place {
        Place { line: self.line as usize, column: self.column as usize }
    }
}

/// A node and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    start: At,
    end: At,
    /// What it holds.
    pub content: Content,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text, before any word or number in it is understood.
    Scalar {
        /// The text without quotes, escapes resolved.
        text: Text,
        /// How it was written.
        style: Style,
        /// The tag, where one was written: YAML's own such as `str` or `int` by their short names.
        tag: Option<Box<Text>>,
    },
    /// Items in order.
    List(Vec<Node>),
    /// Entries in the order written; a key can stand twice (see [`Node::get`]).
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key's text.
    pub key: Text,
    key_start: At,
    /// The value.
    pub value: Node,
}

impl Entry {
    /// An entry whose key starts at a place.
    #[must_use]
    pub fn new(key: Text, key_start: Place, value: Node) -> Self {
        Self { key, key_start: At::new(key_start), value }
    }

    /// Where the key starts.
    #[must_use]
    pub const fn key_start(&self) -> Place {
        self.key_start.place()
    }
}

impl Node {
    /// A node from its first character to behind its last.
    #[must_use]
    pub fn new(start: Place, end: Place, content: Content) -> Self {
        Self { start: At::new(start), end: At::new(end), content }
    }

    /// The first character.
    #[must_use]
    pub const fn start(&self) -> Place {
        self.start.place()
    }

    /// Behind the last character.
    #[must_use]
    pub const fn end(&self) -> Place {
        self.end.place()
    }

    /// A node without a place, for trees that no text holds.
    #[must_use]
    pub fn placeless(content: Content) -> Self {
        Self::new(Place::default(), Place::default(), content)
    }

    /// The value under a key; the last one where it stands twice, as kubectl's reader takes it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().rev().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// The value at a run of keys.
    #[must_use]
    pub fn at(&self, keys: &[&str]) -> Option<&Self> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The entries of a map; none for anything else.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.content {
            Content::Map(entries) => entries,
            Content::List(_) | Content::Scalar { .. } => &[],
        }
    }

    /// The items of a list; none for anything else.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match &self.content {
            Content::List(items) => items,
            Content::Map(_) | Content::Scalar { .. } => &[],
        }
    }

    /// The text of a scalar, whatever value it would become.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, .. } => Some(text),
            Content::List(_) | Content::Map(_) => None,
        }
    }

    /// Width on the first line, for underlining; at least 1.
    #[must_use]
    pub fn width(&self) -> usize {
        if self.end.line == self.start.line {
            self.end.column.saturating_sub(self.start.column).max(1) as usize
        } else {
            1
        }
    }
}
