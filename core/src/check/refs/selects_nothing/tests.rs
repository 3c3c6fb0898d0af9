use crate::check::tests::edit;
use crate::check::tests::fixtures::WEB;
use crate::check::{Options, Source, check};

#[test]
fn selectors_reach_a_pod() {
    for (from, to, path) in [
        (
            "  selector:\n    app: web\n  ports",
            "  selector:\n    app: wob\n  ports",
            "spec.selector",
        ),
        (
            "    matchLabels:\n      tier: front\n---",
            "    matchLabels:\n      tier: back\n---",
            "spec.selector",
        ),
        (
            "  podSelector:\n    matchLabels:\n      tier: front",
            "  podSelector:\n    matchLabels:\n      tier: back",
            "spec.podSelector",
        ),
    ] {
        edit(WEB, from, to, "selects-nothing", path);
    }
}

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
