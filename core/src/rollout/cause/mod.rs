//! Why something does not run, in words for a person who deploys Rails.

mod container;
mod event;
mod image;
mod log;
mod pod;
mod probe;
mod refused;

pub(super) use event::about as events_about;
pub use event::newest as newest_events;
pub use log::{excerpt as log_excerpt, hint as log_hint};
pub(super) use pod::causes as of_pod;
pub(super) use refused::{of_events as refused_by_events, of_replica_set as refused_pods};

use serde::Serialize;

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// Stable name, such as `image-pull`.
    pub rule: &'static str,
    /// Such as `Pod shop-web-5d4f-x2x`.
    pub object: String,
    /// One lower-case sentence.
    pub message: String,
    /// What to do about it; empty where nothing is known to help.
    pub help: String,
    /// The section of the app's guide, `DEPLOY.md`, that has the commands for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<&'static str>,
    /// Whose log says more.
    pub log: Option<Log>,
    /// Whether waiting longer is of no use.
    #[serde(rename = "final")]
    pub is_final: bool,
}

impl Cause {
    /// What to do about it, with the place in the app's guide that has the commands; `guide` is the name of that file.
    #[must_use]
    pub fn advice(&self, guide: &str) -> String {
        match self.section {
            Some(section) => format!("{}: {guide}, section {section}, has the commands", self.help),
            None => self.help.clone(),
        }
    }
}

/// The log of a container.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Log {
    /// The pod's name.
    pub pod: String,
    /// The container's name.
    pub container: String,
    /// Whether it is the log of the run before this one.
    pub previous: bool,
}
