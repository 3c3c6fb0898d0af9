//! Each rule by a bad and a good example.

use super::{Options, Source, check};

#[test]
fn a_typo_is_told_with_its_place() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndatas:\n  a: b\n";
    let report = check(&[Source { path: "a.yml", text }], &Options::default());
    let first = &report.diagnostics[0];
    assert_eq!((first.rule, first.place.line, first.path.as_str()), ("unknown-field", 5, "datas"));
    assert_eq!(first.help, "did you mean `data`?");
}
