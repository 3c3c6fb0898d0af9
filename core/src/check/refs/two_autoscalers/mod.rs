//! Two autoscalers of one workload.

use crate::check::context::{Context, Spot};
use crate::check::index::Index;
use crate::check::object::Object;
use crate::check::refs::replicas::{scaling, target};
use crate::diagnostic::{Diagnostic, rule};
use crate::facts::Kubernetes;
use std::collections::BTreeMap;

rule! {
    pub(in crate::check) const TWO_AUTOSCALERS: Rule = Rule {
        name: "two-autoscalers",
        tier: Broken,
        severity: Error,
        says: "two autoscalers scale one workload",
        why: "Each undoes what the other does: the number of pods goes up and down without end.",
    };
}

/// Two autoscalers of one workload undo each other's work.
pub(super) fn check(index: &Index<'_>, version: Kubernetes, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<[&str; 3], &Object> = BTreeMap::new();
    for object in scaling(index) {
        let Some((kind, name, node)) = target(object) else { continue };
        let key = [object.namespace.as_str(), kind, name];
        let Some(before) = first.get(&key) else {
            first.insert(key, object);
            continue;
        };
        if before.name == object.name && before.kind == object.kind {
            continue;
        }
        let message = format!("the {} `{}` scales this {kind} too", before.kind, before.name);
        let help = "keep one of them, with all metrics in it";
        let diagnostic = Diagnostic::new(&TWO_AUTOSCALERS, message).help(help);
        let mut context = Context::new(object, version, found);
        context.push(diagnostic, Spot::from(node), "spec.scaleTargetRef.name");
    }
}
