//! The nodes of a file by where they start.

use super::super::object::Object;
use super::super::schema::{Type, table};
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
    /// The fields that the schema knows, by the place of a key beside which they may stand.
    pub(super) siblings: BTreeMap<Place, Vec<&'static str>>,
    /// Objects by the place of their `apiVersion`'s value, and of their `kind`'s.
    pub(super) objects: BTreeMap<Place, &'a Object>,
}

impl<'a> Places<'a> {
    /// Walks through the objects of one file.
    pub(super) fn of(objects: impl Iterator<Item = &'a Object>) -> Self {
        let mut places = Self::default();
        for object in objects {
            places.node(&object.root);
            for key in ["apiVersion", "kind"] {
                if let Some(node) = object.root.get(key) {
                    places.objects.insert(node.start(), object);
                }
            }
            if let Some(kind) = table().kind(&object.api, &object.kind) {
                places.known(&Type::Definition(kind.definition), &object.root);
            }
        }
        places
    }

    /// Walks through a tree without a schema.
    pub(super) fn of_tree(root: &'a Node) -> Self {
        let mut places = Self::default();
        places.node(root);
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

    /// Follows the schema as far as it goes.
    fn known(&mut self, holds: &Type, node: &Node) {
        match (holds, &node.content) {
            (Type::List(inner), Content::List(items)) => {
                items.iter().for_each(|item| self.known(inner, item));
            }
            (Type::Map(inner), Content::Map(entries)) => {
                entries.iter().for_each(|entry| self.known(inner, &entry.value));
            }
            (Type::Definition(index), Content::Map(entries)) => {
                let Some(definition) = table().definition(*index) else { return };
                for entry in entries {
                    match definition.field(&entry.key) {
                        Some(field) => self.known(&field.holds, &entry.value),
                        None => {
                            let names = definition.fields.iter().map(|field| field.name).collect();
                            self.siblings.insert(entry.key_start(), names);
                        }
                    }
                }
            }
            _ => {}
        }
    }
}
