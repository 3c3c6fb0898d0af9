//! A number of pods in the manifest of what an autoscaler scales.

use crate::check::context::{Context, Spot, given};
use crate::check::object::Object;
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const FIXED_REPLICAS: Rule = Rule {
        name: "fixed-replicas",
        tier: Broken,
        severity: Warning,
        says: "the manifest of a workload sets the number of pods that an autoscaler decides",
        why: "Each apply takes the app back to that number, under whatever load.",
        aliases: ["kube-score/deployment-targeted-by-hpa-does-not-have-replicas-configured"],
    };
}

/// Each apply sets the workload back to that number.
pub(super) fn check(context: &mut Context<'_>, object: &Object, workload: &Object) {
    let Some(node) = workload.root.get("spec").and_then(|spec| given(spec, "replicas")) else {
        return;
    };
    // A file of its own, in which the number can be put right.
    let number = node.text().unwrap_or_default();
    let message = format!(
        "the {} `{}` that this scales is set to {number} pods: each apply takes it back there",
        workload.kind, workload.name
    );
    let help = format!("remove `replicas` in {} line {}", workload.file, node.start().line);
    let spot = object.root.at(&["spec", "scaleTargetRef", "name"]).unwrap_or(&object.root);
    let diagnostic = Diagnostic::new(&FIXED_REPLICAS, message).help(help);
    context.push(diagnostic, Spot::from(spot), "spec.scaleTargetRef.name");
}
