//! The one list of what a spec can say. Form, `explain`, reference page and JSON Schema are drawn
//! from it, and `spec` accepts exactly what it names.

mod accepts;
mod address;
pub(crate) mod arguments;
mod check;
mod choices;
mod guide;
mod image;
mod jobs;
mod meant;
mod path;
mod place;
pub(crate) mod schedule;
mod schema;
mod secret_store;
mod spelling;
mod split_command;
mod table;
mod time_zone;
mod url;
mod version;
mod wrong;

pub use crate::facts::Program;
pub use accepts::{Accepts, Choice, Unit};
pub use address::{Address, address};
pub(crate) use check::accepted;
pub use check::{check, check_key};
pub use choices::Choices;
pub use guide::Guide;
pub use schema::json_schema;
pub use spelling::nearest;
pub(crate) use split_command::shell_word;
pub use split_command::split_command;
pub use table::{
    Access, Adapter, Apm, CableAdapter, Check, Ci, DatabaseKind, Distribution, GitOps, Health,
    ImageSource, JavaScript, LogAgent, LogScope, LogStore, Metrics, PARTS, Part, PodSecurity,
    Probe, ProcessProbe, RedisKind, SECTIONS, Scheduler, SearchKind, SecretStoreKind, Section,
    StoreKind, StoreScope, Strategy, Tls, Uploads, Via, WorkerKind, fields,
};
pub use url::{Url, url};
pub use wrong::Wrong;

use std::sync::LazyLock;

/// One field of the spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Path such as `web.replicas`; `workers[].name` for a field of each item of a list.
    pub path: &'static str,
    /// What the form calls it: Rails' word first.
    pub label: &'static str,
    /// One sentence that says what it does, Kubernetes' word included.
    pub help: &'static str,
    /// What it accepts.
    pub accepts: Accepts,
    /// What holds when it is not set.
    pub default: Default,
    /// The guide's section that it belongs to.
    pub guide: Guide,
    /// How soon a form shows it.
    pub rank: Rank,
}

/// How soon a form shows a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// One of the few that make an app: before all sections.
    Essential,
    /// One that many people set: first in its section or group.
    Common,
    /// One that few people need: on demand, unless it is set.
    Rare,
}

/// What holds when a field is not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Default {
    /// It has to be set.
    Required,
    /// Nothing: the field stays empty.
    Nothing,
    /// This text, read as if it were written.
    Value(&'static str),
    /// Worked out from other fields; the text says how.
    Derived(&'static str),
}

impl Field {
    /// The section of the form: the part of the path before the first dot, `app` for the top level.
    #[must_use]
    pub fn section(&self) -> &'static Section {
        let holds = |section: &&Section| section.fields.iter().any(|each| each.path == self.path);
        SECTIONS.iter().find(holds).unwrap_or(&table::app::APP)
    }

    /// The last part of the path: `replicas` for `web.replicas`.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.path.rsplit('.').next().unwrap_or(self.path).trim_end_matches("[]")
    }
}

/// The name and the path inside, of a path in an environment: `environments.staging.web.replicas` is
/// `web.replicas` of `staging`.
#[must_use]
pub fn in_environment(path: &str) -> Option<(&str, &str)> {
    path.strip_prefix("environments.")?.split_once('.')
}

/// Whether a field can differ between environments: what an image holds cannot, because one image goes
/// through all of them, one workflow deploys to all, one check judges all, and environments hold no
/// environments.
#[must_use]
pub fn may_differ(path: &str) -> bool {
    let first = path.split('.').next().unwrap_or(path);
    !matches!(
        first,
        "app"
            | "image"
            | "keep"
            | "build"
            | "rails"
            | "container"
            | "patches"
            | "delivery"
            | "check"
            | "environments"
    )
}

/// The field at a path; indexes do not matter, so `workers[2].name` finds `workers[].name`.
#[must_use]
pub fn find(path: &str) -> Option<&'static Field> {
    at(path).or_else(|| at(&pattern(path)))
}

/// The field that is written so in the table.
fn at(path: &str) -> Option<&'static Field> {
    let found = INDEX.binary_search_by(|field| field.path.cmp(path)).ok()?;
    INDEX.get(found).copied()
}

/// Every field, by path: a spec asks for hundreds of them.
static INDEX: LazyLock<Vec<&'static Field>> = LazyLock::new(|| {
    let mut all: Vec<&'static Field> = fields().collect();
    all.sort_unstable_by_key(|field| field.path);
    all
});

/// Those that take names of the user's own, in the order of the table.
static MAPS: LazyLock<Vec<&'static Field>> = LazyLock::new(|| {
    fields()
        .filter(|field| {
            matches!(field.accepts, Accepts::Map | Accepts::Annotations | Accepts::Rules)
        })
        .collect()
});

/// A concrete path with its indexes taken out: `workers[2].queues[0]` becomes `workers[].queues[]`.
#[must_use]
pub fn without_indexes(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        out.push_str("[]");
        rest = after.split_once(']').map_or("", |(_, tail)| tail);
    }
    out.push_str(rest);
    out
}

/// The path of the field that decides a concrete path: `workers[2].queues[0]` is decided by
/// `workers[].queues`, `env.FLAG` by `env`, and what stands in an environment by its field.
#[must_use]
pub fn pattern(path: &str) -> String {
    let path = in_environment(path).map_or(path, |(_, inside)| inside);
    if path.starts_with("environments.") {
        return "environments".to_owned();
    }
    let plain = without_indexes(path);
    let trimmed = plain.trim_end_matches("[]");
    let inside = |field: &&&Field| {
        trimmed.strip_prefix(field.path).is_some_and(|rest| rest.starts_with('.'))
    };
    MAPS.iter().find(inside).map_or(trimmed, |map| map.path).to_owned()
}
