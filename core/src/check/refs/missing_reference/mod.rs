//! Objects that are named and not there.

#[cfg(test)]
mod tests;

use crate::check::context::{Context, NEAR, Spot};
use crate::check::index::Index;
use crate::check::object::Object;
use crate::diagnostic::{Diagnostic, rule};
use crate::field::nearest;
use crate::yaml::Node;

rule! {
    pub(in crate::check) const MISSING_REFERENCE: Rule = Rule {
        name: "missing-reference",
        tier: Broken,
        severity: Warning,
        says: "an object that is named is not in the folder",
        why: "Unless the cluster has it already, pods wait for it for ever or the route leads nowhere.",
        aliases: ["kube-linter/non-existent-service-account", "kube-linter/dangling-ingress"],
    };
}

/// Reports an object that is neither here nor known elsewhere; says whether it is there.
pub(super) fn expect(
    context: &mut Context<'_>,
    index: &Index<'_>,
    [kind, namespace, name]: [&str; 3],
    node: &Node,
    path: &str,
) -> bool {
    if name.is_empty() || index.has(kind, namespace, name) {
        return true;
    }
    let message = format!("there is no {kind} `{name}` in this folder");
    let help = missing(index, kind, name, namespace);
    let diagnostic = Diagnostic::new(&MISSING_REFERENCE, message).help(help);
    context.push(diagnostic, Spot::from(node), path);
    false
}

/// The object with this kind, namespace and name, or a warning that it is not here.
pub(super) fn lookup<'i>(
    context: &mut Context<'_>,
    index: &Index<'i>,
    [kind, namespace, name]: [&str; 3],
    node: &Node,
    path: &str,
) -> Option<&'i Object> {
    expect(context, index, [kind, namespace, name], node, path);
    index.find(kind, namespace, name)
}

/// What to do about an object that is not here.
fn missing(index: &Index<'_>, kind: &str, name: &str, namespace: &str) -> String {
    if let Some(other) = index.namespace_of(kind, name) {
        return format!(
            "the folder has it in the namespace `{other}` and not in `{namespace}`: fix one of the two namespaces, or add it"
        );
    }
    let names = index.of_kind(kind).take(NEAR).map(|each| each.name.as_str());
    match nearest(name, names) {
        Some(near) => format!(
            "did you mean `{near}`? or make sure that the cluster has a {kind} of this name"
        ),
        None => {
            format!("add it, fix the name, or make sure that the cluster has a {kind} of this name")
        }
    }
}
