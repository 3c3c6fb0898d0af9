//! What the API server takes with a warning.

use super::fixtures::{JOBS, WEB};
use super::warned;

const POD: &str = "spec.template.spec";

#[test]
fn what_is_dated_is_warned_of() {
    let env = format!("{POD}.containers[0].env[1]");
    warned(WEB, &[("name: PORT", "name: RAILS_ENV")], "duplicate-variable", &env);
    let volume = ("emptyDir: {}", "rbd: {image: a, monitors: [b]}");
    warned(WEB, &[volume], "deprecated", &format!("{POD}.volumes[0].rbd"));
    let class = "kind: Ingress\nmetadata:\n  annotations:\n    kubernetes.io/ingress.class: nginx";
    warned(
        WEB,
        &[("kind: Ingress\nmetadata:", class), ("  ingressClassName: traefik\n", "")],
        "deprecated",
        "metadata.annotations[kubernetes.io/ingress.class]",
    );
    let selector = "serviceAccountName: web\n      nodeSelector: {beta.kubernetes.io/os: linux}";
    let path = format!("{POD}.nodeSelector[beta.kubernetes.io/os]");
    warned(WEB, &[("serviceAccountName: web", selector)], "deprecated", &path);
}

#[test]
fn what_does_not_do_as_it_says_is_warned_of() {
    for (from, to, rule, rest) in [
        (
            "memory: 256Mi",
            "memory: 512m",
            "fractional-bytes",
            ".containers[0].resources.requests[memory]",
        ),
        ("ip: 10.0.0.11", "ip: \"FE80::0202:B3FF:FE1E:8329\"", "odd-address", ".hostAliases[0].ip"),
        (
            "serviceAccountName: web",
            "serviceAccountName: web\n      terminationGracePeriodSeconds: -1",
            "negative-grace",
            ".terminationGracePeriodSeconds",
        ),
        (
            "              protocol: TCP\n",
            "            - name: other\n              containerPort: 3000\n",
            "duplicate-port",
            ".containers[0].ports[1]",
        ),
        (
            "          labelSelector:\n            matchLabels:\n              app: web\n      affinity",
            "      affinity",
            "null-selector",
            ".topologySpreadConstraints[0].labelSelector",
        ),
    ] {
        warned(WEB, &[(from, to)], rule, &format!("{POD}{rest}"));
    }
    let history = "serviceName: redis\n  revisionHistoryLimit: -1";
    warned(JOBS, &[("serviceName: redis", history)], "history", "spec.revisionHistoryLimit");
    warned(JOBS, &[("name: digest\nspec", "name: di.gest\nspec")], "pod-name", "metadata.name");
    let made = ("name: digest\nspec", "generateName: di.gest-\nspec");
    warned(JOBS, &[made], "pod-name", "metadata.name");
}
