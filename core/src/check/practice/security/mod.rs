//! The Pod Security Standards, which the API server's own admission applies: each control at the
//! node that violates it, by the version of the standard.
//!
//! Source: k8s.io/pod-security-admission, policy/check_*.go of v0.36.2 and v0.37.0, read
//! 2026-11-27. A test of `linkspan-tests` compares with that module's own pods.

mod baseline;
mod demand;
mod field;
mod restricted;

use super::super::context::{Spot, bool};
use super::super::index::{Index, Pod};
use super::finder::Finder;
use super::pod::{Container, containers};
use crate::diagnostic::{Diagnostic, Severity, Tier};
use crate::facts::Kubernetes;

/// A level of the standards; each forbids what those before it forbid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Forbids nothing.
    Privileged,
    /// Forbids the known ways out of a container.
    Baseline,
    /// Asks for what a hardened pod says.
    Restricted,
}

impl Level {
    /// As a namespace's label says it.
    const fn name(self) -> &'static str {
        match self {
            Self::Privileged => "privileged",
            Self::Baseline => "baseline",
            Self::Restricted => "restricted",
        }
    }
}

/// Something in a pod that a level forbids.
#[derive(Debug)]
struct Violation {
    /// The lowest level that forbids it.
    level: Level,
    spot: Spot,
    /// From the object's root.
    path: String,
    /// What it is, such as "`hostNetwork: true`".
    what: String,
    help: String,
}

/// A pod under inspection.
struct Subject<'p, 'a> {
    pod: &'p Pod<'a>,
    containers: Vec<Container<'a>>,
    /// The minor version of the standards.
    minor: u32,
    /// Whether it has users of its own, apart from its node's: `hostUsers: false`.
    apart: bool,
    found: Vec<Violation>,
}

impl<'p, 'a> Subject<'p, 'a> {
    fn new(pod: &'p Pod<'a>, minor: u32) -> Self {
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
    fn path(&self, field: &str) -> String {
        format!("{}.{field}", self.pod.path)
    }

    /// Since 1.25 the restricted level does not ask Windows for what it has not.
    fn is_windows(&self) -> bool {
        self.minor >= 25 && super::pod::on_windows(self.pod)
    }

    fn forbid(
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

/// What the standards of a version forbid in a pod.
fn violations(pod: &Pod<'_>, minor: u32) -> Vec<Violation> {
    let mut subject = Subject::new(pod, minor);
    baseline::check(&mut subject);
    restricted::check(&mut subject);
    subject.found
}

/// Judges a pod by the level that its namespace enforces, else by both.
pub(super) fn check(
    finder: &mut Finder<'_>,
    pod: &Pod<'_>,
    index: &Index<'_>,
    version: Kubernetes,
) {
    let demand = demand::of(index, &pod.object.namespace, version);
    let enforced = violations(pod, demand.minor);
    let latest = demand.minor == version.minor();
    for each in enforced.iter().filter(|each| each.level <= demand.enforced) {
        let who = if pod.object.kind == "Pod" { "it" } else { "its pods" };
        let message = format!(
            "the namespace `{}` enforces `{}`, which forbids {}: {who} will be refused",
            pod.object.namespace,
            demand.enforced.name(),
            each.what
        );
        let diagnostic =
            Diagnostic::new("pod-security-enforced", Tier::Broken, Severity::Error, message);
        finder.report(diagnostic.help(&*each.help), pod.object, each.spot, &*each.path);
    }
    let advised = if latest { enforced } else { violations(pod, version.minor()) };
    for each in &advised {
        if each.level <= demand.enforced || each.level > demand.advised {
            continue;
        }
        let at = (each.spot, each.path.as_str());
        let message =
            format!("the {} level of Pod Security forbids {}", each.level.name(), each.what);
        if each.level == Level::Baseline {
            finder.warning("pod-security-baseline", pod.object, at, message, &*each.help);
        } else {
            finder.hint("pod-security-restricted", pod.object, at, message, &*each.help);
        }
    }
}
