//! What the files of an app say, as far as rules compare it with the spec.

use crate::diagnostic::{Place, Related};
use std::collections::{BTreeMap, BTreeSet};

/// A line of a file of the app.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    /// Path below the app's folder; empty for none.
    pub(crate) file: String,
    /// From 1; 0 where the file being there, or not, is what counts.
    pub(crate) line: usize,
}

impl Spot {
    /// The place as a sentence names it.
    pub(super) fn shown(&self) -> String {
        match self.line {
            0 => format!("`{}`", self.file),
            line => format!("`{}:{line}`", self.file),
        }
    }

    /// The place beside the one of the spec.
    pub(super) fn related(&self, message: impl Into<String>) -> Related {
        let place = Place { line: self.line, column: usize::from(self.line > 0) };
        Related { file: self.file.clone(), place, message: message.into() }
    }
}

/// A value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Spoken {
    /// One text.
    Text(String),
    /// A list.
    List(Vec<String>),
    /// Names and texts.
    Rows(BTreeMap<String, String>),
}

impl Spoken {
    /// As one line for people.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(list) => list.join(", "),
            Self::Rows(rows) => {
                let rows: Vec<String> = rows.iter().map(|(a, b)| format!("{a}={b}")).collect();
                rows.join(", ")
            }
        }
    }

    /// The text, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::List(_) | Self::Rows(_) => None,
        }
    }
}

/// A value that a file gives a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Says {
    /// The field; in a group, its key.
    pub(crate) path: String,
    /// The value.
    pub(crate) value: Spoken,
    /// Whether the file says so, and it does not only follow from it.
    pub(crate) sure: bool,
    /// Why it is likely.
    pub(crate) why: String,
    /// Where.
    pub(crate) spot: Spot,
}

/// A group that files name: a worker, a scheduled job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// The list that it belongs to: `workers`, `cron`.
    pub(crate) list: String,
    /// Its name there.
    pub(crate) name: String,
    /// What is known of it.
    pub(crate) fields: Vec<Says>,
}

impl Group {
    /// A field of it.
    pub(crate) fn get(&self, key: &str) -> Option<&Says> {
        self.fields.iter().find(|each| each.path == key)
    }

    /// The text of a field.
    pub(crate) fn text(&self, key: &str) -> &str {
        self.get(key).and_then(|each| each.value.text()).unwrap_or_default()
    }

    /// Where it stands.
    pub(crate) fn spot(&self) -> Spot {
        self.fields.first().map(|each| each.spot.clone()).unwrap_or_default()
    }

    /// Whether a file says that it is there.
    pub(crate) fn is_sure(&self) -> bool {
        self.get("name").is_some_and(|each| each.sure)
    }
}

/// A value of a file, and what holds in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Differs {
    /// The field of the spec.
    pub(crate) path: String,
    /// What the file says.
    pub(crate) says: String,
    /// What holds; empty for nothing.
    pub(crate) holds: String,
    /// Whether the file says so.
    pub(crate) sure: bool,
    /// Why it is likely.
    pub(crate) why: String,
    /// Where.
    pub(crate) spot: Spot,
    /// Whether a file of the app names something that the spec has in no group at all.
    pub(crate) is_missing: bool,
}

impl Differs {
    /// Something else in a field of the spec than what a file says.
    pub(crate) fn of(each: &Says, path: String, holds: String) -> Self {
        Self {
            path,
            says: each.value.shown(),
            holds,
            sure: each.sure,
            why: each.why.clone(),
            spot: each.spot.clone(),
            is_missing: false,
        }
    }
}

/// A package that a gem needs in the image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Needs {
    /// The gem.
    pub(crate) gem: String,
    /// The field that names packages of its kind.
    pub(crate) field: &'static str,
    /// The package.
    pub(crate) package: String,
    /// Where the gem is named.
    pub(crate) spot: Spot,
}

/// Everything that is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AppSays {
    /// Values of single fields and lists.
    pub(crate) values: Vec<Says>,
    /// Groups.
    pub(crate) groups: Vec<Group>,
    /// Variables without which the app does not start.
    pub(crate) needed: Vec<(String, Spot)>,
    /// Gems of production; none where no file names them all.
    pub(crate) gems: Option<BTreeSet<String>>,
    /// The file that names them all.
    pub(crate) lock: String,
    /// Where the Gemfile names Puma for development or tests alone.
    pub(crate) puma: Option<Spot>,
    /// Platforms of the lock.
    pub(crate) platforms: Option<(Vec<String>, Spot)>,
    /// Packages that gems need.
    pub(crate) packages: Vec<Needs>,
    /// Connections of the pool, where config/database.yml says a number.
    pub(crate) pool: Option<(i64, Spot)>,
    /// What could name a path that answers: routes and settings; none where the routes were not read.
    pub(crate) routes: Option<String>,
    /// What a Dockerfile copies and the folder lacks, with the line there.
    pub(crate) lacks: Vec<(String, Spot)>,
    /// The files that were read.
    pub(crate) read: Vec<String>,
}
