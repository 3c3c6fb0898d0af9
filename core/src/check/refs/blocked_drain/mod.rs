//! A budget that lets no pod go.

use crate::check::context::{Context, Spot, given, items};
use crate::check::index::{Index, selected_by};
use crate::check::object::Object;
use crate::check::refs::replicas::{Rounding, Sizes, amount};
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const BLOCKED_DRAIN: Rule = Rule {
        name: "blocked-drain",
        tier: Broken,
        severity: Warning,
        says: "a disruption budget never allows a pod to be evicted",
        why: "A node on which such a pod runs cannot be drained: upgrades of the cluster stop there until somebody deletes the pod by hand.",
        aliases: [
            "kube-linter/pdb-max-unavailable",
            "kube-linter/pdb-min-available",
            "polaris/pdbDisruptionsIsZero",
            "polaris/pdbMinAvailableGreaterThanHPAMinReplicas",
        ],
    };
}

/// A budget of more workloads than these is not added up.
const MOST: usize = 32;

/// Judges one budget.
pub(super) fn check(
    context: &mut Context<'_>,
    object: &Object,
    index: &Index<'_>,
    sizes: &Sizes<'_>,
) {
    let Some(spec) = object.root.get("spec") else { return };
    let Some(pods) = protected(object, index, sizes) else { return };
    for (field, is_least) in [("minAvailable", true), ("maxUnavailable", false)] {
        let Some(node) = given(spec, field) else { continue };
        let Some(wanted) = node.text().and_then(|text| amount(text, pods, Rounding::Up)) else {
            continue;
        };
        let blocks = if is_least { pods > 0 && wanted >= pods } else { wanted == 0 };
        if blocks {
            let message = if is_least {
                format!(
                    "with {pods} pods of which {wanted} have to be there, none may be evicted: no node that runs one can be drained"
                )
            } else {
                "no pod may be evicted: no node that runs one can be drained".to_owned()
            };
            let help = "let one pod go: `maxUnavailable: 1`, and have two pods or more";
            let diagnostic = Diagnostic::new(&BLOCKED_DRAIN, message).help(help);
            context.push(diagnostic, Spot::from(node), &format!("spec.{field}"));
        }
    }
}

/// The pods that a budget protects, when there are the fewest; nothing where they cannot be counted.
fn protected(object: &Object, index: &Index<'_>, sizes: &Sizes<'_>) -> Option<i128> {
    let selector = object.root.at(&["spec", "selector"])?;
    let labels = selected_by(selector, "matchLabels");
    let expressions = items(selector, "matchExpressions");
    let mut sum: i128 = 0;
    for (count, pod) in index.selected(&object.namespace, &labels, expressions).enumerate() {
        // Jobs end by themselves, but nobody knows how many pods of theirs there are.
        let size = sizes.of(pod.object).filter(|_| count < MOST)?;
        sum = sum.saturating_add(size.least);
    }
    Some(sum)
}
