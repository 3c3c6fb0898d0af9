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

#[test]
fn broken_text_is_told_where_it_breaks_and_the_rest_is_checked() {
    let web = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";
    // What stands before the fault is judged, and what may stand behind it is not missed.
    told(
        &format!("{web}dta: {{}}\ndata:\n  a: \"b\n"),
        &[("unknown-field", "dta", 5), ("yaml-syntax", "", 7)],
    );
    told("apiVersion: v1\nkind: Pod\nmetadata: {name: a\n", &[("yaml-syntax", "", 4)]);
    told(&format!("{web}data:\n\tb: c\n"), &[("yaml-syntax", "", 6)]);
    told(&format!("{web}data:\n  b: c: d\n"), &[("yaml-syntax", "", 6)]);
    told(&format!("{web}data: {{}}\n wrong: 1\n"), &[("yaml-syntax", "", 6)]);
    told(&format!("{web}---x\n"), &[("yaml-syntax", "", 5)]);
    told(&format!("{web}...\na: 1\n"), &[("yaml-syntax", "", 6)]);
    told(&format!("%YAML 1.1\n---\n{web}"), &[("yaml-syntax", "", 2)]);
    told(&format!("{web}data: {{a: *b}}\n"), &[("yaml-syntax", "", 5)]);
    told(&format!("{web}data: {{a: !!int b}}\n"), &[("yaml-syntax", "", 5)]);
    told(&format!("{web}data: {{~: b}}\n"), &[("yaml-syntax", "", 5)]);
    told(&format!("{web}data: {{[a]: b}}\n"), &[("yaml-syntax", "", 5)]);
}

#[test]
fn templates_are_told_as_such() {
    for (text, line, shown) in [
        ("a: {{ .Values.a }}\n", 1, "{{ .Values.a }}"),
        ("{{- if .a }}\na: 1\n{{- end }}\n", 1, "{{- if .a }}"),
        ("a: 1\n<% if b %>\nc: 2\n", 2, "<% if b %>"),
        ("a: 1\n{% if b %}\n", 2, "{% if b %}"),
    ] {
        let options = super::Options::default();
        let report = super::check(&[super::Source { path: "a.yml", text }], &options);
        let first = &report.diagnostics[0];
        let expect = format!("`{shown}` is a template, not YAML");
        assert_eq!((first.place.line, &first.message), (line, &expect), "{text}");
    }
    // Inside a text it is meant for somebody else.
    let text =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: \"{{ b }}\"\n  c: '\n";
    told(text, &[("yaml-syntax", "", 6)]);
}

#[test]
fn json_is_read_as_json() {
    let one = |name: &str| {
        let head = "\"apiVersion\": \"v1\",\n\t\"kind\": \"ConfigMap\"";
        format!(
            "{{\n\t{head},\n\t\"metadata\": {{\"name\": \"{name}\"}},\n\t\"dta\": \"\\ud83d\\ude00\\/\"\n}}"
        )
    };
    told(
        &format!("\t{}\n{}{}", one("a"), one("b"), one("c")),
        &[("unknown-field", "dta", 5), ("unknown-field", "dta", 11), ("unknown-field", "dta", 16)],
    );
}

#[test]
fn lists_of_a_kind_hold_objects_of_it() {
    let list = "apiVersion: v1\nkind: ConfigMapList\nitems:\n- metadata: {name: a}\n  dta: {}\n- &b\n  metadata: {name: b}\n  data: {a: |\n";
    told(list, &[("unknown-field", "dta", 5), ("yaml-syntax", "", 8)]);
}

#[test]
fn keys_and_values_are_those_that_kubectl_reads() {
    let head = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n";
    // `yes` and `true` are one key, as are `8` and `0o10`.
    told(&format!("{head}  yes: a\n  \"true\": b\n"), &[("duplicate-key", "data.true", 7)]);
    told(&format!("{head}  8: a\n  0o10: b\n"), &[("duplicate-key", "data.8", 7)]);
    told(&format!("{head}  a: !!str 3\n  b: !!binary aGk=\n  c: ! 1\n  d: 2001-12-14\n"), &[]);
    told(&format!("{head}  a: .1_0\n"), &[("wrong-type", "data[a]", 6)]);
    told(&format!("{head}  a: |\n    --- x\n    ---\n  b: '---'\n"), &[]);
    told(&format!("{head}  <<: [{{a: b}}, {{a: c}}]\n  a: d\n"), &[]);
    told(&format!("{head}  <<: x\n"), &[("yaml-syntax", "", 6)]);
}
