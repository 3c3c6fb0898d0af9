//! A manifest as a tree in which a scalar stands as it is written and a key may stand twice.

use serde_yaml::Value;
use std::fmt::Write;

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    /// Keys and values.
    Map(Vec<(String, Tree)>),
    /// Items.
    List(Vec<Tree>),
    /// A scalar as it is written, with its quotes.
    Leaf(String),
}

/// The way to a node: the place of an entry or item at each level.
pub(crate) type Way = Vec<usize>;

impl Tree {
    /// A text in quotes.
    pub(crate) fn text(text: &str) -> Self {
        Self::Leaf(serde_json::to_string(text).unwrap())
    }

    /// What a reader of YAML found.
    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Mapping(map) => Self::Map(
                map.iter()
                    .map(|(key, value)| (key.as_str().unwrap().into(), Self::of(value)))
                    .collect(),
            ),
            Value::Sequence(items) => Self::List(items.iter().map(Self::of).collect()),
            scalar => Self::Leaf(serde_json::to_string(scalar).unwrap()),
        }
    }

    /// The nodes within, in order.
    pub(crate) fn children(&self) -> Vec<&Tree> {
        match self {
            Self::Map(entries) => entries.iter().map(|(_, value)| value).collect(),
            Self::List(items) => items.iter().collect(),
            Self::Leaf(_) => Vec::new(),
        }
    }

    /// The node at the end of a way.
    pub(crate) fn at(&self, way: &[usize]) -> &Tree {
        way.iter().fold(self, |node, at| node.children()[*at])
    }

    /// The same, to change it.
    pub(crate) fn at_mut(&mut self, way: &[usize]) -> &mut Tree {
        way.iter().fold(self, |node, at| match node {
            Self::Map(entries) => &mut entries[*at].1,
            Self::List(items) => &mut items[*at],
            Self::Leaf(_) => unreachable!("a way ends at a leaf"),
        })
    }

    /// Ways to all nodes within but the name of the kind.
    pub(crate) fn ways(&self) -> Vec<Way> {
        let mut ways = Vec::new();
        let mut open: Vec<(Way, &Tree)> = vec![(Vec::new(), self)];
        while let Some((way, node)) = open.pop() {
            for (at, child) in node.children().into_iter().enumerate() {
                let way: Way = way.iter().copied().chain([at]).collect();
                let is_name =
                    way.len() == 1 && matches!(self.key(&way), Some("apiVersion" | "kind"));
                if !is_name {
                    ways.push(way.clone());
                    open.push((way, child));
                }
            }
        }
        ways.sort();
        ways
    }

    /// The key at the end of a way; none of an item.
    pub(crate) fn key(&self, way: &[usize]) -> Option<&str> {
        let (last, before) = way.split_last()?;
        match self.at(before) {
            Self::Map(entries) => entries.get(*last).map(|(key, _)| key.as_str()),
            Self::List(_) | Self::Leaf(_) => None,
        }
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Tree> {
        match self {
            Self::Map(entries) => {
                entries.iter().find(|(own, _)| own == key).map(|(_, value)| value)
            }
            Self::List(_) | Self::Leaf(_) => None,
        }
    }

    /// The text of a key without its quotes.
    pub(crate) fn word(&self, key: &str) -> &str {
        match self.get(key) {
            Some(Self::Leaf(text)) => text.trim_matches('"'),
            _ => "",
        }
    }

    /// Sets a key of a map, or adds it.
    pub(crate) fn set(&mut self, key: &str, value: Tree) {
        let Self::Map(entries) = self else { return };
        match entries.iter_mut().find(|(own, _)| own == key) {
            Some((_, old)) => *old = value,
            None => entries.push((key.to_owned(), value)),
        }
    }

    /// Takes a key away.
    pub(crate) fn unset(&mut self, key: &str) {
        if let Self::Map(entries) = self {
            entries.retain(|(own, _)| own != key);
        }
    }

    /// As YAML.
    pub(crate) fn yaml(&self) -> String {
        self.block(0)
    }

    fn block(&self, indent: usize) -> String {
        let pad = " ".repeat(indent);
        let mut out = String::new();
        match self {
            Self::Map(entries) if !entries.is_empty() => {
                for (key, value) in entries {
                    let is_plain =
                        !key.is_empty() && key.bytes().all(|each| each.is_ascii_alphabetic());
                    let is_plain = is_plain
                        && !matches!(serde_yaml::from_str(key), Ok(Value::Bool(_) | Value::Null));
                    // Readers of YAML 1.1 take these for truth values.
                    let is_plain = is_plain && key.len() > 3;
                    let key =
                        if is_plain { key.clone() } else { serde_json::to_string(key).unwrap() };
                    match value {
                        Self::Map(inner) if !inner.is_empty() => {
                            write!(out, "{pad}{key}:\n{}", value.block(indent + 2)).unwrap();
                        }
                        Self::List(inner) if !inner.is_empty() => {
                            write!(out, "{pad}{key}:\n{}", value.block(indent + 2)).unwrap();
                        }
                        other => write!(out, "{pad}{key}: {}", other.block(0)).unwrap(),
                    }
                }
            }
            Self::List(items) if !items.is_empty() => {
                for item in items {
                    write!(out, "{pad}- {}", item.block(indent + 2).trim_start()).unwrap();
                }
            }
            Self::Map(_) => out.push_str("{}\n"),
            Self::List(_) => out.push_str("[]\n"),
            Self::Leaf(text) => writeln!(out, "{text}").unwrap(),
        }
        out
    }
}
