//! What the API server takes and what cannot work.

use super::fixtures::{JOBS, WEB};
use super::{Options, Source, check, edit, findings};
use crate::diagnostic::{Severity, Tier};
use crate::facts::Kubernetes;

#[test]
fn pods_of_an_operator_are_those_of_its_object() {
    let policy = |label: &str| {
        format!(
            "{WEB}---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: db, namespace: shop}}\nspec: {{podSelector: {{matchLabels: {{{label}}}}}, policyTypes: [Ingress]}}\n---\napiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {{name: db, namespace: shop}}\nspec: {{instances: 1}}\n"
        )
    };
    for (label, found) in [
        ("cnpg.io/cluster: db", false),
        ("cnpg.io/cluster: other", true),
        ("cnpg.io/poolerName: db", true),
        ("app.kubernetes.io/name: db", true),
    ] {
        let text = policy(label);
        let source = Source { path: "all.yml", text: &text };
        let report = check(&[source], &Options::default());
        let rule = |each: &crate::diagnostic::Diagnostic| each.rule == "selects-nothing";
        assert_eq!(report.diagnostics.iter().any(rule), found, "{label}: {report:#?}");
    }
}

#[test]
fn references_lead_somewhere() {
    let pod = "spec.template.spec";
    for (from, to, rule, path) in [
        ("targetPort: http", "targetPort: https", "target-port", "spec.ports[0].targetPort"),
        (
            "  selector:\n    app: web\n  ports",
            "  selector:\n    app: wob\n  ports",
            "selects-nothing",
            "spec.selector",
        ),
        (
            "    matchLabels:\n      tier: front\n---",
            "    matchLabels:\n      tier: back\n---",
            "selects-nothing",
            "spec.selector",
        ),
        (
            "  podSelector:\n    matchLabels:\n      tier: front",
            "  podSelector:\n    matchLabels:\n      tier: back",
            "selects-nothing",
            "spec.podSelector",
        ),
        (
            "    kind: Deployment\n    name: web",
            "    kind: Deployment\n    name: wob",
            "missing-target",
            "spec.scaleTargetRef.name",
        ),
        (
            "                number: 80",
            "                number: 81",
            "backend-port",
            "spec.rules[0].http.paths[0].backend.service.port.number",
        ),
        (
            "              service:\n                name: web",
            "              service:\n                name: wob",
            "missing-reference",
            "spec.rules[0].http.paths[0].backend.service.name",
        ),
        (
            "              port: http\n",
            "              port: https\n",
            "probe-port",
            &format!("{pod}.containers[0].livenessProbe.httpGet.port"),
        ),
        (
            "                  key: HOST",
            "                  key: GUEST",
            "missing-key",
            &format!("{pod}.containers[0].env[3].valueFrom.configMapKeyRef.key"),
        ),
        (
            "            - configMapRef:\n                name: env",
            "            - configMapRef:\n                name: other",
            "missing-reference",
            &format!("{pod}.containers[0].envFrom[0].configMapRef.name"),
        ),
        (
            "serviceAccountName: web",
            "serviceAccountName: wob",
            "missing-reference",
            &format!("{pod}.serviceAccountName"),
        ),
        (
            "claimName: files",
            "claimName: file",
            "missing-reference",
            &format!("{pod}.volumes[1].persistentVolumeClaim.claimName"),
        ),
    ] {
        edit(WEB, from, to, rule, path);
    }
    edit(
        JOBS,
        "  kind: Role\n  name: \"shop:reader\"",
        "  kind: Role\n  name: reader",
        "missing-reference",
        "roleRef.name",
    );
    edit(JOBS, "serviceName: redis", "serviceName: other", "missing-reference", "spec.serviceName");
}

#[test]
fn what_may_be_in_the_cluster_is_a_warning() {
    let text = WEB.replace("serviceAccountName: web", "serviceAccountName: wob");
    let report = check(&[Source { path: "a.yml", text: &text }], &Options::default());
    let found = &report.diagnostics[0];
    assert_eq!((found.tier, found.severity), (Tier::Broken, Severity::Warning));
    assert!(!report.has_errors());
}

#[test]
fn an_object_stands_once_in_a_folder() {
    let map = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";
    let twice = format!("{map}---\n{map}");
    assert_eq!(
        findings(&twice, Kubernetes::V1_36),
        [("duplicate-object", "metadata.name".into(), 9)]
    );
    let sources =
        [Source { path: "staging/a.yml", text: map }, Source { path: "live/a.yml", text: map }];
    assert_eq!(check(&sources, &Options::default()).diagnostics, []);
}

#[test]
fn a_route_leads_to_a_listener_and_a_service() {
    let sound = "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: web}\nspec: {gatewayClassName: a, listeners: [{name: http, protocol: HTTP, port: 80}]}\n---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: web}\nspec:\n  parentRefs: [{name: web, sectionName: http}, {name: public, namespace: other, sectionName: x}]\n  rules: [{backendRefs: [{name: web, port: 80}]}]\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{name: http, port: 80}]}\n";
    let rules = |text: &str| {
        let report = check(&[Source { path: "a.yml", text }], &Options::default());
        let found = report.diagnostics.iter();
        found.map(|each| format!("{} {}", each.rule, each.path)).collect::<Vec<_>>()
    };
    assert_eq!(rules(sound), Vec::<String>::new());
    for (from, to, expect) in [
        (
            "web, sectionName: http",
            "web, sectionName: https",
            "missing-listener spec.parentRefs[0].sectionName",
        ),
        (
            "name: web, port: 80",
            "name: web, port: 81",
            "backend-port spec.rules[0].backendRefs[0].port",
        ),
        (
            "name: web, port: 80",
            "name: wob, port: 80",
            "missing-reference spec.rules[0].backendRefs[0].name",
        ),
    ] {
        assert_eq!(rules(&sound.replace(from, to)), [expect]);
    }
}
