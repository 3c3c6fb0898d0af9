//! What a rule knows about its surroundings, and how it reports.

use super::object::Object;
use super::path::Path;
use crate::diagnostic::{Diagnostic, Mark, Place, Rule, Tier};
use crate::facts::Kubernetes;
use crate::yaml::{Content, Entry, Node, Scalar, resolve};
use std::borrow::Cow;

/// Names that are looked through for one that a person may have meant.
pub(super) const NEAR: usize = 200;

/// Where a finding is painted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// The first character.
    pub(super) place: Place,
    /// Characters on the first line.
    pub(super) width: usize,
}

impl From<&Node> for Spot {
    fn from(node: &Node) -> Self {
        Self { place: node.start(), width: node.width() }
    }
}

/// A key: for findings about the field itself, not its value.
impl From<&Entry> for Spot {
    fn from(entry: &Entry) -> Self {
        Self { place: entry.key_start(), width: entry.key.chars().count() }
    }
}

/// The object under inspection and the way to where the walk stands.
pub(super) struct Context<'a> {
    /// The kind of the object under inspection.
    pub(super) kind: &'a str,
    /// The version whose API server judges.
    pub(super) version: Kubernetes,
    /// The whole object.
    pub(super) root: &'a Node,
    /// From the object's root to the node that a rule was given.
    pub(super) path: Path,
    /// How many misspelt names are still compared with those that exist.
    guesses: u32,
    file: &'a str,
    found: &'a mut Vec<Diagnostic>,
    /// The findings before this belong to other objects.
    start: usize,
}

impl<'a> Context<'a> {
    /// At the root of an object.
    pub(super) fn new(
        object: &'a Object,
        version: Kubernetes,
        found: &'a mut Vec<Diagnostic>,
    ) -> Self {
        let start = found.len();
        let (root, file) = (&object.root, object.file.as_str());
        Self {
            kind: &object.kind,
            version,
            root,
            path: Path::default(),
            guesses: 100,
            file,
            found,
            start,
        }
    }

    /// Drops what was found within a part that the API server does not look at. What cannot be read stays.
    pub(super) fn forget(&mut self, rest: &str) {
        if self.found.len() == self.start {
            return;
        }
        let part = self.path.join(rest);
        let own = self.found.split_off(self.start);
        self.found.extend(
            own.into_iter()
                .filter(|each| each.rule.is(Mark::Reading) || !is_inside(&each.path, &part)),
        );
    }

    /// What a custom kind asks beyond its schema is not looked at while the schema is broken.
    pub(super) fn settle(&mut self) {
        let own = self.found.get(self.start..).unwrap_or_default();
        if own.iter().any(|each| each.rule.is(Mark::AfterSchema))
            && own.iter().any(|each| each.rule.is(Mark::Schema))
        {
            let own = self.found.split_off(self.start);
            self.found.extend(own.into_iter().filter(|each| !each.rule.is(Mark::AfterSchema)));
        }
    }

    /// Whether a part of this object has been found faulty so far.
    pub(super) fn is_faulty(&self, rest: &str) -> bool {
        let own = self.found.get(self.start..).unwrap_or_default();
        if own.is_empty() {
            return false;
        }
        let part = self.path.join(rest);
        own.iter().any(|each| each.tier == Tier::Refused && is_inside(&each.path, &part))
    }

    /// Tells what was found within a part under another path, where the API server calls it so; of what cannot be
    /// read it does not.
    pub(super) fn rename(&mut self, rest: &str, other: &str) {
        let (part, other) = (self.path.join(rest), self.path.join(other));
        for each in self.found.iter_mut().skip(self.start) {
            if !each.rule.is(Mark::Reading)
                && is_inside(&each.path, &part)
                && let Some(tail) = each.path.strip_prefix(part.as_str())
            {
                each.path = format!("{other}{tail}");
            }
        }
    }

    /// Whether to look for the name that was meant: it takes long, and nobody misspells a thousand.
    pub(super) fn may_guess(&mut self) -> bool {
        let left = self.guesses.checked_sub(1);
        self.guesses = left.unwrap_or_default();
        left.is_some()
    }

