//! What is a manifest and how it is read.

use super::findings;
use crate::facts::Kubernetes;

fn told(text: &str, expect: &[(&str, &str, usize)]) {
    let found = findings(text, Kubernetes::V1_36);
    let found: Vec<_> =
        found.iter().map(|(rule, path, line)| (*rule, path.as_str(), *line)).collect();
    assert_eq!(found, expect, "{text}");
}

#[test]
fn documents_are_told_apart() {
    told("services:\n  web:\n    image: a\n", &[("not-a-manifest", "", 1)]);
    told("- a\n- b\n", &[("not-a-manifest", "", 1)]);
    told("# nothing\n---\n", &[]);
    told("kind: ConfigMap\nmetadata:\n  name: a\n", &[("missing-field", "apiVersion", 1)]);
    told("apiVersion: v1\nmetadata:\n  name: a\n", &[("missing-field", "kind", 1)]);
    told("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n", &[]);
    told(
        "a: [\n---\napiVersion: v1\nkind: Pod\n",
        &[
            ("yaml-syntax", "", 2),
            ("missing-field", "spec.containers", 3),
            ("missing-field", "metadata.name", 3),
        ],
    );
}

#[test]
fn lists_and_json_hold_objects() {
    let list = "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata:\n      name: a\n    dta: {}\n";
    told(list, &[("unknown-field", "dta", 8)]);
    let json = "{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"ConfigMap\",\n  \"metadata\": {\"name\": \"a\"},\n  \"data\": {\"a\": 1}\n}\n";
    told(json, &[("wrong-type", "data[a]", 5)]);
}

#[test]
fn merge_keys_are_merged() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: &m\n  name: a\ndata:\n  <<: {x: \"1\"}\n  y: \"2\"\n";
    told(text, &[]);
}

#[test]
fn line_ends_and_marks_change_nothing() {
    let text =
        "\u{feff}apiVersion: v1\r\nkind: ConfigMap\r\nmetadata:\r\n  name: a\r\ndatas: {}\r\n";
    told(text, &[("unknown-field", "datas", 5)]);
}
