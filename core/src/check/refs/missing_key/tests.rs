use crate::check::Options;
use crate::check::tests::across::{STORES, one, told};
use crate::check::tests::edit;
use crate::check::tests::fixtures::WEB;

const POD: &str = "spec.template.spec";

#[test]
fn keys_of_config_maps_are_there() {
    let path = format!("{POD}.containers[0].env[3].valueFrom.configMapKeyRef.key");
    edit(WEB, "                  key: HOST", "                  key: GUEST", "missing-key", &path);
}

#[test]
fn keys_of_secrets_are_there() {
    for (from, to, path) in [
        (
            "name: shop, key: KEY",
            "name: shop, key: KEYS",
            "containers[0].env[0].valueFrom.secretKeyRef.key",
        ),
        (
            "name: outer, key: URL",
            "name: outer, key: URI",
            "containers[0].env[1].valueFrom.secretKeyRef.key",
        ),
        (
            "name: pg-app, key: uri",
            "name: pg-app, key: url",
            "containers[0].env[2].valueFrom.secretKeyRef.key",
        ),
        ("{key: ca, path: ca}", "{key: crt, path: ca}", "volumes[0].secret.items[0].key"),
        (
            "{key: URL, path: url}",
            "{key: X, path: url}",
            "volumes[1].projected.sources[0].secret.items[0].key",
        ),
    ] {
        one(STORES, from, to, &format!("missing-key {POD}.{path}"));
    }
}

#[test]
fn environments_of_one_folder_are_kept_apart() {
    let of = |space: &str, key: &str| {
        format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: env, namespace: {space}}}\ndata: {{{key}: a}}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, namespace: {space}}}\nspec:\n  selector: {{matchLabels: {{app: web}}}}\n  template:\n    metadata: {{labels: {{app: web}}}}\n    spec: {{containers: [{{name: web, image: \"shop:{space}\", env: [{{name: A, valueFrom: {{configMapKeyRef: {{name: env, key: {key}}}}}}}]}}]}}\n"
        )
    };
    let both = format!("{}---\n{}", of("staging", "A"), of("live", "B"));
    assert_eq!(told(&both, &Options::default()), Vec::<String>::new());
    let crossed = both.replace("{name: env, key: B}", "{name: env, key: A}");
    assert_eq!(
        told(&crossed, &Options::default()),
        ["missing-key spec.template.spec.containers[0].env[0].valueFrom.configMapKeyRef.key"]
    );
}
