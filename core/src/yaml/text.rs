//! Text of a tree: a part of the file that it was read from, or a string of its own.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::ops::{Deref, Range};
use std::rc::Rc;

/// A string that is cheap to copy. What stands in a file as it is meant shares the file's text, so
/// that reading a key or a value takes no memory.
#[derive(Clone)]
pub struct Text {
    /// Behind two pointers, so that a text takes 24 bytes: there are many.
    whole: Rc<Box<str>>,
    /// The first bytes: nearly all keys are told apart by them, without a look into the file.
    head: u64,
    start: u32,
    end: u32,
}

/// The first bytes of a text, 0 behind its end. With the length they are all of a short one.
pub(crate) fn head(text: &[u8]) -> u64 {
    match text.first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => text.iter().rev().fold(0, |head, byte| head << 8 | u64::from(*byte)),
    }
}

/// So many bytes are all in the head.
const SHORT: usize = 8;

impl Text {
    /// A part of a text; nothing where the range is none of it.
    pub(super) fn part(whole: &Rc<Box<str>>, range: Range<usize>) -> Self {
        let end = |at: usize| u32::try_from(at).unwrap_or_default();
        let head = head(whole.as_bytes().get(range.clone()).unwrap_or_default());
        Self { whole: Rc::clone(whole), head, start: end(range.start), end: end(range.end) }
    }

    /// As bytes, which takes less than [`Self::as_str`]: no character needs to be looked for.
    fn bytes(&self) -> &[u8] {
        self.whole.as_bytes().get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    const fn size(&self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    #[inline]
    fn is(&self, other: &str) -> bool {
        self.size() == other.len()
            && self.head == head(other.as_bytes())
            && (other.len() <= SHORT || self.bytes() == other.as_bytes())
    }

    /// As a string slice.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.whole.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::from("")
    }
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        let whole: Rc<Box<str>> = Rc::new(Box::from(text));
        Self::part(&whole, 0..text.len())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&Self> for Text {
    fn from(text: &Self) -> Self {
        text.clone()
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.as_str().to_owned()
    }
}

impl From<&Text> for String {
    fn from(text: &Text) -> Self {
        text.as_str().to_owned()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(out)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(out)
    }
}

impl Eq for Text {}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.size() == other.size()
            && self.head == other.head
            && (self.size() <= SHORT || self.bytes() == other.bytes())
    }
}

impl PartialEq<str> for Text {
    #[inline]
    fn eq(&self, other: &str) -> bool {
        self.is(other)
    }
}

impl PartialEq<&str> for Text {
    #[inline]
    fn eq(&self, other: &&str) -> bool {
        self.is(other)
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        self.is(other)
    }
}

impl PartialEq<Text> for str {
    fn eq(&self, other: &Text) -> bool {
        other.is(self)
    }
}

impl PartialEq<Text> for &str {
    fn eq(&self, other: &Text) -> bool {
        other.is(self)
    }
}

impl PartialEq<Text> for String {
    fn eq(&self, other: &Text) -> bool {
        other.is(self)
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bytes().cmp(other.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_the_same_if_all_their_bytes_are() {
        let all =
            ["", "a", "b", "a\0", "abcdefg", "abcdefgh", "abcdefgi", "abcdefghi", "abcdefghj"];
        for (one, other) in all.iter().flat_map(|one| all.iter().map(move |other| (*one, *other))) {
            let whole = Rc::new(Box::from(format!("x{one}y")));
            let part = Text::part(&whole, 1..1 + one.len());
            assert_eq!(part == other, one == other, "{one:?} {other:?}");
            let own = Text::from(other);
            assert_eq!(part == own, one == other, "{one:?} {other:?}");
            assert_eq!(other == part, one == other, "{one:?} {other:?}");
        }
    }
}
