//! A Service that sends requests to pods before they can answer.

use crate::check::context::given;
use crate::check::index::Pod;
use crate::check::practice::finder::Finder;
use crate::check::practice::pod::{Container, ends, running};
use crate::check::practice::relations::Relations;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const READINESS_PROBE: Rule = Rule {
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

/// A pod that gets requests before it can answer.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>, relations: &Relations<'_>) {
    let Some(service) = relations.service(pod).filter(|_| !ends(pod)) else { return };
    let mut containers = running(pod);
    if running(pod).any(|container| given(container.node, "readinessProbe").is_some()) {
        return;
    }
    let is_main = |container: &Container<'_>| given(container.node, "ports").is_some();
    let Some(container) = containers.find(is_main).or_else(|| running(pod).next()) else { return };
    let message = format!(
        "the Service `{}` sends requests to this pod before it can answer: there is no readiness probe",
        service.name
    );
    let help = "add `readinessProbe`, such as an `httpGet` of a path that asks no database";
    let at = (container.node, container.path("readinessProbe"));
    finder.report(&READINESS_PROBE, pod.object, at, message, help);
}

#[cfg(test)]
mod tests {
    use crate::check::practice::tests::of;
    use crate::check::practice::tests::web::{PROBE, without};

    #[test]
    fn probes_stand_behind_a_service() {
        let at = ["spec.template.spec.containers[0].readinessProbe 16"];
        let text = without(PROBE);
        assert_eq!(of("readiness-probe", &text), at);
        for quiet in [
            text.replacen("spec: {selector: {app: web}", "spec: {selector: {app: other}", 1),
            text.replacen("{app: web}, ports", "{app: web}, publishNotReadyAddresses: true, ports", 1),
            text.replacen("  namespace: shop\nspec:", "  namespace: other\nspec:", 1),
        ] {
            assert_eq!(of("readiness-probe", &quiet), Vec::<String>::new());
        }
    }
}
