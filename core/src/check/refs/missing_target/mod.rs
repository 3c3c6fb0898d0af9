//! An autoscaler of a workload that is not in the folder.

use crate::check::context::{Context, NEAR, Spot};
use crate::check::index::Index;
use crate::check::object::Object;
use crate::check::refs::replicas::target;
use crate::diagnostic::{Diagnostic, rule};
use crate::field::nearest;
use crate::workload::is_scaled;

rule! {
    pub(in crate::check) const MISSING_TARGET: Rule = Rule {
        name: "missing-target",
        tier: Broken,
        severity: Warning,
        says: "an autoscaler scales a workload that is not in the folder",
        why: "It reports `FailedGetScale` and changes nothing.",
        aliases: [
            "kube-score/horizontalpodautoscaler-has-target",
            "kube-linter/dangling-horizontalpodautoscaler",
        ],
    };
}

/// The workload that is scaled, or a warning that it is not here.
pub(super) fn check<'i>(
    context: &mut Context<'_>,
    object: &Object,
    index: &Index<'i>,
) -> Option<&'i Object> {
    let (kind, name, node) = target(object)?;
    if !is_scaled(kind) {
        return None;
    }
    let workload = index.find(kind, &object.namespace, name);
    if workload.is_none() {
        let message = format!("there is no {kind} `{name}` in this folder");
        let help =
            match nearest(name, index.of_kind(kind).take(NEAR).map(|each| each.name.as_str())) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name the workload that shall be scaled".to_owned(),
            };
        let diagnostic = Diagnostic::new(&MISSING_TARGET, message).help(help);
        context.push(diagnostic, Spot::from(node), "spec.scaleTargetRef.name");
    }
    workload
}

#[cfg(test)]
mod tests {
    use crate::check::tests::edit;
    use crate::check::tests::fixtures::WEB;

    #[test]
    fn an_autoscaler_scales_a_workload_of_the_folder() {
        edit(
            WEB,
            "    kind: Deployment\n    name: web",
            "    kind: Deployment\n    name: wob",
            "missing-target",
            "spec.scaleTargetRef.name",
        );
    }
}
