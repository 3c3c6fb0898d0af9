//! Reasons, given where values are made: a part of an object carries those of what is in it, a list those of its
//! items, so that no path of one into the other is written by hand.

use crate::field::Guide;
use crate::plan::{Decided, Reason};
use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// Reasons by field path, inside whatever they belong to. A path without one of its own has that of the nearest path
/// around it. Each path has to occur: builds with debug assertions stop at one that does not.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reasons {
    reasons: BTreeMap<String, Arc<Reason>>,
    comments: BTreeMap<String, String>,
}

impl Reasons {
    /// This path holds a decision.
    pub(crate) fn decided<T>(&mut self, path: &str, decided: &Decided<T>) {
        self.because(path, decided.reason());
    }

    /// This path has a reason made elsewhere.
    pub(crate) fn because(&mut self, path: &str, reason: Arc<Reason>) {
        self.reasons.insert(path.to_owned(), reason);
    }

    /// This path is always so.
    pub(crate) fn fixed(&mut self, path: &str, guide: Guide, why: &str) {
        self.because(path, Reason::fixed(guide, why));
    }

    /// This path is always so, and a comment above it says why.
    pub(crate) fn comment(&mut self, path: &str, guide: Guide, why: &str) {
        self.fixed(path, guide, why);
        self.comments.insert(path.to_owned(), why.to_owned());
    }

    /// Takes away what is said of a path and of all inside it.
    pub(crate) fn forget(&mut self, path: &str) {
        let stays = |each: &str| rest_inside(each, path).is_none();
        self.reasons.retain(|each, _| stays(each));
        self.comments.retain(|each, _| stays(each));
    }

    /// Follows the items of a list to where they stand now: for each of now, where it stood before.
    pub(crate) fn reorder(&mut self, list: &str, order: &[Option<usize>]) {
        self.reasons = reordered(std::mem::take(&mut self.reasons), list, order);
        self.comments = reordered(std::mem::take(&mut self.comments), list, order);
    }

    /// Puts a part at this path, and keeps its reasons.
    pub(crate) fn part<T>(&mut self, path: &str, part: Part<T>) -> T {
        self.take(path, part.reasons);
        part.object
    }

    /// One for parts of every type.
    fn take(&mut self, path: &str, reasons: Self) {
        for (inner, reason) in reasons.reasons {
            self.reasons.insert(inside(path, &inner), reason);
        }
        for (inner, comment) in reasons.comments {
            self.comments.insert(inside(path, &inner), comment);
        }
    }

    /// Puts a list at this path, and keeps the reasons of its items.
    pub(crate) fn list<T>(&mut self, path: &str, items: Items<T>) -> Vec<T> {
        let each = |(index, part)| self.part(&format!("{path}[{index}]"), part);
        items.0.into_iter().enumerate().map(each).collect()
    }

    /// The reason of a path inside something that has the reason `around`.
    pub(super) fn reason(&self, path: &str, around: &Arc<Reason>) -> Arc<Reason> {
        Arc::clone(self.reasons.get(path).unwrap_or(around))
    }

    /// The comment above a path.
    pub(super) fn above(&self, path: &str) -> Option<&str> {
        self.comments.get(path).map(String::as_str)
    }

    /// Every path that has a reason.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.reasons.keys().map(String::as_str)
    }
}

