//! The nodes of a file by where they start.

use crate::diagnostic::Place;
use crate::yaml::{Content, Entry, Node};
use std::collections::BTreeMap;

/// An entry and the map that it stands in.
#[derive(Clone, Copy)]
pub(super) struct Inside<'a> {
    /// The key and its value.
    pub(super) entry: &'a Entry,
    /// All of the map.
    pub(super) map: &'a Node,
}

/// What starts where.
#[derive(Default)]
pub(super) struct Places<'a> {
    /// Entries by the place of their key.
    pub(super) keys: BTreeMap<Place, Inside<'a>>,
    /// Entries by the place of their value.
    pub(super) values: BTreeMap<Place, Inside<'a>>,
    /// Scalars, also those in lists.
    pub(super) scalars: BTreeMap<Place, &'a Node>,
    /// Maps.
    pub(super) maps: BTreeMap<Place, &'a Node>,
}

impl<'a> Places<'a> {
    /// Walks through the trees of one file.
    pub(super) fn of(roots: impl Iterator<Item = &'a Node>) -> Self {
        let mut places = Self::default();
        roots.for_each(|root| places.node(root));
        places
    }

    fn node(&mut self, node: &'a Node) {
        match &node.content {
            Content::Scalar { .. } => drop(self.scalars.insert(node.start(), node)),
            Content::List(items) => items.iter().for_each(|item| self.node(item)),
            Content::Map(entries) => {
                self.maps.insert(node.start(), node);
                for entry in entries {
                    let inside = Inside { entry, map: node };
                    self.keys.insert(entry.key_start(), inside);
                    self.values.insert(entry.value.start(), inside);
                    self.node(&entry.value);
                }
            }
        }
    }
}
