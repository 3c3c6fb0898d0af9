//! A pod under inspection, and what is found in it.

use crate::check::context::{Spot, bool};
use crate::check::index::Pod;
use crate::check::practice::pod::{Container, containers, on_windows};

/// A level of the standards; each forbids what those before it forbid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::check::practice) enum Level {
    /// Forbids nothing.
    Privileged,
    /// Forbids the known ways out of a container.
    Baseline,
    /// Asks for what a hardened pod says.
    Restricted,
}

impl Level {
    /// As a namespace's label says it.
    pub(in crate::check::practice) const fn name(self) -> &'static str {
        match self {
            Self::Privileged => "privileged",
            Self::Baseline => "baseline",
            Self::Restricted => "restricted",
        }
    }
}

/// Something in a pod that a level forbids.
#[derive(Debug)]
pub(in crate::check::practice) struct Violation {
    /// The lowest level that forbids it.
    pub(in crate::check::practice) level: Level,
    /// Where it stands.
    pub(in crate::check::practice) spot: Spot,
    /// From the object's root.
    pub(in crate::check::practice) path: String,
    /// What it is, such as "`hostNetwork: true`".
    pub(in crate::check::practice) what: String,
    /// What to do.
    pub(in crate::check::practice) help: String,
}

/// A pod under inspection.
pub(super) struct Subject<'p, 'a> {
    pub(super) pod: &'p Pod<'a>,
    pub(super) containers: Vec<Container<'a>>,
    /// The minor version of the standards.
    pub(super) minor: u32,
    /// Whether it has users of its own, apart from its node's: `hostUsers: false`.
    pub(super) apart: bool,
    pub(super) found: Vec<Violation>,
}

impl<'p, 'a> Subject<'p, 'a> {
    pub(super) fn new(pod: &'p Pod<'a>, minor: u32) -> Self {
        Self {
            pod,
            containers: containers(pod).collect(),
            minor,
            // Since 1.35 the standards trust such pods with more.
            apart: minor >= 35 && bool(pod.spec, "hostUsers") == Some(false),
            found: Vec::new(),
        }
    }

    /// The way from the object's root to a field of the pod.
    pub(super) fn path(&self, field: &str) -> String {
        format!("{}.{field}", self.pod.path)
    }

    /// Since 1.25 the restricted level does not ask Windows for what it has not.
    pub(super) fn is_windows(&self) -> bool {
        self.minor >= 25 && on_windows(self.pod)
    }

    pub(super) fn forbid(
        &mut self,
        level: Level,
        (spot, path): (impl Into<Spot>, String),
        what: impl Into<String>,
        help: impl Into<String>,
    ) {
        let (spot, what, help) = (spot.into(), what.into(), help.into());
        self.found.push(Violation { level, spot, path, what, help });
    }
}