/// What follows a path in one that is it or lies inside it.
fn rest_inside<'a>(path: &'a str, around: &str) -> Option<&'a str> {
    path.strip_prefix(around).filter(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

fn reordered<T: Clone>(
    all: BTreeMap<String, T>,
    list: &str,
    order: &[Option<usize>],
) -> BTreeMap<String, T> {
    let mut now = BTreeMap::new();
    for (path, said) in all {
        let item = rest_inside(&path, list)
            .and_then(|rest| rest.strip_prefix('['))
            .and_then(|rest| rest.split_once(']'))
            .and_then(|(index, rest)| Some((index.parse::<usize>().ok()?, rest)));
        let Some((before, rest)) = item else {
            now.insert(path, said);
            continue;
        };
        for at in
            order.iter().enumerate().filter(|(_, from)| **from == Some(before)).map(|(at, _)| at)
        {
            now.insert(format!("{list}[{at}]{rest}"), said.clone());
        }
    }
    now
}

/// A path inside a part, seen from around it.
fn inside(path: &str, inner: &str) -> String {
    let dot = if path.is_empty() || inner.is_empty() || inner.starts_with('[') { "" } else { "." };
    format!("{path}{dot}{inner}")
}

/// The reasons of a whole object.
#[derive(Clone, Debug)]
pub(crate) struct Notes {
    /// That of the object itself, a comment on top of its file.
    pub(super) root: Arc<Reason>,
    reasons: Reasons,
}

impl Notes {
    /// Starts with the reason of the object as a whole.
    #[must_use]
    pub(crate) fn new(root: Arc<Reason>) -> Self {
        Self { root, reasons: Reasons::default() }
    }
}

/// What a part of an object can say, the whole can.
impl Deref for Notes {
    type Target = Reasons;

    fn deref(&self) -> &Reasons {
        &self.reasons
    }
}

impl DerefMut for Notes {
    fn deref_mut(&mut self) -> &mut Reasons {
        &mut self.reasons
    }
}

/// A part of an object, with the reasons of itself (an empty path) and of what is in it.
#[derive(Clone, Debug)]
pub(crate) struct Part<T> {
    /// The part.
    pub(crate) object: T,
    /// The reasons, by paths inside it.
    pub(crate) reasons: Reasons,
}

impl<T> Part<T> {
    /// For the reason given.
    pub(crate) fn because(object: T, reason: Arc<Reason>) -> Self {
        let mut part = Self::from(object);
        part.reasons.because("", reason);
        part
    }

    /// The part inside another one, at this path of it.
    pub(crate) fn within<U>(self, path: &str, around: impl FnOnce(T) -> U) -> Part<U> {
        let mut reasons = Reasons::default();
        let object = reasons.part(path, self);
        Part { object: around(object), reasons }
    }
}

/// A part that has the reason of what is around it.
impl<T> From<T> for Part<T> {
    fn from(object: T) -> Self {
        Self { object, reasons: Reasons::default() }
    }
}

/// Items of a list, each pushed with its reason.
#[derive(Clone, Debug)]
pub(crate) struct Items<T>(Vec<Part<T>>);

impl<T> Default for Items<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Items<T> {
    /// An item with the reason of the list, or a part with its own.
    pub(crate) fn push(&mut self, item: impl Into<Part<T>>) {
        self.0.push(item.into());
    }

    /// An item for a reason made elsewhere.
    pub(crate) fn because(&mut self, item: T, reason: Arc<Reason>) {
        self.push(Part::because(item, reason));
    }

    /// An item that holds a decision.
    pub(crate) fn decided<D>(&mut self, item: T, decided: &Decided<D>) {
        self.because(item, decided.reason());
    }

    /// An item that is always so.
    pub(crate) fn fixed(&mut self, item: T, guide: Guide, why: &str) {
        self.because(item, Reason::fixed(guide, why));
    }

    /// An item that is always so, and a comment above it says why.
    pub(crate) fn comment(&mut self, item: T, guide: Guide, why: &str) {
        let mut part = Part::from(item);
        part.reasons.comment("", guide, why);
        self.push(part);
    }

    /// Whether there is none.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The items, to be changed with their reasons.
    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, Part<T>> {
        self.0.iter_mut()
    }

    /// Other items for the same reasons.
    #[must_use]
    pub(crate) fn map<U>(self, change: impl Fn(T) -> U) -> Items<U> {
        let each = |part: Part<T>| Part { object: change(part.object), reasons: part.reasons };
        Items(self.0.into_iter().map(each).collect())
    }
}

impl<T, I: Into<Part<T>>> Extend<I> for Items<T> {
    fn extend<A: IntoIterator<Item = I>>(&mut self, items: A) {
        self.0.extend(items.into_iter().map(Into::into));
    }
}

impl<T, I: Into<Part<T>>> FromIterator<I> for Items<T> {
    fn from_iter<A: IntoIterator<Item = I>>(items: A) -> Self {
        Self(items.into_iter().map(Into::into).collect())
    }
}

impl<T> IntoIterator for Items<T> {
    type Item = Part<T>;
    type IntoIter = std::vec::IntoIter<Part<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Words of a command, each with the reason of the list.
pub(crate) fn words<const N: usize>(words: [&str; N]) -> Items<String> {
    words.into_iter().map(str::to_owned).collect()
}
