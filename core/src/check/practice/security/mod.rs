//! The Pod Security Standards, which the API server's own admission applies: each control at the
//! node that violates it, by the version of the standard.
//!
//! Source: k8s.io/pod-security-admission, policy/check_*.go of v0.36.2 and v0.37.0, read
//! 2026-11-27. A test of `linkspan-tests` compares with that module's own pods.

mod baseline;
mod demand;
mod field;
mod restricted;
mod subject;

use super::super::index::{Index, Pod};
use super::finder::Finder;
use crate::diagnostic::{Diagnostic, Rule};
use crate::facts::Kubernetes;
use subject::Subject;
pub(super) use subject::{Level, Violation};

/// What the standards forbid in a pod.
pub(super) struct Judged<'p, 'a> {
    /// The pod.
    pub(super) pod: &'p Pod<'a>,
    /// The level that its namespace enforces.
    pub(super) level: Level,
    /// What the server refuses.
    pub(super) refused: Vec<Violation>,
    /// What a level forbids that nobody enforces.
    advised: Vec<Violation>,
}

impl Judged<'_, '_> {
    /// The case of a rule for each violation of a level that nobody enforces.
    pub(super) fn advise(&self, finder: &mut Finder<'_>, level: Level, rule: &'static Rule) {
        for each in self.advised.iter().filter(|each| each.level == level) {
            let message =
                format!("the {} level of Pod Security forbids {}", level.name(), each.what);
            self.report(finder, Diagnostic::new(rule, message), each);
        }
    }

    /// A finding at the place of a violation.
    pub(super) fn report(&self, finder: &mut Finder<'_>, diagnostic: Diagnostic, at: &Violation) {
        finder.push(diagnostic.help(&*at.help), self.pod.object, at.spot, &*at.path);
    }
}

/// Judges a pod by the level that its namespace enforces, else by both.
pub(super) fn judge<'p, 'a>(
    pod: &'p Pod<'a>,
    index: &Index<'_>,
    version: Kubernetes,
) -> Judged<'p, 'a> {
    let demand = demand::of(index, &pod.object.namespace, version);
    let is_refused = |each: &Violation| each.level <= demand.enforced;
    let is_advised = |each: &Violation| !is_refused(each) && each.level <= demand.advised;
    let (refused, rest) = violations(pod, demand.minor).into_iter().partition(is_refused);
    let latest = demand.minor == version.minor();
    let mut advised: Vec<_> = if latest { rest } else { violations(pod, version.minor()) };
    advised.retain(is_advised);
    Judged { pod, level: demand.enforced, refused, advised }
}

/// What the standards of a version forbid in a pod.
fn violations(pod: &Pod<'_>, minor: u32) -> Vec<Violation> {
    let mut subject = Subject::new(pod, minor);
    baseline::check(&mut subject);
    restricted::check(&mut subject);
    subject.found
}