    /// Reports a case of a rule. `rest` leads from the node under inspection to the faulty field and
    /// may be empty.
    pub(super) fn report(
        &mut self,
        rule: &'static Rule,
        spot: impl Into<Spot>,
        rest: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(Diagnostic::new(rule, message).help(help), spot.into(), rest);
    }

    /// Reports a fault of an item under the path of its list, as the API server does in places.
    pub(super) fn report_at_list(
        &mut self,
        rule: &'static Rule,
        spot: impl Into<Spot>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let whole = std::mem::take(&mut self.path);
        self.path.field(whole.list());
        self.report(rule, spot, "", message, help);
        self.path = whole;
    }

    /// Reports a fault at a node around the one under inspection, whose path has this length.
    pub(super) fn report_above(
        &mut self,
        rule: &'static Rule,
        spot: Spot,
        length: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let whole = std::mem::take(&mut self.path);
        self.path.field(whole.join("").get(..length).unwrap_or_default());
        self.report(rule, spot, "", message, help);
        self.path = whole;
    }

    /// Reports any finding.
    pub(super) fn push(&mut self, diagnostic: Diagnostic, spot: Spot, rest: &str) {
        let path = self.path.join(rest);
        self.found.push(diagnostic.file(self.file).at(spot.place, spot.width).path(path));
    }
}

fn is_inside(path: &str, part: &str) -> bool {
    path.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// A part of an object, or an empty one in its place: the API server judges both alike.
pub(super) fn part<'n>(node: &'n Node, key: &str) -> Cow<'n, Node> {
    match given(node, key) {
        Some(part) => Cow::Borrowed(part),
        None => {
            let content = Content::Map(Vec::new());
            Cow::Owned(Node::new(node.start(), node.start(), content))
        }
    }
}

/// The value of a field, unless it is missing or null.
pub(super) fn given<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    node.get(key).filter(|value| !value.is_null())
}

/// The text of a field, unless it is missing, null or not text. Empty text counts as given.
pub(super) fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    given(node, key)?.text()
}

/// The text of a field; empty text counts as missing, as in Go.
pub(super) fn filled<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    text(node, key).filter(|text| !text.is_empty())
}

/// The whole number in a field.
pub(super) fn int(node: &Node, key: &str) -> Option<i128> {
    as_int(given(node, key)?)
}

/// The truth value in a field.
pub(super) fn bool(node: &Node, key: &str) -> Option<bool> {
    match resolve(given(node, key)?)? {
        Scalar::Bool(value) => Some(value),
        Scalar::Null | Scalar::Int(_) | Scalar::Float(_) | Scalar::Text(_) => None,
    }
}

/// A scalar as a whole number.
pub(super) fn as_int(node: &Node) -> Option<i128> {
    match resolve(node)? {
        Scalar::Int(value) => Some(value),
        // `1.0` is a whole number to the API server.
        Scalar::Float(value) => format!("{value}").parse().ok(),
        Scalar::Null | Scalar::Bool(_) | Scalar::Text(_) => None,
    }
}

/// The items of a list field; none where it is missing.
pub(super) fn items<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    node.get(key).map_or(&[], Node::items)
}

/// The entries of a map field; none where it is missing.
pub(super) fn entries<'n>(node: &'n Node, key: &str) -> &'n [Entry] {
    node.get(key).map_or(&[], Node::entries)
}

/// The key and value of a field.
pub(super) fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Entry> {
    node.entries().iter().rev().find(|entry| entry.key == key)
}

/// The items of a list somewhere below a node.
pub(super) fn list<'n>(node: &'n Node, path: &[&str]) -> &'n [Node] {
    node.at(path).map_or(&[][..], Node::items)
}

/// The annotations of an object.
pub(super) fn annotations(object: &Object) -> impl Iterator<Item = (&str, &str)> {
    let metadata = object.root.get("metadata");
    let all = metadata.map_or(&[][..], |metadata| entries(metadata, "annotations"));
    all.iter().map(|entry| (entry.key.as_str(), entry.value.text().unwrap_or_default()))
}
