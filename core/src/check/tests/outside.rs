//! What the spec beside a folder says of the cluster.

use super::across::told;
use super::{Options, Source, check};
use crate::check::{companion, outside};
use crate::generate;

const SPEC: &str = "app: shop\nimage: registry.example.com/acme/shop\nhosts: [shop.example.com]\nsecrets: [STRIPE_API_KEY]\nworkers: [{name: sidekiq}]\n";

/// The bundle of the spec, with every file that is judged.
fn bundle() -> (Vec<(String, String)>, Options) {
    let generated = generate(SPEC);
    assert_eq!(generated.report.diagnostics, []);
    let files = generated.bundle.files.iter();
    let judged =
        files.filter(|(path, _)| path.starts_with("config/kube/") || companion(path).is_some());
    let texts = judged.map(|(path, file)| (path.clone(), file.text())).collect();
    (texts, Options { outside: outside(&generated.plan), ..Options::default() })
}

fn rules(texts: &[(String, String)], options: &Options) -> Vec<String> {
    let sources: Vec<Source<'_>> = texts.iter().map(|(path, text)| Source { path, text }).collect();
    let report = check(&sources, options);
    report
        .diagnostics
        .iter()
        .map(|each| format!("{} {} {}", each.file, each.rule, each.path))
        .collect()
}

#[test]
fn our_bundle_has_no_finding_and_no_edit_of_a_name_passes() {
    let (texts, options) = bundle();
    assert_eq!(rules(&texts, &options), Vec::<String>::new());
    let web = "config/kube/release/web.yml";
    for (file, from, to, expect) in [
        (web, "key: STRIPE_API_KEY", "key: STRIPE_KEY", "missing-key"),
        (web, "name: shop-secrets", "name: shop-secret", "missing-secret"),
        (
            "config/kube/service-account.yml",
            "name: shop-registry",
            "name: shop-registri",
            "missing-secret",
        ),
        (
            "config/kube/ingress.yml",
            "cluster-issuer: letsencrypt",
            "cluster-issuer: letsencript",
            "missing-reference",
        ),
        ("deploy.sh", "'shop-sidekiq'", "'shop-worker'", "script-name"),
        ("deploy.sh", "'STRIPE_API_KEY'", "'STRIPE_KEY'", "script-name"),
        ("deploy.sh", "secret='shop-secrets'", "secret='shop-secret'", "script-name"),
        ("deploy.sh", "namespace='shop'", "namespace='store'", "script-name"),
        ("deploy.sh", "set -euo pipefail", "set -u", "script-goes-on"),
        ("Dockerfile", "USER 1000:1000", "USER root", "root-image"),
        (".dockerignore", "/config/*.key", "/config/x", "key-in-image"),
    ] {
        let mut edited = texts.clone();
        let text = edited.iter_mut().find(|(path, _)| path == file).unwrap();
        assert!(text.1.contains(from), "{file}: {from}");
        text.1 = text.1.replacen(from, to, if file == "deploy.sh" { 1 } else { usize::MAX });
        if file == ".dockerignore" {
            text.1 = text.1.replace("/config/master.key", "").replace("**/*.key", "");
        }
        let found = rules(&edited, &options);
        assert!(
            found.iter().any(|each| each.contains(expect)),
            "{file}: {from} -> {to}: {found:?}"
        );
    }
}

#[test]
fn without_the_spec_a_secret_may_be_in_the_cluster() {
    let (texts, _) = bundle();
    let found = rules(&texts, &Options::default());
    assert!(
        found
            .iter()
            .all(|each| each.contains("missing-secret") || each.contains("missing-reference")),
        "{found:?}"
    );
    assert_eq!(found.iter().filter(|each| each.contains("missing-secret")).count(), 2, "{found:?}");
}

#[test]
fn environments_are_judged_with_their_own_secrets() {
    let spec = format!(
        "{SPEC}environments: {{staging: {{}}, production: {{secrets: [STRIPE_API_KEY, MORE]}}}}\n"
    );
    let generated = generate(&spec);
    let texts: Vec<(String, String)> = generated
        .bundle
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("config/kube/") || companion(path).is_some())
        .map(|(path, file)| (path.clone(), file.text()))
        .collect();
    let known = generated.environments.iter().flat_map(outside).collect();
    let options = Options { outside: known, ..Options::default() };
    assert_eq!(rules(&texts, &options), Vec::<String>::new());
    let mut edited = texts.clone();
    let web =
        edited.iter_mut().find(|(path, _)| path == "config/kube/staging/release/web.yml").unwrap();
    web.1 = web.1.replace("key: STRIPE_API_KEY", "key: MORE");
    let found = rules(&edited, &options);
    assert!(
        found
            .iter()
            .any(|each| each.starts_with("config/kube/staging/release/web.yml missing-key")),
        "{found:?}"
    );
}

#[test]
fn what_stands_outside_needs_no_manifest() {
    let text = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web, namespace: shop}\nspec: {tls: [{hosts: [a.example.com], secretName: web-tls}]}\n";
    let known = crate::check::Outside {
        kind: "Secret",
        namespace: "shop".into(),
        name: "web-tls".into(),
        keys: None,
    };
    let options = Options { outside: vec![known], ..Options::default() };
    assert!(told(text, &options).iter().all(|each| !each.contains("missing-secret")));
    assert!(
        told(text, &Options::default())
            .iter()
            .any(|each| each.contains("missing-secret spec.tls[0].secretName"))
    );
}
