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

#[test]
fn labels_that_controllers_give_are_known() {
    let workload = |kind: &str, more: &str| {
        let pod = "metadata: {labels: {app: db}}\n    spec:\n      containers: [{name: a, image: \"a/b:1\"}]\n";
        let api = if kind.ends_with("Job") { "batch/v1" } else { "apps/v1" };
        let head =
            format!("apiVersion: {api}\nkind: {kind}\nmetadata: {{name: db}}\nspec:\n  {more}\n");
        format!("{head}  template:\n    {pod}")
    };
    let policy = |selector: &str| {
        format!(
            "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: a}}\nspec: {{podSelector: {{{selector}}}, policyTypes: [Ingress]}}\n"
        )
    };
    let job = "parallelism: 1";
    for (kind, selector, found) in [
        ("StatefulSet", "matchLabels: {app: db, statefulset.kubernetes.io/pod-name: db-0}", false),
        ("StatefulSet", "matchLabels: {statefulset.kubernetes.io/pod-name: other-0}", true),
        ("StatefulSet", "matchLabels: {apps.kubernetes.io/pod-index: '1'}", false),
        ("StatefulSet", "matchLabels: {controller-revision-hash: db-5d4}", false),
        (
            "StatefulSet",
            "matchExpressions: [{key: statefulset.kubernetes.io/pod-name, operator: In, values: [db-1]}]",
            false,
        ),
        (
            "StatefulSet",
            "matchExpressions: [{key: apps.kubernetes.io/pod-index, operator: NotIn, values: ['0']}]",
            false,
        ),
        ("StatefulSet", "matchLabels: {job-name: db}", true),
        ("Deployment", "matchLabels: {pod-template-hash: abc}", false),
        ("Deployment", "matchLabels: {app: db, controller-uid: abc}", true),
        ("DaemonSet", "matchLabels: {pod-template-generation: '1'}", false),
        ("Job", "matchLabels: {job-name: db}", false),
        ("Job", "matchLabels: {batch.kubernetes.io/job-name: db}", false),
        ("Job", "matchLabels: {batch.kubernetes.io/controller-uid: abc}", false),
        ("Job", "matchLabels: {job-name: other}", true),
        ("Job", "matchExpressions: [{key: job-name, operator: Exists}]", false),
        ("Deployment", "matchExpressions: [{key: job-name, operator: Exists}]", true),
        ("Deployment", "matchLabels: {acme.cert-manager.io/http01-solver: 'true'}", false),
    ] {
        let more = if kind == "Job" { job } else { "selector: {matchLabels: {app: db}}" };
        let text = format!("{}{}", workload(kind, more), policy(selector));
        let report = check(&[Source { path: "all.yml", text: &text }], &Options::default());
        let rule = |each: &crate::diagnostic::Diagnostic| each.rule == "selects-nothing";
        assert_eq!(report.diagnostics.iter().any(rule), found, "{kind} {selector}: {report:#?}");
    }
}

#[test]
fn a_finalizer_of_a_custom_resource_needs_no_domain() {
    for (api, kind, tier) in [
        ("argoproj.io/v1alpha1", "Application", Tier::Warned),
        ("example.com/v1", "Thing", Tier::Warned),
        ("snapshot.storage.k8s.io/v1", "VolumeSnapshot", Tier::Warned),
        ("v1", "ConfigMap", Tier::Refused),
        ("networking.k8s.io/v1", "Ingress", Tier::Refused),
    ] {
        let text = format!(
            "apiVersion: {api}\nkind: {kind}\nmetadata: {{name: a, finalizers: [resources-finalizer.argocd.argoproj.io]}}\n"
        );
        let report = check(&[Source { path: "a.yml", text: &text }], &Options::default());
        let tiers: Vec<Tier> = report
            .diagnostics
            .iter()
            .filter(|each| each.rule.name.starts_with("finalizer"))
            .map(|each| each.tier)
            .collect();
        assert_eq!(tiers, [tier], "{api} {kind}");
    }
}
