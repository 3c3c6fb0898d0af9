use crate::check::tests::across::{STORES, one};
use crate::check::{Options, Source, check};
use crate::diagnostic::{Severity, Tier};

const POD: &str = "spec.template.spec";

#[test]
fn secrets_that_are_named_are_there() {
    for (from, to, path) in [
        (
            "name: outer, key: URL",
            "name: fetched, key: URL",
            "containers[0].env[1].valueFrom.secretKeyRef.name",
        ),
        (
            "[{secretRef: {name: shop}}]",
            "[{secretRef: {name: shp}}]",
            "containers[0].envFrom[0].secretRef.name",
        ),
        (
            "imagePullSecrets: [{name: shop}]",
            "imagePullSecrets: [{name: login}]",
            "imagePullSecrets[0].name",
        ),
        ("secretName: shop, items", "secretName: shops, items", "volumes[0].secret.secretName"),
    ] {
        one(STORES, from, to, &format!("missing-secret {POD}.{path}"));
    }
}

/// What is meant has the right name, but not the right place.
#[test]
fn a_name_that_is_right_is_not_suggested() {
    let at = "metadata: {name: shop, namespace: shop}\nstringData";
    for (from, to, help) in [
        (
            at,
            "metadata: {name: shop, namespace: staging}\nstringData",
            "the folder has it in the namespace `staging`, and pods read only Secrets of their own namespace, `shop`",
        ),
        (
            "metadata: {name: vault, namespace: shop}",
            "metadata: {name: vault, namespace: staging}",
            "the folder has it in the namespace `staging` and not in `shop`: fix one of the two namespaces, or add it",
        ),
    ] {
        let text = STORES.replace(from, to);
        let report = check(&[Source { path: "a.yml", text: &text }], &Options::default());
        let missing = report.diagnostics.iter().find(|each| each.rule.name.starts_with("missing-"));
        assert_eq!(missing.map(|each| each.help.as_str()), Some(help));
    }
}

#[test]
fn a_secret_that_is_missing_is_told_of_once() {
    let text = STORES.replace(
        "metadata: {name: shop, namespace: shop}\nstringData",
        "metadata: {name: other, namespace: shop}\nstringData",
    );
    let report = check(&[Source { path: "a.yml", text: &text }], &Options::default());
    let told = report.diagnostics.iter().filter(|each| each.tier != Tier::Risky);
    let rules: Vec<_> = told.map(|each| (each.rule.name, each.severity)).collect();
    assert_eq!(rules, [("missing-secret", Severity::Warning)]);
}
