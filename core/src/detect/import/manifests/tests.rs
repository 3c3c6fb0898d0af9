//! Manifests in the shapes that people write, made up.

use super::super::super::{App, Given, detect};
use super::super::trial::{bare, sorted_fates};

#[test]
fn manifests_by_hand_become_a_spec() {
    let mut app = App::new("shop");
    app.add_text("config/kube/shop.yml", include_str!("tests/shop.yml"));
    let findings = detect(&app, &Given::new());
    let all = format!("{findings:?}");
    assert!(!all.contains("hunter22"), "{all}");
    let says = "the value of `PILOT_TOKEN` stands in the file";
    assert!(findings.remarks.iter().any(|each| each.says == says), "{:?}", findings.remarks);
    let text = format!("{}---\n{}", bare(&findings), sorted_fates(&findings));
    assert!(text == include_str!("tests/shop.txt"), "{text}");
}

#[test]
fn a_bundle_of_ours_is_not_taken_over() {
    let mut app = App::new("shop");
    app.add_text("config/kube/shop.yml", include_str!("tests/shop.yml"));
    app.add_path("linkspan.yml");
    assert!(detect(&app, &Given::new()).keys.is_empty());
}

#[test]
fn stores_of_secrets_and_routes_are_known() {
    let text = "kind: ExternalSecret\napiVersion: external-secrets.io/v1\nmetadata: {name: a}\nspec:\n  secretStoreRef: {kind: ClusterSecretStore, name: vault}\n  data:\n    - {secretKey: A_KEY, remoteRef: {key: x}}\n\
        ---\nkind: HTTPRoute\napiVersion: gateway.networking.k8s.io/v1\nmetadata: {name: a}\nspec:\n  parentRefs: [{name: front, namespace: infra}]\n  hostnames: [a.example.com]\n";
    let mut app = App::new("shop");
    app.add_source("old.yml", text);
    let text = bare(&detect(&app, &Given::new()));
    for line in [
        "hosts: [a.example.com]",
        "  gateway: front",
        "  gateway_namespace: infra",
        "secrets: [A_KEY]",
        "  kind: external_secrets",
        "  name: vault",
    ] {
        assert!(text.lines().any(|each| each == line), "{line}\n{text}");
    }
}
