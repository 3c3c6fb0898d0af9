//! What is found: values with the places that tell them, questions, and what becomes of each key of another tool's file.

use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// A place in a file of the app.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct At {
    /// Path below the app's folder; empty for no file.
    pub file: String,
    /// Line from 1; 0 where the file being there, or not, is what counts.
    pub line: usize,
}

impl At {
    /// A line of a file.
    #[must_use]
    pub fn new(file: impl Into<String>, line: usize) -> Self {
        Self { file: file.into(), line }
    }

    /// A file by its being there.
    #[must_use]
    pub fn file(file: impl Into<String>) -> Self {
        Self::new(file, 0)
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            f.write_str(&self.file)
        } else {
            write!(f, "{}:{}", self.file, self.line)
        }
    }
}

/// How sure a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Trust {
    /// It follows from what was read, or is what nearly everybody wants; the reason says why.
    Likely,
    /// A file says so.
    Read,
    /// A person says so.
    Given,
}

/// A value of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// One text, number or truth value, as it is written.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
    /// Names and texts.
    Map(BTreeMap<String, String>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<String>> for Value {
    fn from(list: Vec<String>) -> Self {
        Self::List(list)
    }
}

impl Value {
    /// As one line for people.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(list) => list.join(", "),
            Self::Map(map) => {
                let rows: Vec<String> =
                    map.iter().map(|(name, text)| format!("{name}={text}")).collect();
                rows.join(", ")
            }
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::List(_) | Self::Map(_) => None,
        }
    }
}

/// A value of a field of the spec.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The field; of one in a group with the group's name: `workers[jobs].queues`.
    pub path: String,
    /// What it is.
    pub value: Value,
    /// How sure it is.
    pub trust: Trust,
    /// Every place that says so, the first being the one that decided.
    pub at: Vec<At>,
    /// Why it is likely; empty for what was read or given.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// An answer that a question offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// The value of the field.
    pub value: String,
    /// What speaks for it.
    pub why: String,
}

/// What only a person can say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// The field that it is about.
    pub path: String,
    /// The question, as a whole sentence.
    pub asks: String,
    /// Why it is open.
    pub why: String,
    /// What fits; none where it is any text that the field accepts.
    pub offers: Vec<Offer>,
    /// What holds while nobody answers; empty for nothing.
    pub usual: String,
}

impl Question {
    /// The flag of `linkspan init` that answers it.
    #[must_use]
    pub fn flag(&self) -> String {
        match self.path.as_str() {
            "app" => "--app NAME".to_owned(),
            "image" => "--image REPOSITORY".to_owned(),
            "hosts" => "--host NAME".to_owned(),
            path => format!("--set {path}=VALUE"),
        }
    }
}

/// What became of a key of another tool's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "fate", rename_all = "snake_case")]
pub enum Fate {
    /// It stands in the spec.
    Carried {
        /// The field.
        path: String,
    },
    /// Nothing has to be done for it.
    NotNeeded {
        /// Why not.
        why: String,
    },
    /// The spec cannot say it, or a person has to do something first.
    NotCarried {
        /// What it would take.
        why: String,
    },
}

/// A key of another tool's file and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Key {
    /// The key as it stands there, with those around it: `proxy.ssl`.
    pub key: String,
    /// Where.
    pub at: At,
    /// What became of it.
    #[serde(flatten)]
    pub fate: Fate,
}

/// A variable that the app reads. Its value is never kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Where it is read or named.
    pub at: At,
    /// Whether its name says that its value is a secret.
    pub secret: bool,
    /// Whether the app does not start without it.
    pub needed: bool,
}

/// Something worth knowing that is no value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// Where.
    pub at: At,
    /// One lower-case sentence.
    pub says: String,
    /// What to do about it; empty for nothing.
    pub help: String,
}

/// Everything that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// Values, in the order of the table.
    pub found: Vec<Found>,
    /// What is open.
    pub questions: Vec<Question>,
    /// What became of the keys of other tools' files.
    pub keys: Vec<Key>,
    /// Variables that the app reads and nothing sets yet.
    pub variables: Vec<Variable>,
    /// What else is worth knowing.
    pub remarks: Vec<Remark>,
}

impl Findings {
    /// The value of a field.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Found> {
        self.found.iter().find(|each| each.path == path)
    }

    /// Keys that the spec cannot carry.
    pub fn not_carried(&self) -> impl Iterator<Item = (&Key, &str)> {
        self.keys.iter().filter_map(|key| match &key.fate {
            Fate::NotCarried { why } => Some((key, why.as_str())),
            Fate::Carried { .. } | Fate::NotNeeded { .. } => None,
        })
    }

    /// Keys for which nothing has to be done.
    pub fn not_needed(&self) -> impl Iterator<Item = (&Key, &str)> {
        self.keys.iter().filter_map(|key| match &key.fate {
            Fate::NotNeeded { why } => Some((key, why.as_str())),
            Fate::Carried { .. } | Fate::NotCarried { .. } => None,
        })
    }
}
