//! Probes.

use super::super::context::{given, int};
use super::super::index::Pod;
use super::finder::Finder;
use super::pod::{ends, running};
use super::relations::Relations;
use crate::diagnostic::rules;
use crate::yaml::{Content, Node};

rules! {
    pub(crate) const IMPATIENT_LIVENESS: Rule = Rule {
        name: "impatient-liveness",
        tier: Risky,
        severity: Warning,
        says: "liveness asks the same as readiness and waits no longer",
        why: "Under load a pod answers late; instead of getting fewer requests it is restarted, and the others get its share, until they are restarted too.",
        aliases: ["kube-score/pod-probes-identical"],
    };
    pub(crate) const READINESS_PROBE: Rule = Rule {
        name: "readiness-probe",
        tier: Risky,
        severity: Warning,
        says: "a pod behind a Service has no readiness probe",
        why: "It gets requests from its first second, long before Rails has booted: each release fails some.",
        aliases: [
            "kube-linter/no-readiness-probe",
            "kube-score/pod-probes",
            "polaris/readinessProbeMissing",
            "checkov/CKV_K8S_9",
        ],
    };
}

const HANDLERS: [&str; 4] = ["httpGet", "tcpSocket", "exec", "grpc"];

/// A pod that gets requests before it can answer, and a liveness probe that restarts pods which
/// are merely busy.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>, relations: &Relations<'_>) {
    readiness(finder, pod, relations);
    for container in running(pod) {
        let (Some(live), Some(ready)) =
            (given(container.node, "livenessProbe"), given(container.node, "readinessProbe"))
        else {
            continue;
        };
        let twins = HANDLERS.iter().all(|key| match (given(live, key), given(ready, key)) {
            (Some(one), Some(other)) => is_same(one, other),
            (None, None) => true,
            _ => false,
        });
        if twins && patience(live) <= patience(ready) {
            let message = "liveness asks what readiness asks and waits no longer: a pod that is busy is restarted instead of spared";
            let help = "raise `failureThreshold` of the liveness probe, or let it ask less";
            let at = (live, container.path("livenessProbe"));
            finder.report(&IMPATIENT_LIVENESS, pod.object, at, message, help);
        }
    }
}

fn readiness(finder: &mut Finder<'_>, pod: &Pod<'_>, relations: &Relations<'_>) {
    let Some(service) = relations.service(pod).filter(|_| !ends(pod)) else { return };
    let mut containers = running(pod);
    if running(pod).any(|container| given(container.node, "readinessProbe").is_some()) {
        return;
    }
    let is_main = |container: &super::pod::Container<'_>| given(container.node, "ports").is_some();
    let Some(container) = containers.find(is_main).or_else(|| running(pod).next()) else { return };
    let message = format!(
        "the Service `{}` sends requests to this pod before it can answer: there is no readiness probe",
        service.name
    );
    let help = "add `readinessProbe`, such as an `httpGet` of a path that asks no database";
    let at = (container.node, container.path("readinessProbe"));
    finder.report(&READINESS_PROBE, pod.object, at, message, help);
}

/// How many seconds a probe fails before it has a consequence.
fn patience(probe: &Node) -> i128 {
    let period = int(probe, "periodSeconds").unwrap_or(10);
    period.saturating_mul(int(probe, "failureThreshold").unwrap_or(3))
}

/// Whether two nodes say the same, wherever they stand.
fn is_same(one: &Node, other: &Node) -> bool {
    match (&one.content, &other.content) {
        (Content::Scalar { text, .. }, Content::Scalar { text: others, .. }) => text == others,
        (Content::List(items), Content::List(others)) => {
            items.len() == others.len()
                && items.iter().zip(others).all(|(one, other)| is_same(one, other))
        }
        (Content::Map(entries), Content::Map(others)) => {
            entries.len() == others.len()
                && entries
                    .iter()
                    .all(|entry| other.get(&entry.key).is_some_and(|it| is_same(&entry.value, it)))
        }
        _ => false,
    }
}
