//! What the scanner hands to the grammar.

use super::super::node::Style;
use crate::diagnostic::Place;
use std::ops::Range;

/// The text of a scalar: as it stands, or put together from lines and escapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Written {
    /// These bytes of the text.
    Here(Range<usize>),
    /// Not as it stands.
    Made(String),
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Kind {
    /// `%YAML`: its version.
    Version(u32, u32),
    /// `%TAG`: handle and prefix.
    TagDirective(Box<(String, String)>),
    /// `---`.
    DocumentStart,
    /// `...`.
    DocumentEnd,
    /// Nothing is left.
    End,
    /// The text is broken here; nothing follows.
    Broken,
    /// Before the first `-` of a list.
    ListStart,
    /// Before the first key of a map.
    MapStart,
    /// Behind the last item or entry of a block.
    BlockEnd,
    /// `[`.
    FlowListStart,
    /// `]`.
    FlowListEnd,
    /// `{`.
    FlowMapStart,
    /// `}`.
    FlowMapEnd,
    /// `-`.
    Item,
    /// `,`.
    Comma,
    /// Before a key, or `?`.
    Key,
    /// `:`.
    Value,
    /// `*name`.
    Alias(String),
    /// `&name`.
    Anchor(String),
    /// `!handle!suffix`.
    Tag(Box<(String, String)>),
    /// A word, a quoted text or a block.
    Scalar(Written, Style),
}

/// A token and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Token {
    /// Its first character.
    pub(in super::super) start: Place,
    /// Behind its last character.
    pub(in super::super) end: Place,
    /// What it is.
    pub(in super::super) kind: Kind,
}
