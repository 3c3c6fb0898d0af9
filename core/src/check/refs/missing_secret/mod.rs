//! Secrets that nothing in the folder makes. Most folders hold no Secret, and should not: one that is missing is
//! told of once, at its first use.

#[cfg(test)]
mod tests;

use crate::check::context::{Context, NEAR, Spot};
use crate::check::index::Index;
use crate::diagnostic::{Diagnostic, rule};
use crate::field::nearest;
use crate::yaml::Node;
use std::collections::BTreeSet;

rule! {
    pub(in crate::check) const MISSING_SECRET: Rule = Rule {
        name: "missing-secret",
        tier: Broken,
        severity: Warning,
        says: "a Secret is not in the folder, and nothing in it makes one of this name",
        why: "Without it the pod does not start. It may be in the cluster: a Secret that a person makes by a command is in no folder.",
        aliases: ["kube-linter/env-value-from"],
    };
}

/// Secrets that were told of already, by namespace and name.
#[derive(Default)]
pub(super) struct Missing {
    told: BTreeSet<(String, String)>,
}

/// The name of a Secret; says whether it is known.
pub(super) fn check(
    context: &mut Context<'_>,
    node: &Node,
    path: &str,
    namespace: &str,
    index: &Index<'_>,
    missing: &mut Missing,
) -> bool {
    let Some(name) = node.text().filter(|name| !name.is_empty()) else { return false };
    if index.secret_keys(namespace, name).next().is_some() {
        return true;
    }
    if missing.told.insert((namespace.to_owned(), name.to_owned())) {
        let message = format!("there is no Secret `{name}` in this folder");
        let help = help(index, namespace, name);
        let diagnostic = Diagnostic::new(&MISSING_SECRET, message).help(help);
        context.push(diagnostic, Spot::from(node), path);
    }
    false
}

fn help(index: &Index<'_>, namespace: &str, name: &str) -> String {
    if let Some(other) = index.namespace_of_secret(name) {
        return format!(
            "the folder has it in the namespace `{other}`, and pods read only Secrets of their own namespace, `{namespace}`"
        );
    }
    match nearest(name, index.secret_names().take(NEAR)) {
        Some(near) => {
            format!(
                "did you mean `{near}`? or make sure that the cluster has a Secret of this name"
            )
        }
        None => {
            "make sure that the cluster has it before this is applied, or fix the name".to_owned()
        }
    }
}
