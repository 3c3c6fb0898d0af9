//! A quota that counts what a container does not say it takes.

use crate::check::context::{Context, Spot, items};
use crate::check::object::Object;
use crate::check::refs::share::{COUNTED, Share, said};
use crate::diagnostic::{Diagnostic, rule};
use crate::facts::Kubernetes;

rule! {
    pub(in crate::check) const QUOTA_REQUEST: Rule = Rule {
        name: "quota-request",
        tier: Broken,
        severity: Warning,
        says: "a quota counts what a container does not say it takes",
        why: "Kubernetes refuses the pods of that container, and the Deployment waits without an error of its own.",
    };
}

/// A quota refuses pods that do not say what they take of what it counts.
pub(super) fn check(
    quota: &Object,
    shares: &[Share<'_>],
    range: Option<&Object>,
    version: Kubernetes,
    found: &mut Vec<Diagnostic>,
) {
    let hard = quota.root.at(&["spec", "hard"]);
    let counted: Vec<_> = COUNTED
        .iter()
        .filter(|(name, ..)| hard.is_some_and(|hard| hard.get(name).is_some()))
        .collect();
    for share in shares {
        let mut context = Context::new(share.object, version, found);
        for (at, container) in items(share.pod, "containers").iter().enumerate() {
            let silent = counted
                .iter()
                .find(|(_, part, resource)| said(container, part, resource, range).is_none());
            let Some((name, part, resource)) = silent else { continue };
            let message = format!(
                "the quota `{}` counts {name}, and this container has no {resource} in `{part}`: its pods are refused",
                quota.name
            );
            let help = format!("add `resources.{part}.{resource}`, or a LimitRange with a default");
            let path = format!("spec.template.spec.containers[{at}].resources");
            let node = container.get("resources").unwrap_or(container);
            let diagnostic = Diagnostic::new(&QUOTA_REQUEST, message).help(help);
            context.push(diagnostic, Spot::from(node), &path);
        }
    }
}
