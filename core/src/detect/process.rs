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
}
