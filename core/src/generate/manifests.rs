//! Manifests of a person's own in the bundle.

use crate::generate_with;
use crate::resource::OwnManifests;
use std::collections::BTreeMap;

const SPEC: &str = "app: shop\nimage: a/b\nmanifests: [config/own]\n";

fn seen(files: &[(&str, &str)]) -> OwnManifests {
    OwnManifests::Seen(
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect(),
    )
}

/// The files of the bundle that come from these.
fn taken(spec: &str, files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let generated = generate_with(spec, &seen(files));
    assert_eq!(generated.report.diagnostics, [], "{spec}");
    let own = generated.bundle.files.iter().filter(|(path, _)| path.contains("/own-"));
    own.map(|(path, file)| (path.rsplit('/').next().unwrap().to_owned(), file.text())).collect()
}

fn told(spec: &str, files: &[(&str, &str)]) -> Vec<String> {
    let generated = generate_with(spec, &seen(files));
    let found = generated.report.diagnostics;
    assert!(found.iter().all(|each| !each.help.is_empty() && each.place.line > 1), "{found:#?}");
    found.iter().map(|each| format!("{} {}: {}", each.rule, each.path, each.message)).collect()
}

#[test]
fn objects_are_taken_as_they_are_with_the_labels_of_the_app() {
    let block = "# Kept.\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a # here\n  labels:\n    team: web\ndata:\n  ratio: \"0.5\"\n";
    let flow = "{apiVersion: v1, kind: ConfigMap, metadata: {name: b, labels: {x: y}}}\n";
    let bare = "---\napiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: c, namespace: shop}\nspec: {endpoints: [{interval: 0.5}]}\n---\n# Nothing.\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n    name: d\n";
    let own = taken(
        SPEC,
        &[
            ("config/own/a.yml", block),
            ("config/own/b.yaml", flow),
            ("config/own/c.yml", bare),
            ("config/own/deeper/e.yml", "no: object"),
            ("config/other.yml", "no: object"),
        ],
    );
    let names: Vec<&str> = own.keys().map(String::as_str).collect();
    let expect =
        ["own-01-a.yml", "own-01-b.yml", "own-01-c-1.yml", "own-01-c-2.yml", "own-kinds.yml"];
    assert_eq!(names, expect);
    assert_eq!(
        own["own-01-a.yml"],
        "# Kept.\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  namespace: shop\n  name: a # here\n  labels:\n    app.kubernetes.io/instance: shop\n    app.kubernetes.io/managed-by: linkspan\n    linkspan/own: \"true\"\n    team: web\ndata:\n  ratio: \"0.5\"\n"
    );
    assert_eq!(
        own["own-01-b.yml"],
        "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: b, labels: {app.kubernetes.io/instance: shop, app.kubernetes.io/managed-by: linkspan, linkspan/own: \"true\", x: y}}}\n"
    );
    assert!(
        own["own-01-c-1.yml"].contains("metadata: {labels: {app.kubernetes.io/instance: shop, ")
    );
    assert!(own["own-01-c-1.yml"].contains("interval: 0.5"));
    assert!(own["own-01-c-2.yml"].contains("    labels: {app.kubernetes.io/instance: shop, "));
    assert!(!own["own-01-c-2.yml"].contains("namespace"));
    assert!(own["own-kinds.yml"].contains(
        "  ServiceMonitor.monitoring.coreos.com: servicemonitors.monitoring.coreos.com\n"
    ));
    assert!(own["own-kinds.yml"].contains("  ConfigMap: configmaps\n"));
    assert!(own["own-kinds.yml"].contains("linkspan/own: kinds\n"));
}

#[test]
fn patches_are_for_own_objects_too() {
    let spec =
        format!("{SPEC}patches: [{{kind: ConfigMap, name: a, patch: '{{data: {{x: z}}}}'}}]\n");
    let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";
    let own = taken(&spec, &[("config/own/a.yml", map)]);
    assert!(own["own-01-a.yml"].ends_with("data:\n  x: z\n"), "{own:#?}");
    let float = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nratio: 0.5\n";
    assert_eq!(
        told(&spec, &[("config/own/a.yml", float)]),
        [
            "patch-fails patches[0].patch: ConfigMap `a`, which a patch is for, has a number with a fraction, in line 4"
        ]
    );
    // Nobody looked for the files, so nobody knows whether it is there.
    let unseen = generate_with(&spec, &OwnManifests::Unseen).report.diagnostics;
    assert_eq!(unseen, []);
}

#[test]
fn what_cannot_be_taken_is_told_with_its_place() {
    let object = |kind: &str, rest: &str| {
        format!("apiVersion: v1\nkind: {kind}\nmetadata: {{name: a{rest}}}\n")
    };
    for (text, expect) in [
        ("a: [", "manifest-refused manifests[0]: `config/own/a.yml`, line 1: "),
        ("# Nothing\n", "manifest-refused manifests[0]: `config/own/a.yml` holds no object"),
        (
            "a: b\n",
            "manifest-refused manifests[0]: `config/own/a.yml`, line 1: this is no object with",
        ),
        (
            &object("ConfigMap", ", namespace: other"),
            "manifest-refused manifests[0]: `config/own/a.yml`, line 1: ConfigMap `a` is for the namespace `other`",
        ),
        (
            &object("ConfigMap", ", labels: {app.kubernetes.io/managed-by: Helm}"),
            "manifest-refused manifests[0]: `config/own/a.yml`, line 1: the label `app.kubernetes.io/managed-by` is `Helm`",
        ),
        (
            &format!("{}data: {{key: c2VjcmV0}}\n", object("Secret", "")),
            "secret-in-manifest manifests[0]: `config/own/a.yml`, line 1: the Secret `a` holds values",
        ),
        (
            "apiVersion: v1\nkind: List\nmetadata: {name: a}\nitems: []\n",
            "manifest-refused manifests[0]: `config/own/a.yml`, line 1: a list of objects",
        ),
        (
            "apiVersion: v1\nkind: Service\nmetadata: {name: shop-web}\n",
            "manifest-refused manifests[0]: `config/own/a.yml`, line 1: there is a Service `shop-web` already, in `config/kube/web-service.yml`",
        ),
    ] {
        let found = told(SPEC, &[("config/own/a.yml", text)]);
        let [found] = found.as_slice() else { panic!("{found:#?}") };
        assert!(found.starts_with(expect), "{found}");
    }
    assert_eq!(
        told(SPEC, &[]),
        ["manifest-missing manifests[0]: there is no manifest at `config/own`"]
    );
    assert_eq!(
        told("app: shop\nimage: a/b\nmanifests: [config/kube/own]\n", &[]),
        [
            "manifest-refused manifests[0]: `config/kube/own` is where Linkspan writes, and would be applied twice"
        ]
    );
}

#[test]
fn environments_have_their_own() {
    let spec = "app: shop\nimage: a/b\nmanifests: [config/own/all.yml]\nenvironments: {staging: {manifests: [config/own/staging.yml]}, production: {}}\n";
    let map = |name: &str| format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n");
    let files = [("config/own/all.yml", map("a")), ("config/own/staging.yml", map("b"))];
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let bundle = generate_with(spec, &seen(&files)).bundle;
    assert!(bundle.files.contains_key("config/kube/staging/own-01-staging.yml"));
    let text = bundle.files["config/kube/production/own-01-all.yml"].text();
    assert!(text.contains("namespace: shop-production"), "{text}");
}
