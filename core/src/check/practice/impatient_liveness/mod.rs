//! A liveness probe that asks what readiness asks, and waits no longer.

use crate::check::context::{given, int};
use crate::check::index::Pod;
use crate::check::practice::finder::Finder;
use crate::check::practice::pod::running;
use crate::diagnostic::rule;
use crate::yaml::Node;

rule! {
    pub(in crate::check) const IMPATIENT_LIVENESS: Rule = Rule {
        name: "impatient-liveness",
        tier: Risky,
        severity: Warning,
        says: "the liveness probe asks the same as the readiness probe and gives up no later",
        why: "Under load a pod answers late. Instead of getting fewer requests it is restarted, and the other pods get its share, until they are restarted too.",
        aliases: ["kube-score/pod-probes-identical"],
    };
}

const HANDLERS: [&str; 4] = ["httpGet", "tcpSocket", "exec", "grpc"];

/// A liveness probe that restarts pods which are merely busy.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>) {
    for container in running(pod) {
        let (Some(live), Some(ready)) =
            (given(container.node, "livenessProbe"), given(container.node, "readinessProbe"))
        else {
            continue;
        };
        let twins = HANDLERS.iter().all(|key| match (given(live, key), given(ready, key)) {
            (Some(one), Some(other)) => one.is_same(other),
            (None, None) => true,
            _ => false,
        });
        if twins && patience(live) <= patience(ready) {
            let message = "liveness asks what readiness asks and waits no longer: a pod that is busy is restarted instead of spared";
            let help = "raise `failureThreshold` of the liveness probe, or let it ask less";
            let at = (live, container.path("livenessProbe"));
            finder.report(&IMPATIENT_LIVENESS, pod.object, at, message, help);
        }
    }
}

/// How many seconds a probe fails before it has a consequence.
fn patience(probe: &Node) -> i128 {
    let period = int(probe, "periodSeconds").unwrap_or(10);
    period.saturating_mul(int(probe, "failureThreshold").unwrap_or(3))
}

#[cfg(test)]
mod tests {
    use crate::check::practice::tests::of;
    use crate::check::practice::tests::web::{PROBE, WEB};

    #[test]
    fn liveness_is_patient() {
        let live = |rest: &str| {
            let probe = format!(
                "{PROBE}          livenessProbe: {{httpGet: {{port: 3000, path: /up}}{rest}}}\n"
            );
            of("impatient-liveness", &WEB.replacen(PROBE, &probe, 1))
        };
        let at = ["spec.template.spec.containers[0].livenessProbe 19"];
        assert_eq!(live(""), at);
        assert_eq!(live(", periodSeconds: 5, failureThreshold: 6"), at);
        assert_eq!(live(", failureThreshold: 4"), Vec::<String>::new());
        assert_eq!(live(", periodSeconds: 30"), Vec::<String>::new());
    }
}
