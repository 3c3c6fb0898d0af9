//! A quota that has no room for the pods of the folder, or for those that a release adds.

use crate::check::context::{Context, Spot, entries, items};
use crate::check::object::Object;
use crate::check::quantity::Quantity;
use crate::check::refs::share::{COUNTED, Share, said};
use crate::diagnostic::{Diagnostic, Severity, rule};
use crate::yaml::Node;
use std::collections::BTreeSet;

rule! {
    pub(in crate::check) const SMALL_QUOTA: Rule = Rule {
        name: "small-quota",
        tier: Broken,
        severity: Warning,
        says: "the pods of the folder need more than its quota allows",
        why: "The last pods of a release are refused, and the rollout does not end.",
    };
}

/// Compares what a quota allows with what the pods of its namespace need.
pub(super) fn check(
    context: &mut Context<'_>,
    spec: &Node,
    shares: &[Share<'_>],
    range: Option<&Object>,
) {
    let mut seen = BTreeSet::new();
    for entry in entries(spec, "hard") {
        // What is not counted is no work, and what is counted, is once.
        if !seen.insert(entry.key.as_str()) {
            continue;
        }
        let Some(hard) = entry.value.text().and_then(Quantity::parse) else { continue };
        let path = format!("spec.hard[{}]", entry.key);
        let each = |share: &Share<'_>| match entry.key.as_str() {
            "pods" | "count/pods" => Some(Quantity::whole(1)),
            key => {
                let (_, part, resource) = COUNTED.iter().find(|(name, ..)| *name == key)?;
                Some(of_pod(share.pod, part, resource, range))
            }
        };
        let sum = |count: fn(&Share<'_>) -> i128| {
            let mut all = shares.iter().map(|share| Some(each(share)?.times(count(share))));
            all.try_fold(Quantity::whole(0), |sum, share| Some(sum.plus(share?)))
        };
        let (Some(least), Some(most)) = (sum(|share| share.least), sum(|share| share.most)) else {
            continue;
        };
        let (severity, needed, when) = if least > hard {
            (Severity::Error, least, "always")
        } else if most > hard {
            (Severity::Warning, most, "at the most, while a release rolls out,")
        } else {
            continue;
        };
        let message = format!(
            "the pods of this folder need {needed} {when} and the quota has {}",
            entry.value.text().unwrap_or_default()
        );
        let help = "raise the quota, or lower what the pods take";
        let diagnostic = Diagnostic::new(&SMALL_QUOTA, message).help(help).severity(severity);
        context.push(diagnostic, Spot::from(&entry.value), &path);
    }
}

fn of_pod(pod: &Node, part: &str, resource: &str, range: Option<&Object>) -> Quantity {
    let containers = items(pod, "containers").iter();
    let amounts = containers.filter_map(|each| said(each, part, resource, range));
    amounts.fold(Quantity::whole(0), Quantity::plus)
}
