//! A value without a place: what a spec says once it was judged, and what an object becomes before it
//! is written.

mod from_value;
mod ordered;
mod serialize;
mod unused;

pub(crate) use from_value::FromValue;
pub(crate) use ordered::ordered;
pub(crate) use serialize::to_value;

use std::borrow::Cow;

/// A key of a map; those of typed objects are constants.
pub(crate) type Key = Cow<'static, str>;

/// A value. Maps keep the order in which they were made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text.
    Text(String),
    /// Items in order.
    List(Vec<Value>),
    /// Keys and values in order.
    Map(Vec<(Key, Value)>),
}

impl Value {
    /// The value under a key of a map.
    #[must_use]
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => {
                entries.iter().find(|(each, _)| each == key).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// What stands under a key of a map, which keeps nothing in its place; nothing where it is missing.
    #[must_use]
    pub(crate) fn take_out(&mut self, key: &str) -> Self {
        let entries = match self {
            Self::Map(entries) => entries.as_mut_slice(),
            _ => &mut [],
        };
        let found = entries.iter_mut().find(|(each, _)| each == key);
        found.map_or(Self::Null, |(_, value)| std::mem::replace(value, Self::Null))
    }

    /// The items of a list; none for anything else.
    #[must_use]
    pub(crate) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }
}
