//! What the API server takes and what cannot work.

use super::{Options, Source, check, findings};
use crate::diagnostic::Tier;
use crate::facts::Kubernetes;

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
