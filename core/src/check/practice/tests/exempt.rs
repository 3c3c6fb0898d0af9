//! Pod Security: who is asked for what, and where.

use super::told;

fn pod(context: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, namespace: shop}}\nspec:\n  selector: {{matchLabels: {{app: web}}}}\n  template:\n    metadata:\n      labels: {{app: web}}\n    spec:\n      hostNetwork: true\n      containers:\n        - name: web\n          image: shop:1\n{context}"
    )
}

fn namespace(labels: &[&str]) -> String {
    let labels: String =
        labels.iter().map(|label| format!("    pod-security.kubernetes.io/{label}\n")).collect();
    format!(
        "---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    a: b\n{labels}"
    )
}

fn security(text: &str) -> Vec<String> {
    told(text).into_iter().filter(|each| each.starts_with("pod-security")).collect()
}

const HOST: &str = "spec.template.spec.hostNetwork 10";
const LEFT_OUT: &str = "spec.template.spec.containers[0].securityContext 12";

#[test]
fn a_namespace_says_what_counts() {
    let baseline = |rule: &str| format!("pod-security-{rule} {HOST}");
    let restricted = |rule: &str| format!("pod-security-{rule} {LEFT_OUT}");
    for (labels, expect) in [
        (&[][..], vec![baseline("baseline"), restricted("restricted")]),
        (&["enforce: privileged"], vec![]),
        (&["enforce: baseline"], vec![baseline("enforced")]),
        (&["enforce: restricted"], vec![baseline("enforced"), restricted("enforced")]),
        (
            &["enforce: baseline", "warn: restricted"],
            vec![baseline("enforced"), restricted("restricted")],
        ),
        (&["warn: baseline"], vec![baseline("baseline")]),
        (&["enforce: nonsense"], vec![baseline("baseline"), restricted("restricted")]),
    ] {
        assert_eq!(security(&(pod("") + &namespace(labels))), expect, "{labels:?}");
    }
}

#[test]
fn the_version_of_the_standards_counts() {
    // Hosts of probes are forbidden since 1.34 only.
    let probe = "          livenessProbe: {httpGet: {host: other, port: 3000}}\n";
    let text = |version: &str| {
        let label = format!("enforce-version: {version}");
        pod(probe).replace("      hostNetwork: true\n", "")
            + &namespace(&["enforce: baseline", &label])
    };
    let at = "spec.template.spec.containers[0].livenessProbe.httpGet.host 13";
    for (version, expect) in [
        ("latest", vec![format!("pod-security-enforced {at}")]),
        ("v1.34", vec![format!("pod-security-enforced {at}")]),
        ("v1.99", vec![format!("pod-security-enforced {at}")]),
        ("v1.33", vec![]),
    ] {
        let found: Vec<_> = security(&text(version));
        let enforced: Vec<_> =
            found.into_iter().filter(|each| each.starts_with("pod-security-enforced")).collect();
        assert_eq!(enforced, expect, "{version}");
    }
}

#[test]
fn one_container_is_one_finding() {
    let at = |field: &str, line: usize| {
        format!(
            "pod-security-restricted spec.template.spec.containers[0].securityContext{field} {line}"
        )
    };
    let mut context =
        "          securityContext:\n            allowPrivilegeEscalation: false\n".to_owned();
    let found = |context: &str| security(&pod(context).replace("      hostNetwork: true\n", ""));
    assert_eq!(found(&context), [at("", 13)]);
    context +=
        "            runAsNonRoot: true\n            seccompProfile: {type: RuntimeDefault}\n";
    assert_eq!(found(&context), [at(".capabilities.drop", 13)]);
    context += "            capabilities: {drop: [NET_RAW], add: [CHOWN]}\n";
    assert_eq!(found(&context), [at(".capabilities.drop", 17), at(".capabilities.add[0]", 17)]);
    let context = context.replace("[NET_RAW]", "[ALL]").replace(", add: [CHOWN]", "");
    assert_eq!(found(&context), Vec::<String>::new());
}
