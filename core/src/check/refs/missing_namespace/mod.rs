//! Namespaces that the folder uses and does not make, while it makes others.

use crate::check::context::{Context, NEAR, Spot};
use crate::check::index::Index;
use crate::diagnostic::{Diagnostic, rule};
use crate::facts::Kubernetes;
use crate::field::nearest;
use std::collections::BTreeSet;

rule! {
    pub(in crate::check) const MISSING_NAMESPACE: Rule = Rule {
        name: "missing-namespace",
        tier: Broken,
        severity: Warning,
        says: "an object is in a namespace that nothing makes, while other namespaces are made",
        why: "Nothing can be applied to a namespace that does not exist; most often its name is misspelt.",
    };
}

/// Namespaces that every cluster has.
const BUILT_IN: [&str; 4] = ["default", "kube-node-lease", "kube-public", "kube-system"];

/// Tells of each namespace once, at its first object.
pub(super) fn check(index: &Index<'_>, version: Kubernetes, found: &mut Vec<Diagnostic>) {
    let made: BTreeSet<&str> = index.of_kind("Namespace").map(|each| each.name.as_str()).collect();
    if made.is_empty() {
        return;
    }
    let mut told = BTreeSet::new();
    for object in index.objects {
        let space = object.namespace.as_str();
        if space.is_empty() || made.contains(space) || BUILT_IN.contains(&space) {
            continue;
        }
        let Some(node) = object.root.at(&["metadata", "namespace"]) else { continue };
        if !told.insert(space) {
            continue;
        }
        let message = format!("nothing here makes the namespace `{space}`, while others are made");
        let help = match nearest(space, made.iter().copied().take(NEAR)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add the Namespace, or make sure that the cluster has it".to_owned(),
        };
        let diagnostic = Diagnostic::new(&MISSING_NAMESPACE, message).help(help);
        let mut context = Context::new(object, version, found);
        context.push(diagnostic, Spot::from(node), "metadata.namespace");
    }
}
