//! What can be wrong with a text, and what a person does about it.

use super::limits::{MAX_BROKEN, MAX_BYTES, MAX_DEPTH, MAX_ENTRIES, MAX_NODES};
use crate::diagnostic::Place;
use std::borrow::Cow;

/// What to do about a text that is too large.
pub const SPLIT: &str = "split it; etcd takes no object above 1.5 MiB anyway";

/// Why a text could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What is wrong, in lower case.
    pub message: String,
    /// What to do about it.
    pub help: Cow<'static, str>,
    /// In which way the text is broken.
    pub(super) fault: Fault,
}

/// Each way in which a text can be broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Alias(String),
    AliasInItself(String),
    Anchor(bool),
    Binary,
    BlockHead,
    Broken,
    Character(u8),
    Colon,
    Control(char),
    Depth,
    Directive,
    Entries,
    Document,
    Escape,
    FlowList,
    FlowMap,
    Handle,
    Item,
    Key,
    KeyKind,
    KeyNull,
    Merge,
    Nodes,
    Nothing,
    NoItem,
    NoKey,
    Quote,
    Second,
    Separator,
    Size(usize),
    Tab,
    Tag,
    Tagged(String, String),
    Template(String),
    Value,
}

impl Fault {
    /// At a place.
    pub(super) fn at(&self, place: Place) -> Problem {
        let (message, help) = self.message_and_help();
        Problem { place, message, help: Cow::Borrowed(help), fault: self.clone() }
    }

    fn message_and_help(&self) -> (String, &'static str) {
        let told = |message: &str, help| (message.to_owned(), help);
        match self {
            Self::Alias(name) => (
                format!("there is no anchor `&{name}` before this alias"),
                "fix the name, or write the value out",
            ),
            Self::AliasInItself(name) => {
                (format!("the alias `*{name}` stands inside its own anchor"), "write the value out")
            }
            Self::Anchor(true) => told(
                "a text that starts with `*` has to be in quotes: `*` refers to another value",
                "put the text in quotes",
            ),
            Self::Anchor(false) => told(
                "a text that starts with `&` has to be in quotes: `&` gives a value a name",
                "put the text in quotes",
            ),
            Self::Binary => {
                told("the value tagged `!!binary` is not valid base64 of text", "encode it again")
            }
            Self::BlockHead => told(
                "behind `|` or `>` only `+`, `-`, an indent from 1 to 9 and a comment may stand",
                "start the text on the next line, indented",
            ),
            Self::Broken => (
                format!("more than {MAX_BROKEN} documents are broken; the rest is not read"),
                "fix these, and check again",
            ),
            Self::Character(b'`') => told(
                "a text that starts with a backtick has to be in quotes",
                "put the text in quotes",
            ),
            Self::Character(byte) => (
                format!("a text that starts with `{}` has to be in quotes", char::from(*byte)),
                "put the text in quotes",
            ),
            Self::Colon => told(
                "a `:` is missing behind this key",
                "write a colon and a space between key and value, such as `replicas: 3`",
            ),
            Self::Control(each) => (
                format!("the character U+{:04X} cannot stand in YAML", u32::from(*each)),
                "remove it, or write it as an escape in double quotes",
            ),
            Self::Depth => (
                format!("nested deeper than {MAX_DEPTH} levels"),
                "no object of Kubernetes is that deep: look for a `[` or `{` too many",
            ),
            Self::Directive => told("this is no directive that kubectl knows", "remove the line"),
            Self::Document => {
                told("`---` has to follow the directives", "remove the lines that start with `%`")
            }
            Self::Entries => (
                format!("more than {MAX_ENTRIES} entries in one map or list"),
                "split it: no object of Kubernetes holds that many",
            ),
            Self::Escape => {
                told("this is no escape of YAML", "double the `\\`, or use single quotes")
            }
            Self::FlowList => told(
                "a `,` or `]` is missing",
                "close the list with `]`, or part its items with `,`",
            ),
            Self::FlowMap => told(
                "a `,` or `}` is missing",
                "close the map with `}`, or part its entries with `,`",
            ),
            Self::Handle => told("no directive says what this tag means", "remove the tag"),
            Self::Item => told("a list cannot start here", "start the item on a line of its own"),
            Self::Key => told("a key cannot start here", "start the key on a line of its own"),
            Self::KeyKind => {
                told("a key must be text, not a list or a map", "put the key in quotes")
            }
            Self::KeyNull => told("a key cannot be nothing", "put the key in quotes"),
            Self::Merge => told(
                "`<<` merges a map or a list of maps",
                "point it at an anchor of a map, such as `<<: *name`",
            ),
            Self::Nodes => (
                format!("more than {MAX_NODES} values in one file, aliases counted in full"),
                "split the file, or write fewer aliases",
            ),
            Self::Nothing => told("a value is missing here", "write one, or `\"\"` for empty text"),
            Self::NoItem => told(
                "a `-` is missing: this line stands at the indent of a list",
                "start the line with `- `, or fix its indent",
            ),
            Self::NoKey => told(
                "a key is missing: this line does not fit the lines above it",
                "indent it as far as the keys that it belongs to",
            ),
            Self::Quote => told(
                "this quote is never closed",
                "end the text with the same quote; a quote inside `'...'` is written twice, inside `\"...\"` as `\\\"`",
            ),
            Self::Second => told(
                "a second document starts without `---`",
                "put `---` on a line of its own before it",
            ),
            Self::Separator => told(
                "kubectl takes a line that starts with `---` for the start of a document, and only a comment may follow",
                "put what follows on the next line, or indent the line to make it text",
            ),
            Self::Size(bytes) => (
                format!(
                    "the file has {} MiB; {} MiB is the limit",
                    bytes / 1024 / 1024,
                    MAX_BYTES / 1024 / 1024
                ),
                SPLIT,
            ),
            Self::Tab => told(
                "a tab stands where only spaces can",
                "replace the tab by spaces: two for each level",
            ),
            Self::Tag => told("this is no tag", "put the text in quotes"),
            Self::Tagged(text, tag) => (
                format!("`{text}` cannot be read as `!!{tag}`"),
                "remove the tag, or fix the value",
            ),
            Self::Template(shown) => (
                format!("`{shown}` is a template, not YAML"),
                "render it first, with `helm template` or what it is written for, and check the result",
            ),
            Self::Value => told(
                "a second `:` stands here, or the line is indented too far",
                "put the text in quotes, or fix the indent",
            ),
        }
    }
}
