//! Processes, as a Procfile, a role of another tool or a manifest names them.

use super::finding::{At, Trust};
use std::collections::BTreeMap;

/// A process that runs the app, or stands beside it. Whoever reads a file notes it; what it becomes (the web command, a
/// worker, the migration) is decided once, when all are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Process {
    /// As the file calls it.
    pub(super) name: String,
    /// Its command as it is written there; empty for the image's own.
    pub(super) command: String,
    /// Where it stands.
    pub(super) at: At,
    /// Its key there, for the list of what was carried: `servers.jobs.cmd`.
    pub(super) key: String,
    /// How sure it is that production runs it; none for read.
    pub(super) trust: Option<Trust>,
    /// Whether the file says that it is the one that serves the web.
    pub(super) is_web: bool,
    /// Whether it runs once before a release.
    pub(super) is_release: bool,
    /// Values of its other fields by their key in a group: `replicas`, `cpu`, `memory_limit`, `timeout`.
    pub(super) fields: BTreeMap<&'static str, String>,
    /// Its own variables that hold no secret.
    pub(super) env: BTreeMap<String, String>,
    /// Where it listens.
    pub(super) port: Option<i64>,
    /// Whether a tool that deploys the app says so: that holds before what the image or a Procfile says.
    pub(super) deployed: bool,
    /// What follows from other facts of the file, by the key in a group: the value, and why it is likely.
    pub(super) likely: BTreeMap<&'static str, (String, &'static str)>,
    /// What differs in an environment.
    pub(super) differs: Vec<Differs>,
}

/// A value that differs in an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Differs {
    /// The environment: `staging`.
    pub(super) environment: String,
    /// The key in a group.
    pub(super) key: &'static str,
    pub(super) value: String,
    pub(super) at: At,
    /// Why it is likely; empty where it was read.
    pub(super) why: &'static str,
}
