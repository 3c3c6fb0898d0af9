//! One pod alone behind a Service.

use crate::check::context::{filled, given, int, items};
use crate::check::practice::finder::{Finder, nearest};
use crate::check::practice::replicas::Replicas;
use crate::diagnostic::rule;
use crate::yaml::Node;

rule! {
    pub(in crate::check) const SINGLE_REPLICA: Rule = Rule {
        name: "single-replica",
        tier: Risky,
        severity: Hint,
        says: "one pod answers for a Service",
        why: "When its node is drained or dies, nothing answers until another pod has started elsewhere.",
        aliases: ["kube-score/deployment-replicas", "polaris/deploymentMissingReplicas"],
    };
}

/// One pod that answers for a Service, and not on purpose.
pub(super) fn check(finder: &mut Finder<'_>, replicas: &Replicas<'_, '_>) {
    let pod = replicas.pod;
    let Some(service) = replicas.service else { return };
    let one = replicas.count == 1 && !replicas.is_scaled;
    if pod.object.kind != "Deployment" || !one || is_meant(replicas) {
        return;
    }
    let message = format!(
        "one pod answers for the Service `{}`: when its node goes, nothing does",
        service.name
    );
    let help = "write `replicas: 2`, if two pods of it may run at once";
    let at = (nearest(&pod.object.root, &["spec", "replicas"]), "spec.replicas");
    finder.report(&SINGLE_REPLICA, pod.object, at, message, help);
}

/// Whether it says that it is one on purpose: it holds a volume, or has planned its releases for
/// one pod.
fn is_meant(replicas: &Replicas<'_, '_>) -> bool {
    let strategy = given(replicas.spec, "strategy");
    let recreated = strategy.and_then(|it| filled(it, "type")) == Some("Recreate");
    let rolling = strategy.and_then(|it| given(it, "rollingUpdate"));
    let planned = rolling.and_then(|it| int(it, "maxUnavailable")) == Some(0);
    let holds = |volume: &Node| given(volume, "persistentVolumeClaim").is_some();
    recreated || planned || items(replicas.pod.spec, "volumes").iter().any(holds)
}
